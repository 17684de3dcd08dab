"""Source texts of the task stage: domains, facts, and the texts that are put together from them.

A domain is written in `task_texts_en` or `task_texts_de` like this:

    == repair
    subject: The repair | The repair of the {name} | It     (plain, named, pronoun)
    items: brakes, tyres                                    (`goods:` if they are for sale)
    filler: The engine is clean now.                        (a sentence without a fact)
    risk: a crack in the frame
    task: change the {item}
    question: who pays for the {item}
    cost price = {fee} > costs {fee}                        (role label = value > summary phrase)
      The price of the work is {fee}.                       (ways to say it; the label is in each)
      The workshop named a price of {fee}.

Slots: person, first, name, firm, place, money, sum, fee, price, date, time, weekday, item, and a range
such as {3-12}. A digit behind a name makes another value of the same kind; {date2} is after {date}
and {money2} is below {money}.
"""

import dataclasses
import datetime
import functools
import random
import re
from collections.abc import Iterable

from data_gen import notes, slots, task_texts_de, task_texts_en
from data_gen.generator import Draw
from data_gen.splits import split_of

_TEXTS = {"en": task_texts_en, "de": task_texts_de}
_SLOT = re.compile(r"\{([^{}]+)\}")
# Slots with a value of their own in every fact; the others keep theirs through the whole text.
_LOCAL = ("item", "weekday", "first", "room")


@dataclasses.dataclass(frozen=True)
class Pattern:
    """How a kind of fact is said.

    Attributes:
        role: "what", "who", "firm", "where", "date", "cost", "count", "state", "risk", "task",
            "question", "event" or "listed" (an item with its price or date).
        label: what stands before the colon of its bullet; empty for a bullet without one.
        value: the bullet's text after the label.
        phrase: what a summary says of the subject; empty if it says nothing.
        sentences: ways to say it in a text.
    """

    role: str
    label: str
    value: str
    phrase: str
    sentences: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Domain:
    """What texts of one domain and language are made of (see the module's docstring)."""

    name: str
    subjects: tuple[str, str, str]
    items: tuple[str, ...]
    sells_items: bool
    fillers: tuple[str, ...]
    facts: tuple[Pattern, ...]
    extras: dict[str, tuple[str, ...]]

    def roles(self, roles: Iterable[str]) -> list[Pattern]:
        """Returns the patterns whose role is one of `roles`."""
        return [pattern for pattern in self.facts if pattern.role in roles]


@dataclasses.dataclass(frozen=True)
class Fact:
    """A fact with its values filled in; `is_clause` says that its bullet is copied.

    `kind` stands before its sentence in the text, if the text names the kinds of its facts.
    """

    role: str
    label: str
    value: str
    phrase: str
    sentence: str
    amount: int = 0
    is_clause: bool = False
    kind: str = ""

    @property
    def told(self) -> str:
        """The sentence as it stands in the text, after the kind if there is one."""
        return f"{self.kind}: {self.sentence}" if self.kind else self.sentence

    @property
    def clause(self) -> str:
        """The same without its full stop: what a bullet must hold to tell the fact."""
        return self.told.removesuffix(".")

    @property
    def bullet(self) -> str:
        """The fact as a bullet's text: as it stands in the text, or `Budget: 4,200 euros`."""
        if self.is_clause:
            return self.told
        if not self.label:
            return self.value
        return f"{self.label[0].upper()}{self.label[1:]}: {self.value}"


@dataclasses.dataclass(frozen=True)
class Plan:
    """What a text must hold.

    Attributes:
        facts: number of facts from the domain.
        needs: role -> how many of those facts must have it.
        risks, tasks, questions, events: number of facts of these kinds.
        listed: "price", "date" or "" with `num_listed` items that have one.
        filler: number of sentences without a fact.
        max_sentences: facts are joined into one sentence until the text has at most this many.
        exclude: roles that the facts from the domain must not have.
        is_terse: whether facts are said in the shortest way, and people have one name.
        asks_kinds: whether facts of a kind are asked for: a text of clauses then names the kinds,
            as half of the other ones do.
        one_a_role: whether no two facts from the domain have the same role.
    """

    facts: int = 0
    needs: tuple[tuple[str, int], ...] = ()
    risks: int = 0
    tasks: int = 0
    questions: int = 0
    events: int = 0
    listed: str = ""
    num_listed: int = 0
    filler: int = 0
    max_sentences: int = 5
    exclude: tuple[str, ...] = ()
    is_terse: bool = False
    asks_kinds: bool = False
    one_a_role: bool = False

    @property
    def num_facts(self) -> int:
        """All facts of the text."""
        extras = self.risks + self.tasks + self.questions + self.events
        return self.facts + extras + self.num_listed


@dataclasses.dataclass(frozen=True)
class Source:
    """A source text.

    Attributes:
        text: the text itself.
        facts: its facts in the order of the text.
        subject: what a summary is about: "The project".
        named_subject: the same with its name: "The project Velduno".
        pronoun: the subject of a summary's later sentences.
        num_sentences: sentences in the text.
    """

    text: str
    facts: tuple[Fact, ...]
    subject: str
    named_subject: str
    pronoun: str
    num_sentences: int


# --- Reading the domains ---------------------------------------------------------------------


@functools.cache
def domains(language: str) -> tuple[Domain, ...]:
    """Returns the domains of a language.

    Raises:
        ValueError: if a line of the texts cannot be read.
    """
    blocks = re.split(r"^== ", _TEXTS[language].TEXTS, flags=re.MULTILINE)[1:]
    return tuple(_parse_domain(block) for block in blocks)


def _parse_domain(block: str) -> Domain:
    name, _, body = block.partition("\n")
    lists: dict[str, list[str]] = {}
    facts: list[Pattern] = []
    for line in filter(str.strip, body.splitlines()):
        if line.startswith("  "):
            facts[-1] = dataclasses.replace(
                facts[-1], sentences=(*facts[-1].sentences, line.strip())
            )
        elif match := re.fullmatch(r"(\w+) ([^=:]+) = ([^>]+?)(?: > (.+))?", line):
            role, label, value, phrase = match.groups()
            facts.append(Pattern(role, label, value, phrase or "", ()))
        elif match := re.fullmatch(r"(\w+): (.+)", line):
            lists.setdefault(match[1], []).append(match[2])
        else:
            raise ValueError(f"task texts, domain {name!r}: cannot read line {line!r}")
    plain, named, pronoun = lists["subject"][0].split(" | ")
    items = (lists.get("goods") or lists["items"])[0].split(", ")
    extras = {role: tuple(lists[role]) for role in ("risk", "task", "question")}
    return Domain(
        name, (plain, named, pronoun), tuple(items), "goods" in lists,
        tuple(lists["filler"]), tuple(facts), extras,
    )  # fmt: skip


# --- Values ----------------------------------------------------------------------------------

_UNITS = {
    "en": ("euros", "euros", "euros", "dollars", "pounds", "francs"),
    "de": ("Euro", "Euro", "Euro", "Dollar", "Pfund", "Franken"),
}


class Values:
    """Draws the values of one text: each slot once, names from one side of the split."""

    def __init__(self, rng: random.Random, language: str, side: str, items: tuple[str, ...]):
        self._rng, self._language, self._side = rng, language, side
        self._kept: dict[str, str] = {}
        self._used: set[str] = set()
        self._unit = rng.choice(_UNITS[language])
        self._as_symbol = self._unit in ("euros", "Euro") and rng.random() < 0.25
        self._month_first = language == "en" and rng.random() < 0.25
        self._day = datetime.date(2026, 1, 1) + datetime.timedelta(days=rng.randrange(220))
        self._amount = rng.randrange(20, 900) * 100
        self._makers = {
            "person": self._person, "first": self._first, "name": self._name, "firm": self._firm,
            "place": self._place, "money": self._money, "date": self._date,
            "sum": lambda slot: self.money(rng.randrange(10, 99) * 100),
            "fee": lambda slot: self.money(rng.randrange(11, 96) * 10),
            "price": lambda slot: self.money(rng.randrange(5, 96)),
            "time": lambda slot: slots.time_text(slots.clock_time(rng), language),
            "weekday": lambda slot: rng.choice(slots.weekdays(language)),
            "item": lambda slot: rng.choice(items),
            "room": lambda slot: str(rng.randrange(3, 60)),
        }  # fmt: skip

    def fill(self, *texts: str) -> list[str]:
        """Fills the slots of texts that belong together, such as a sentence and its bullet."""
        local: dict[str, str] = {}

        def value(match: re.Match) -> str:
            slot = match[1]
            home = local if slot.rstrip("0123456789") in _LOCAL else self._kept
            if slot not in home:
                home[slot] = self._distinct(slot)
            return home[slot]

        return [_SLOT.sub(value, text) for text in texts]

    def _distinct(self, slot: str) -> str:
        """Draws a value that no other slot of the text has, where that is possible."""
        for _ in range(20):
            value = self._draw(slot)
            if value not in self._used:
                break
        self._used.add(value)
        return value

    def _draw(self, slot: str) -> str:
        if match := re.fullmatch(r"(\d+)-(\d+)", slot):
            return str(self._rng.randint(int(match[1]), int(match[2])))
        return self._makers[slot.rstrip("123")](slot)

    def _sided(self, make) -> str:
        """Draws names until one is on this text's side: gates ask for names never trained on."""
        while True:
            name = make()
            if split_of(f"name:{name}") == self._side:
                return name

    def _person(self, slot: str) -> str:
        kind = self._rng.random()
        if kind < 0.45:
            return self._first(slot)
        if kind < 0.8:
            return self._sided(lambda: slots.person(self._rng, self._language))
        return self._sided(lambda: slots.invented_full_name(self._rng))

    def _first(self, slot: str) -> str:
        if self._rng.random() < 0.2:
            return self._name(slot)
        return self._rng.choice(slots.first_names(self._language))

    def _name(self, slot: str) -> str:
        return self._sided(lambda: slots.invented_name(self._rng))

    def _firm(self, slot: str) -> str:
        if self._rng.random() < 0.5:
            return self._sided(lambda: slots.company(self._rng, self._language))
        return self._sided(lambda: slots.invented_company(self._rng, self._language))

    def _place(self, slot: str) -> str:
        if self._rng.random() < 0.6:
            return self._rng.choice(slots.cities(self._language))
        return self._sided(lambda: slots.invented_place(self._rng, self._language))

    def money(self, amount: int) -> str:
        """Writes an amount in the text's currency and style."""
        if self._as_symbol:
            return slots.money(amount, self._language)
        return f"{slots.number(amount, self._language)} {self._unit}"

    def date(self, days: int) -> str:
        """Writes the day that many days after the text's first one."""
        day = self._day + datetime.timedelta(days=days)
        if self._month_first:
            return f"{slots.months('en')[day.month - 1]} {day.day}"
        return slots.date_text(day, self._language, "short")

    def _money(self, slot: str) -> str:
        part = 1.0 if slot == "money" else self._rng.uniform(0.2, 0.8)
        return self.money(max(100, int(self._amount * part) // 100 * 100))

    def _date(self, slot: str) -> str:
        return self.date(0 if slot == "date" else self._rng.randrange(4, 110))


# --- Facts -----------------------------------------------------------------------------------

# Kind of extra fact -> label, value and ways to say it; {0} is its core, {1} when it is due.
_EXTRA: dict[str, dict[str, tuple[str, str, tuple[str, ...]]]] = {
    "en": {
        "risk": ("risk", "{0}", ("One risk is {0}.", "A risk is {0}.", "There is a risk: {0}.")),
        "task": (
            "", "{{first}}: {0}{1}", ("{{first}} will {0}{1}.", "{{first}} has to {0}{1}."),
        ),
        "question": (
            "open", "{0}", ("It is still open {0}.", "It is open {0}.", "Still open: {0}."),
        ),
    },
    "de": {
        "risk": ("Risiko", "{0}", ("Ein Risiko ist {0}.", "Es gibt ein Risiko: {0}.",
                                   "Als Risiko gilt {0}.")),
        "task": ("", "{{first}}: {1}{0}", ("{{first}} soll {1}{0}.", "{{first}} muss {1}{0}.",
                                           "{{first}} will {1}{0}.")),
        "question": (
            "offen", "{0}", ("Offen ist noch, {0}.", "Noch offen ist, {0}.", "Offen bleibt, {0}."),
        ),
    },
}  # fmt: skip
_DUE = {
    "en": ("", " by {weekday}", " by {weekday}", " on {weekday}"),
    "de": ("", "bis {weekday} ", "bis {weekday} ", "am {weekday} "),
}
# What a summary says about a risk or a question, in a sentence of its own.
_EXTRA_SUMMARY = {
    "en": {"risk": "One risk is {0}.", "question": "It is open {0}."},
    "de": {"risk": "Ein Risiko ist {0}.", "question": "Offen ist, {0}."},
}
# Sentences that are facts as they stand: their bullet is the sentence itself.
_EVENTS = {
    "en": (
        "Nobody was hurt", "The lift stopped twice", "The lights went out for {room} minutes",
        "{first} wants to wait until {weekday}", "Two windows were open", "The door was locked",
        "{first} joins the team on {weekday}", "{first} comes back on {weekday}",
        "Bus {room} takes another road", "The shop stays open", "{first} keeps {room} copies",
        "Lunch was late", "{first} blamed the cold weather", "The road is wet",
        "{first} asked for a new room", "A pipe broke in the night", "The old plan failed",
        "{first} was late on {weekday}", "{first} found a mistake", "The water was too cold",
        "Parking is free until {weekday}", "{first} lost a bag", "The key is with {first}",
        "Room {room} is closed on {weekday}", "{first} brings tea and bread",
    ),
    "de": (
        "Niemand wurde verletzt", "Der Aufzug blieb zweimal stehen",
        "Das Licht fiel für {room} Minuten aus", "{first} will bis {weekday} warten",
        "Zwei Fenster standen offen", "Die Tür war verschlossen",
        "{first} kommt am {weekday} ins Team", "{first} ist ab {weekday} wieder da",
        "Bus {room} fährt einen Umweg", "Der Laden bleibt offen", "{first} behält {room} Kopien",
        "Das Essen kam zu spät", "{first} gab dem kalten Wetter die Schuld",
        "Die Straße ist nass", "{first} bat um ein anderes Zimmer", "In der Nacht brach ein Rohr",
        "Der alte Plan ist gescheitert", "{first} kam am {weekday} zu spät",
        "{first} fand einen Fehler", "Das Wasser war zu kalt", "{first} bringt Tee und Brot mit",
        "Parken ist bis {weekday} kostenlos", "{first} hat eine Tasche verloren",
        "Den Schlüssel hat {first}", "Raum {room} ist am {weekday} geschlossen",
        "Am {weekday} fiel der Strom aus",
    ),
}  # fmt: skip
# The same about the items of a domain that sells them.
_ITEM_EVENTS = {
    "en": (
        "The {item} arrived with a crack", "The {item} stand in room {room}",
        "The {item} are too expensive", "The {item} belong to {first}", "The {item} work well",
        "The {item} were sold on {weekday}", "The {item} will be replaced",
        "The {item} were found in the cellar", "{first} counted {room} {item}",
        "{first} lost the {item}", "The {item} are too heavy", "The old {item} were better",
    ),
    "de": (
        "Die {item} kamen mit einem Riss an", "Die {item} stehen in Raum {room}",
        "Die {item} sind zu teuer", "Die {item} gehören {first}", "Die {item} sind gut",
        "Die {item} wurden am {weekday} verkauft", "Die {item} werden ersetzt",
        "Die {item} lagen im Keller", "{first} zählte {room} {item}",
        "{first} hat die {item} verloren", "Die {item} sind zu schwer",
        "Die alten {item} waren besser",
    ),
}  # fmt: skip
_LISTED = {
    "en": {"price": ("The {0} cost {1}.", "For the {0} we pay {1}."),
           "date": ("The {0} arrive on {1}.", "The {0} come on {1}.")},
    "de": {"price": ("Die {0} kosten {1}.", "Für die {0} zahlen wir {1}."),
           "date": ("Die {0} kommen am {1}.", "Die {0} treffen am {1} ein.")},
}  # fmt: skip
_OPENINGS = {
    "en": ("About {0}.", "News about {0}.", "A note on {0}.", "This is about {0}."),
    "de": ("Es geht um {0}.", "Neues über {0}.", "Notiz über {0}.", "Nachricht über {0}."),
}
# Words that lose their capital when a sentence is joined to another one.
_LOWERED = frozenset(
    """The There It A An So For Each This They We As All In Every Everything Experts Members Guests
    Beginners People Last Delays Of With At Next Any Der Die Das Es Ein Eine Er Sie Für Am Im Als
    Bisher Alle Alles Auf Auch Zum Zur Vom Beim Mit Man In Ab Um Dabei Dort Heute Einziger Geplant
    Verlangt Gefunden Verkauft Leicht Nach Vorher Bei Einen Den Dem Pro Viele""".split()
)
_JOIN = {"en": ", and ", "de": " und "}


def _fact(values: Values, rng: random.Random, pattern: Pattern, is_terse: bool) -> Fact:
    # The first way to say it is the plainest one, with its label before its value.
    plainest, ways = pattern.sentences[0], pattern.sentences
    way = plainest if rng.random() < 0.7 else rng.choice(ways)
    texts = [min(ways, key=len) if is_terse else way, pattern.value, pattern.phrase]
    if is_terse:
        texts = [text.replace("{person}", "{first}") for text in texts]
    sentence, value, phrase = values.fill(*texts)
    return Fact(pattern.role, pattern.label, value, phrase, sentence)


def _extra(
    values: Values, rng: random.Random, domain: Domain, role: str, language: str, way: str
) -> Fact:
    label, value, _ = _EXTRA[language][role]
    due = rng.choice(_DUE[language])
    core = rng.choice(domain.extras[role])
    texts = [text.format(core, due) for text in (way, value, "{0}")]
    sentence, value, _ = values.fill(*texts)
    summary = _EXTRA_SUMMARY[language].get(role, "").format(value)
    return Fact(role, label, value, summary, sentence)


def _event(values: Values, rng: random.Random, domain: Domain, language: str) -> Fact:
    table = _ITEM_EVENTS if domain.sells_items and rng.random() < 0.6 else _EVENTS
    (text,) = values.fill(rng.choice(table[language]))
    return Fact("event", "", text, "", f"{text}.")


def _listed(
    values: Values, rng: random.Random, domain: Domain, plan: Plan, language: str
) -> list[Fact]:
    """Makes items with a price or a date each, no value twice."""
    amounts = rng.sample(range(5, 96), plan.num_listed)
    facts = []
    for item, amount in zip(rng.sample(domain.items, plan.num_listed), amounts, strict=True):
        value = values.money(amount) if plan.listed == "price" else values.date(amount)
        sentence = rng.choice(_LISTED[language][plan.listed]).format(item, value)
        facts.append(Fact("listed", item, value, "", sentence, amount))
    return facts


# --- Texts -----------------------------------------------------------------------------------


@functools.cache
def suitable(language: str, plan: Plan) -> tuple[Domain, ...]:
    """Returns the domains that have what a plan needs.

    Raises:
        ValueError: if none has.
    """
    found = tuple(domain for domain in domains(language) if _fits(domain, plan))
    if not found:
        raise ValueError(f"no domain of language {language!r} has what {plan} needs")
    return found


def _fits(domain: Domain, plan: Plan) -> bool:
    needed = all(len(domain.roles([role])) >= n for role, n in plan.needs)
    needs = dict(plan.needs)
    roles = {p.role for p in domain.facts} - {*plan.exclude} | needs.keys()
    if plan.one_a_role and len(roles) < plan.facts:
        return False
    free = sum(pattern.role not in plan.exclude for pattern in domain.facts)
    free -= sum(n for role, n in plan.needs if role not in plan.exclude)
    enough = free >= plan.facts - sum(n for _, n in plan.needs)
    return needed and enough and (domain.sells_items or not plan.listed)


# Share of the texts of clauses, none of whose kinds are asked for, that are notes about anything.
_NOTES_SHARE = 0.5
_NEVER_JOINED = 99  # more sentences than a text has facts
# What names the kind of a fact, by its role; listed items have a price or a date.
KINDS = {
    "en": {"what": "Topic", "who": "Person", "firm": "Company", "where": "Place", "date": "Date",
           "cost": "Cost", "count": "Number", "state": "State", "event": "Event", "risk": "Risk",
           "task": "Task", "question": "Question", "price": "Cost"},
    "de": {"what": "Thema", "who": "Person", "firm": "Firma", "where": "Ort", "date": "Termin",
           "cost": "Kosten", "count": "Zahl", "state": "Stand", "event": "Ereignis",
           "risk": "Risiko", "task": "Aufgabe", "question": "Frage", "price": "Kosten"},
}  # fmt: skip


def build(language: str, plan: Plan, key: str, as_clauses: bool) -> Source:
    """Writes the text that belongs to a key: the same key and plan give the same text.

    Args:
        language: "en" or "de".
        plan: what the text must hold.
        key: seed of the text.
        as_clauses: whether its facts are told in bullets by their clauses, not by label and value;
            each fact is then a sentence of its own, and no two from the domain are of one role.
    """
    rng = random.Random(key)
    if as_clauses:
        plan = dataclasses.replace(plan, max_sentences=_NEVER_JOINED, one_a_role=True)
        if not plan.asks_kinds and rng.random() < _NOTES_SHARE:
            return _note(rng, language, plan.num_facts, split_of(key))
    domain = rng.choice(suitable(language, plan))
    values = Values(rng, language, split_of(key), domain.items)
    main = [_fact(values, rng, pattern, plan.is_terse) for pattern in _choose(rng, domain, plan)]
    main += [_event(values, rng, domain, language) for _ in range(plan.events)]
    rng.shuffle(main)
    main.sort(key=lambda fact: fact.role != "what")
    extras = _listed(values, rng, domain, plan, language) if plan.listed else []
    for role, count in (("risk", plan.risks), ("task", plan.tasks), ("question", plan.questions)):
        extras += _distinct_extras(values, rng, domain, role, language, count)
    rng.shuffle(extras)
    if as_clauses:
        names_kinds = plan.asks_kinds or rng.random() < 0.5
        main, extras = (
            [_as_clause(fact, plan, language, names_kinds) for fact in part]
            for part in (main, extras)
        )
    facts = (*main, *extras)
    sentences = _sentences(rng, domain, plan, language, main, extras)
    plain, named, pronoun = domain.subjects
    named = values.fill(named)[0] if main and main[0].role == "what" else plain
    joint = "\n" if facts[0].kind and rng.random() < 0.5 else " "
    return Source(joint.join(sentences), facts, plain, named, pronoun, len(sentences))


# Share of the notes to learn from whose sentences may have words in common.
_SHARED_WORDS = 0.6


def _note(rng: random.Random, language: str, count: int, split: str) -> Source:
    """Writes a text of so many sentences about anything."""
    most = rng.choice((notes.SHORT, notes.LONG))
    # They teach to look at more than one word before; the gate's texts need not be that hard.
    may_share_words = split == "train" and rng.random() < _SHARED_WORDS
    sentences = notes.sentences(Draw(rng, language, split, split), count, most, may_share_words)
    facts = tuple(
        Fact("note", "", text.removesuffix("."), "", text, is_clause=True) for text in sentences
    )
    joint = "\n" if rng.random() < 0.25 else " "
    subject = {"en": "The note", "de": "Die Notiz"}[language]
    return Source(joint.join(sentences), facts, subject, subject, subject, count)


def _as_clause(fact: Fact, plan: Plan, language: str, names_kind: bool) -> Fact:
    role = plan.listed if fact.role == "listed" else fact.role
    kind = KINDS[language][role] if names_kind else ""
    return dataclasses.replace(fact, is_clause=True, kind=kind)


def _distinct_extras(
    values: Values, rng: random.Random, domain: Domain, role: str, language: str, count: int
) -> list[Fact]:
    """Draws facts of a kind, each said in another way as long as there are ways."""
    ways = list(_EXTRA[language][role][2])
    rng.shuffle(ways)
    found: dict[str, Fact] = {}
    while len(found) < count:
        way = ways[len(found) % len(ways)]
        fact = _extra(values, rng, domain, role, language, way)
        found.setdefault(fact.value, fact)
    return list(found.values())


def _choose(rng: random.Random, domain: Domain, plan: Plan) -> list[Pattern]:
    """Draws the patterns of a text's facts, the needed roles first."""
    chosen: list[Pattern] = []
    for role, count in plan.needs:
        chosen += rng.sample(domain.roles([role]), count)
    rest = [p for p in domain.facts if p not in chosen and p.role not in plan.exclude]
    if plan.one_a_role:
        rng.shuffle(rest)
        taken = [role for role, _ in plan.needs]
        rest = list({p.role: p for p in rest if p.role not in taken}.values())
    return chosen + rng.sample(rest, max(0, plan.facts - len(chosen)))


def _sentences(
    rng: random.Random, domain: Domain, plan: Plan, language: str, main: list[Fact],
    extras: list[Fact],
) -> list[str]:  # fmt: skip
    """Orders a text's sentences: an opening if nothing names the subject, facts, extras."""
    body = [fact.told for fact in main]
    opening = []
    if not main or main[0].role != "what":
        subject = domain.subjects[0]
        lowered = subject[0].lower() + subject[1:]
        if language == "de":
            lowered = re.sub("^der ", "den ", lowered)
        opening = [rng.choice(_OPENINGS[language]).format(lowered)]
    limit = plan.max_sentences - len(opening) - len(extras) - plan.filler
    first = 0 if opening else 1  # the sentence that names the subject stays on its own
    body = _join(rng, body, first, max(limit, 2), language)
    for filler in rng.sample(domain.fillers, min(plan.filler, len(domain.fillers))):
        body.insert(rng.randrange(min(1, len(body)), len(body) + 1), filler)
    return [*opening, *body, *(fact.told for fact in extras)]


def _join(rng: random.Random, body: list[str], first: int, limit: int, language: str) -> list[str]:
    """Joins neighbours from `first` on, two at a time, until at most `limit` sentences are left."""
    pairs = list(range(first, len(body) - 1))
    rng.shuffle(pairs)
    heads: set[int] = set()
    for index in pairs:
        if len(body) - len(heads) > limit and heads.isdisjoint((index - 1, index + 1)):
            heads.add(index)
    joined: list[str] = []
    for index, sentence in enumerate(body):
        if index - 1 in heads:
            joined[-1] = joined[-1][:-1] + _JOIN[language] + _lower(sentence)
        else:
            joined.append(sentence)
    return joined


def _lower(sentence: str) -> str:
    first = sentence.split(" ", 1)[0]
    return first.lower() + sentence[len(first) :] if first in _LOWERED else sentence
