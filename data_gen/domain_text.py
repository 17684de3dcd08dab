"""Plain text for the base model, a stand-in for a domain corpus, in English and German.

    python -m data_gen.domain_text --output=domain.jsonl --documents=8000
    python -m data_gen.domain_text --output=suite.jsonl --suite=dev --seen=300

Eight kinds of documents: texts in which names, words and codes recur; facts in prose, lists and
records; lookups in records, where an absent key is answered `none`; lists and their first entries;
notes about anything, again as a list; words in no order, again as a list; labelled notes, of which
some are picked; general knowledge. What was told before in a document, and can be looked up there,
weighs ten times as much as the rest. With --suite, the probes are written: texts that break off
where a name must come again, half of them where it is repeated as it stands (copy_probe), half
where it answers a key (lookup_probe).
"""

import collections
import dataclasses
import json
import random
import re
import sys
from collections.abc import Callable, Iterator

from absl import flags
from etils.epath import Path

from data_gen import facts, generator, notes, slots
from data_gen.domain_records import KINDS, Entity, draw_entity, train_name
from data_gen.grammar import expand
from data_gen.qa_material import upper_first
from data_gen.splits import split_of
from data_gen.task_wordings import LENGTHS
from mypt_jax import command

SHARES = {
    "copy": 0.32, "facts": 0.05, "lookup": 0.32, "excerpts": 0.06, "notes": 0.10,
    "jumbles": 0.06, "selections": 0.04, "knowledge": 0.05,
}  # fmt: skip
_GERMAN_SHARE = 0.4
_NONE = {"en": "none", "de": "keine Angabe"}
# Documents in estimated tokens: what is aimed at, and what is accepted. A tokenizer of 1024 pieces
# makes up to a fifth more of them, one of 4096 makes fewer, and a row of training holds 224.
_SIZES = (60, 125)
_LIMITS = (40, 165)
_LETTERS = re.compile(r"[^\W\d_]+")
# What is told of something stands between these two while a document is made.
_OPEN, _CLOSE = "\ue000", "\ue001"
_TOLD = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
# Weight in the loss of a token that need not be looked up in the document.
_PLAIN_WEIGHT = 0.1


def told(value: object) -> str:
    """Marks a name or value: where it comes again in a document, it is to be looked up."""
    return f"{_OPEN}{value}{_CLOSE}"


def unmarked(text: str) -> str:
    """Returns the text without the marks of `told`."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def weighted_parts(text: str, is_known: bool) -> list[list]:
    """Splits a marked text into [text, weight]: 1 for what a reader can tell, else little.

    Args:
        text: with marks of `told`.
        is_known: what is marked is general knowledge. Else a reader can tell what was told before
            in this document, "none", and where a list of so many entries goes on and ends.
    """
    parts: list[list] = []
    seen = {*_NONE.values(), "null", *_OBJECT_MARKS, *_GOES_ON, *_ENDS}
    for index, piece in enumerate(_TOLD.split(text)):
        is_told = index % 2 == 1
        weight = 1 if is_told and (is_known or piece in seen) else _PLAIN_WEIGHT
        if is_told:
            seen.add(piece)
        if parts and parts[-1][1] == weight == _PLAIN_WEIGHT:
            parts[-1][0] += piece
        elif piece:
            parts.append([piece, weight])
    return parts


def estimated_tokens(text: str) -> int:
    """Estimates tokens of a small vocabulary: two to three letters each, other characters one."""
    text = unmarked(text)
    runs = _LETTERS.findall(text)
    letters = sum(map(len, runs))
    return sum((len(run) + 2) // 3 for run in runs) + len(text) - letters


def _say(rng: random.Random, pattern: str, **fields: object) -> str:
    return rng.choice(expand(pattern)).format(**fields)


def _fill(rng: random.Random, separator: str, make: Callable[[], str]) -> str:
    """Joins what `make` gives until the document is long enough."""
    goal = rng.randrange(*_SIZES)
    parts: list[str] = []
    size = 0
    while size < goal:
        part = make()
        room = goal * 1.1 - size
        if parts and estimated_tokens(part) > room:
            break
        parts.append(part)
        size += estimated_tokens(part) + len(separator)
    return separator.join(parts)


# --- Repeated names, words and codes ---------------------------------------------------------

# {a} and {b} are people or towns, {c} is where things happen.
_ACTIONS = {
    "en": [
        "(On {day}, |In {month}, |Later, |Then |After lunch, |){a} (met|called|thanked|saw|helped) {b}"
        "(| near {c}| in {c}| on the way to {c}| because of {c}).",
        "{b} (told|showed|gave|sent) {a} (a {noun}|the {noun}|a {adj} {noun})(| from {c}).",
        "(The {adj} {noun}|A {noun}|The {noun}) of {a} (is|was|stays|lies|stood) (in {c}|near {c}).",
        '"{a}", (said|wrote|cried|read) {b}, "{a} (and|or|before|not) {c}".',
        "(Both|Only|Even) {a} and {b} (know|like|need|remember) {c}.",
        "{c} was the (home|goal|subject) of {a}, and {a} (likes|misses|knows) it.",
        '"(Please {verb}|Can you {verb}|Do not {verb}|Let us {verb}) the {noun}(!|, {a}.|, {a}!)" '
        "(said|asked|wrote|answered) {b}.",
        '"(Where|What|Which one|Who) is (the {noun} of {a}|{a}|{c})?" asked {b}. "(In|It is|Near) {c}", '
        "(said|answered|wrote) {a}.",
        "If (the {noun}|{c}) is (too |very |not ){adj}, {a} must (wait|{verb}|ask {b}).",
    ],
    "de": [
        "(Am {day} |Im {month} |Später |Dann |Danach )(traf|rief|sah|fragte|suchte) {a} {b}"
        "(| in {c}| bei {c}| wegen {c}).",
        "{b} (zeigte|gab|schickte|brachte) {a} (etwas|einen Brief|ein Bild|Geld)(| aus {c}).",
        "{art} {adj}e {noun} von {a} (ist|war|bleibt|liegt|steht) (in {c}|bei {b}|hinter {c}).",
        "„{a}“, (sagte|schrieb|rief|las) {b}, „{a} (und|oder|vor|nicht) {c}“.",
        "(Sowohl {a} als auch|{a} und|Weder {a} noch) {b} (kennen|mögen|brauchen|suchen) {c}.",
        "{c} (ist|war|wurde) das (Ziel|Zuhause|Thema) von {a}, und {a} (mag|kennt|vermisst) es.",
        "„(Wo|Wer|Was|Wie) ist ({a}|{c}|{art_low} {noun} von {a})?“, fragte {b}. „(In|Bei|Nicht in) {c}“, "
        "(sagte|antwortete|schrieb) {a}.",
        "Wenn {art_low} {noun} (zu|sehr|nicht) {adj_bare} ist, (wartet|hilft|fragt) {a} (bei {b}|in {c}).",
    ],
}
_E_STEMS = {"teuer": "teur", "dunkel": "dunkl", "hoch": "hoh", "sauer": "saur"}


def _cast(rng: random.Random, language: str) -> tuple[str, str, str]:
    """Draws two who act, with names of one or two parts, and a place, a room or a thing."""
    people = (
        lambda: train_name(rng),
        lambda: train_name(rng),
        lambda: f"{train_name(rng)} {train_name(rng)}",
        lambda: slots.person(rng, language),
    )
    room = "room" if language == "en" else "Raum"
    places = (
        lambda: train_name(rng),
        lambda: slots.invented_place(rng, language),
        lambda: rng.choice(slots.cities(language)),
        lambda: f"{room} {slots.code(rng)}",
    )
    first, second, place = (told(rng.choice(kind)()) for kind in (people, people, places))
    return first, second, place


def _story(rng: random.Random, language: str) -> str:
    first, second, place = _cast(rng, language)
    genders = slots.genders(language)

    def sentence() -> str:
        a, b = rng.sample((first, second), 2)
        noun = rng.choice(slots.products("de") if language == "de" else slots.nouns("en"))
        adjective, article = rng.choice(slots.adjectives(language)), genders.get(noun, "")
        text = _say(
            rng, rng.choice(_ACTIONS[language]), a=a, b=b, c=place, noun=noun, adj_bare=adjective,
            adj=_E_STEMS.get(adjective, adjective.removesuffix("e")) if genders else adjective,
            art=article.capitalize(), art_low=article, verb=rng.choice(slots.verbs()),
            day=rng.choice(slots.weekdays(language)), month=rng.choice(slots.months(language)),
        )  # fmt: skip
        return re.sub(r"\b([aA]) (?=[aeiou])", r"\1n ", text)

    return _fill(rng, " ", sentence)


# Share of the documents whose pairs all have one form.
_KEPT_FORMS = 0.35
_JOINTS = (", ", ", ", " ", "; ", "\n", "\n- ", " / ")


def _echoes(rng: random.Random, language: str) -> str:
    """Lists, pairs and lines in which the same words come again, mostly in another form."""
    makers = (
        lambda: train_name(rng),
        lambda: train_name(rng).lower(),
        lambda: rng.choice(slots.words(language)),
        lambda: rng.choice(slots.rare_words(language)),
        lambda: slots.code(rng),
        lambda: str(rng.randrange(1000)),
    )
    same = {"en": "(again|once more|copy|same)", "de": "(nochmal|wieder|Kopie|ebenso)"}[language]
    mixed = {"en": "(mixed|in another order)", "de": "(gemischt|in anderer Folge)"}[language]

    def draw_form() -> tuple[int, str, str, str, str]:
        """Draws how many items there are, what joins them and their copy, the link, the kind."""
        joint = rng.choice(_JOINTS)
        other = joint if rng.random() < 0.4 else rng.choice(_JOINTS)
        link = _say(rng, f"(\n|. |: | -> | = |, {same}: |\n{same}: |\n{same}: )")
        kind = rng.choices(("json", "quoted", "bare"), (0.3, 0.28, 0.42))[0]
        return rng.choice((1, 1, 1, 2, 3, 4, 5)), joint, other, link, kind

    # a table of pairs keeps its form
    kept = draw_form() if rng.random() < _KEPT_FORMS else None

    def block() -> str:
        count, joint, other, link, kind = kept or draw_form()
        items = [told(rng.choice(makers)()) for _ in range(count)]
        turned = rng.sample(items, len(items)) if rng.random() < 0.1 else items
        if turned != items:
            link = _say(rng, f"(, |\n){mixed}: ")
        if kind == "json":
            return f"{joint.join(items)}{link}{json.dumps(turned, ensure_ascii=False)}"
        if kind == "quoted":
            return f'"{joint.join(items)}"{link}"{other.join(turned)}"'
        return f"{joint.join(items)}{link}{other.join(turned)}"

    return _fill(rng, rng.choice(("\n", ".\n", "\n\n")), block)


# --- Excerpts --------------------------------------------------------------------------------

# How a list goes on after an entry, and how it ends.
_GOES_ON, _ENDS = ("\n- ", ", ", "; "), ("\n\n", ".\n", "\n")
_FIRST = {
    "en": "({n}|the first {n}|just {n}|only {n}|{n} of them|exactly {n}|{n} (points|facts|lines)"
    "|give {n}|in {n} points)",
    "de": "({n}|die ersten {n}|nur {n}|genau {n}|{n} davon|{n} (Punkte|Fakten|Zeilen)"
    "|nenne {n}|in {n} Punkten)",
}
# One, two and three entries are a short, a medium and a long list.
_SO_LONG = {
    "en": "({length}|{length}, please|a {length} one|length: {length}|make it {length})",
    "de": "({length}|bitte {length}|eine {length}e|Länge: {length}|ganz {length})",
}


def _excerpts(rng: random.Random, language: str) -> str:
    """A list of three to six entries, then its first ones, as many as a number or a word says."""
    words = slots.words(language)
    makers = (
        lambda: train_name(rng),
        lambda: rng.choice(words),
        lambda: f"{rng.choice(words)} {train_name(rng)}",
        lambda: f"{rng.choice(words)}: {rng.randrange(1000)}",
    )
    entries = [told(rng.choice(makers)()) for _ in range(rng.randrange(3, 7))]
    joint = rng.randrange(3)
    opening = "\n- " if joint == 0 else " "
    head = rng.choice(words).capitalize()
    text = f"{head}:{opening}{_GOES_ON[joint].join(entries)}{_ENDS[joint]}"

    def excerpt() -> str:
        if rng.random() < 0.3:
            count, words_for_it = rng.choice(list(enumerate(LENGTHS[language].values(), start=1)))
            asked = _say(rng, _SO_LONG[language], length=rng.choice(words_for_it))
        else:
            count = rng.randrange(2, len(entries) + 1)
            number = str(count) if rng.random() < 0.4 else slots.number_words(count, language)
            asked = _say(rng, _FIRST[language], n=number)
        first = told(_GOES_ON[joint]).join(entries[:count])
        return f"{asked[0].upper()}{asked[1:]}:{opening}{first}{told(_ENDS[joint])}"

    closing = {"en": "(End|Done|That is all).", "de": "(Ende|Fertig|Das ist alles)."}[language]
    return f"{text}{_fill(rng, '', excerpt)}{_say(rng, closing)}"


def _selections(rng: random.Random, language: str) -> str:
    """Sentences with labels, then those of some labels, in the order in which these are named."""
    draw = generator.Draw(rng, language, "train", "train")
    labels = [word.capitalize() for word in rng.sample(slots.nouns(language), 4)]
    lines = [
        told(f"{label}: {text}")
        for label, text in zip(labels, notes.sentences(draw, len(labels), notes.SHORT), strict=True)
    ]
    text = rng.choice(("\n", " ")).join(lines)
    picked = rng.sample(range(len(labels)), rng.choice((2, 3, 3)))
    named = ", ".join(labels[i] for i in picked)
    listed = told(_GOES_ON[0]).join(lines[i] for i in picked)
    asked = _say(
        rng, {"en": "(Only|Just|The entries) ", "de": "(Nur|Bloß|Die Einträge) "}[language]
    )
    head = rng.choice(slots.words(language)).capitalize()
    return f"{text}\n\n{asked}{named}:\n- {listed}{told(_ENDS[0])}{head}."


def _notes(rng: random.Random, language: str) -> str:
    """Two or three sentences about anything, then the same as a list, or the other way round."""
    draw = generator.Draw(rng, language, "train", "train")
    return _listed(rng, language, notes.sentences(draw, rng.choice((2, 2, 3)), notes.SHORT))


def _jumbles(rng: random.Random, language: str) -> str:
    """Rows of words in no order, then the same as a list.

    The rows share words, but no two in a row: what comes next is told by two words, never by one.
    """
    words = [*rng.sample(slots.words(language), 5), train_name(rng)]
    words += rng.sample(slots.rare_words(language), rng.randrange(3, 7))
    used: set[tuple[str, str]] = set()
    rows: list[str] = []
    for _ in range(rng.choice((2, 3, 3, 4))):
        row = [rng.choice(words)]
        for _ in range(rng.randrange(2, 8)):
            free = [word for word in words if (row[-1], word) not in used and word != row[-1]]
            row.append(rng.choice(free))
            used.add((row[-2], row[-1]))
        rows.append(f"{upper_first(' '.join(row))}.")
    return _listed(rng, language, list(dict.fromkeys(rows)))


def _listed(rng: random.Random, language: str, lines: list[str]) -> str:
    """Sentences in a line, then as a list, or the other way round."""
    sentences = [told(text) for text in lines]
    head = rng.choice(slots.words(language)).capitalize()
    line = " ".join(sentences)
    listed = f"{head}:\n- {told(_GOES_ON[0]).join(sentences)}"
    if rng.random() < 0.8:
        return f"{line}\n\n{listed}{told(_ENDS[0])}{head}."
    return f"{listed}\n\n{head}: {line}"


# --- Facts and records -----------------------------------------------------------------------


def _marked(entity: Entity) -> Entity:
    values = {label: told(value) for label, value in entity.values.items()}
    return dataclasses.replace(entity, name=told(entity.name), values=values)


def _entities(rng: random.Random, language: str, low: int, high: int) -> list[Entity]:
    kind = rng.choice(list(KINDS))
    return [
        _marked(draw_entity(rng, language, kind, rng.randrange(low, high)))
        for _ in range(rng.randrange(1, 4))
    ]


def _sentences(rng: random.Random, entity: Entity) -> list[str]:
    return [
        _say(rng, entity.wordings[label], s=entity.name, v=value)
        for label, value in entity.values.items()
    ]


def _restated(rng: random.Random, language: str, entity: Entity) -> str:
    """States one fact of an entity again, by its label."""
    label, value = rng.choice(list(entity.values.items()))
    pattern = {
        "en": "(The {k} of {s} is {v}.|The {k} of {s}: {v}.|{s}, {k}: {v}.|As for {s}, the {k} is {v}.)",
        "de": "({k} von {s}: {v}.|{s}, {k}: {v}.|Bei {s} lautet die Angabe {k}: {v}.)",
    }[language]
    return _say(rng, pattern, k=label, s=unmarked(entity.name), v=value)


def _prose(rng: random.Random, language: str) -> str:
    """Prose about one to three things, then some of it again in other words or as a list."""
    entities = _entities(rng, language, 2, 5)
    told = [sentence for entity in entities for sentence in _sentences(rng, entity)]
    if rng.random() < 0.3:
        rng.shuffle(told)
    text = " ".join(told)
    if rng.random() < 0.35:
        head = {"en": "(In short|Notes|Points|List)", "de": "(Kurz|Notizen|Punkte|Liste)"}[language]
        form = "- {}: {}" if len(entities) == 1 else "- {2}, {0}: {1}"
        lines = [form.format(k, v, e.name) for e in entities for k, v in e.values.items()]
        return f"{text}\n{_say(rng, head)}:\n" + "\n".join(rng.sample(lines, min(4, len(lines))))
    again = [_restated(rng, language, rng.choice(entities)) for _ in range(rng.randrange(1, 4))]
    return f"{text} {' '.join(dict.fromkeys(again))}"


def _record(rng: random.Random, entity: Entity, style: str) -> str:
    """Writes an entity as a record in one of several styles."""
    pairs = [("name" if style == "json" else "Name", entity.name), *entity.values.items()]
    if style == "json":
        return json.dumps({key.lower(): value for key, value in pairs}, ensure_ascii=False)
    form = {"lines": "{}: {}", "list": "- {}: {}", "equals": "{} = {}", "semicolons": "{}: {}"}[
        style
    ]
    joint = "; " if style == "semicolons" else "\n"
    return joint.join(form.format(*pair) for pair in pairs)


_STYLES = ("json", "lines", "list", "equals", "semicolons")


def _records(rng: random.Random, language: str) -> str:
    """Records in one style, then the same things in another style or in prose."""
    entities = _entities(rng, language, 2, 4)
    first, second = rng.sample(_STYLES, 2)
    text = "\n".join(_record(rng, entity, first) for entity in entities)
    entity = rng.choice(entities)
    if rng.random() < 0.5:
        return f"{text}\n{_record(rng, entity, second)}"
    return f"{text}\n{' '.join(_sentences(rng, entity))}"


def _table(rng: random.Random, language: str) -> str:
    """A table, then some of its cells in words."""
    kind = rng.choice(list(KINDS))
    entities = [_marked(draw_entity(rng, language, kind, 99)) for _ in range(rng.randrange(2, 4))]
    labels = rng.sample(list(entities[0].values), 2)
    edge = rng.choice(("| {} |", "{}"))
    rows = [["Name", *labels], *([e.name, *(e.values[k] for k in labels)] for e in entities)]
    lines = [edge.format(" | ".join(row)) for row in rows]
    shown = [Entity(e.name, {k: e.values[k] for k in labels}, e.wordings, ()) for e in entities]
    again = [_restated(rng, language, rng.choice(shown)) for _ in range(3)]
    return "\n".join([*lines, *dict.fromkeys(again)])


# --- Lookups ---------------------------------------------------------------------------------


def _pairs(rng: random.Random, language: str) -> str:
    """Short lists of keys and values, then some keys again, written in another way."""
    words = slots.words(language)
    keys = (lambda: train_name(rng), lambda: rng.choice(words), lambda: rng.choice(words))
    values = (
        lambda: train_name(rng),
        lambda: rng.choice(words),
        lambda: slots.code(rng),
        lambda: str(rng.randrange(1000)),
    )

    def block() -> str:
        key, value = rng.choice(keys), rng.choice(values)
        told_of = {key(): told(value()) for _ in range(rng.randrange(2, 5))}
        first, second = rng.sample((": ", " = ", " -> ", " / ", " - "), 2)
        lines = [f"{name}{first}{value}" for name, value in told_of.items()]
        for name in rng.sample(list(told_of), rng.randrange(1, len(told_of) + 1)):
            lines.append(f"{name}{second}{told_of[name]}")
        if rng.random() < 0.5:
            absent = key()
            answer = told_of.get(absent, told(_NONE[language]))
            lines.insert(rng.randrange(len(told_of), len(lines) + 1), f"{absent}{second}{answer}")
        return "\n".join(lines)

    return _fill(rng, "\n\n", block)


# A key stands right before its value.
_QUERIES = ("{s} / {k}: {v}", "{s}, {k} -> {v}", "{s}: {k} = {v}")


# How an object goes on after a value, and how it ends.
_OBJECT_MARKS = ('", "', ', "', '"}', "}")


def _form(rng: random.Random, language: str) -> str:
    """A record or text, then once or twice some keys, and an object with these; null = not told."""
    [entity] = _entities(rng, language, 3, 5)[:1]
    if rng.random() < 0.6:
        text = _record(rng, entity, rng.choice(_STYLES[1:]))
    else:
        text = " ".join(_sentences(rng, entity))
    filled = [_filled(rng, entity) for _ in range(rng.choice((1, 2, 2)))]
    return "\n".join([text, *filled])


def _filled(rng: random.Random, entity: Entity) -> str:
    keys = rng.sample(list(entity.values), rng.randrange(1, len(entity.values) + 1))
    if rng.random() < 0.3:
        keys.insert(rng.randrange(len(keys) + 1), rng.choice(entity.absent))
    left, joint, right = rng.choice(
        (
            ("", ", ", ""),
            ("", "; ", ""),
            ("- ", "\n- ", ""),
            ("| ", " |\n| ", " |"),
            ("(", ", ", ")"),
        )
    )
    listed = f"{left}{joint.join(map(told, keys))}{right}"
    text = f'{listed}\n{{"'
    for key in keys:
        is_told, is_last = key in entity.values, key == keys[-1]
        # Marks that belong together stay together: they are tokens of their own.
        mark = '"' if is_told else ""
        text += f'{told(key)}": {mark}{entity.values.get(key, told("null"))}'
        text += told(mark + ("}" if is_last else ', "'))
    return text


def _lookup(rng: random.Random, language: str) -> str:
    """A record or text, then keys with their values; what is not there is `none`."""
    entities = _entities(rng, language, 2, 4)[:2]
    if rng.random() < 0.5:
        text = "\n".join(_record(rng, e, rng.choice(_STYLES)) for e in entities)
    else:
        text = " ".join(sentence for e in entities for sentence in _sentences(rng, e))
    form = rng.choice(_QUERIES)
    queries: list[str] = []
    for _ in range(rng.randrange(5, 11)):
        entity, answer = rng.choice(entities), told(_NONE[language])
        name, kind = entity.name, rng.random()
        label = rng.choice(list(entity.values))
        if kind < 0.75:
            answer = entity.values[label]
        elif kind < 0.92:
            label = rng.choice(entity.absent)
        else:
            name = train_name(rng)
        queries.append(form.format(s=unmarked(name), k=label, v=answer))
    return "\n".join([text, *dict.fromkeys(queries)])


# --- General knowledge -----------------------------------------------------------------------

_SENTENCES: dict[str, str] = {
    "capital": "(The capital {x} is {v}.|{v} is the capital {x}.|Capital {x}: {v}.)",
    "continent": "({x} is in {v}.|{x} is a country in {v}.|{x}: continent {v}.)",
    "currency": "(In {x} people pay with the {v}.|The currency of {x} is the {v}.)",
    "language": "(In {x} people speak {v}.|The language of {x} is {v}.)",
    "young": "(A young {x} is called a {v}.|Young {x}: {v}.)",
    "sound": "(The sound of a {x} is {v}.|{x}: {v}.)",
    "legs": "(Number of legs of a {x}: {v}.|{x}, legs: {v}.)",
    "colour": "(The color of {x} is {v}.|{x}: {v}.|{x}, color: {v}.)",
    "kind": "({x}: {v}.|{x} belongs to the group {v}.)",
    "maker": "(The maker of {x} is the {v}.|{x}: made by the {v}.)",
    "workplace": "(Place of work of a {x}: {v}.|The place of a {x} is the {v}.)",
    "use": "(To {x} you need a {v}.|To {x}: {v}.)",
    "plural": "(One {x}, two {v}.|Plural of {x}: {v}.)",
    "past": "(Today I {x}, yesterday I {v}.|Past of {x}: {v}.)",
    "comparative": "({x}, {v}.|More than {x} is {v}.)",
    "count": "(How many {x}: {v}.|Number: {x}, {v}.)",
    "riddle": "({x}: {v}.|One word for {x} is {v}.)",
    "pair": "({x} {v}.)",
    "unit_symbol": "(The symbol of {x} is {v}.|{x}: {v}.)",
    "unit_count": "({x}: {v}.)",
    "http_code": "(HTTP {v} means {x}.|{x} has the HTTP code {v}.)",
    "file_ending": "({x} end in {v}.|File ending of {x}: {v}.)",
    "element": "(The symbol of {x} is {v}.|{x}: {v}.)",
}


def _number_fact(rng: random.Random, language: str) -> str:
    kind = rng.randrange(4)
    a, b = rng.randrange(21), rng.randrange(21)
    if kind == 0:
        return rng.choice((f"{a} + {b} = {told(a + b)}.", f"{a + b} - {a} = {told(b)}."))
    if kind == 1:
        a, b = rng.randrange(11), rng.randrange(11)
        return f"{a} x {b} = {told(a * b)}."
    if kind == 2:
        number = rng.randrange(100)
        return f"{number}: {told(slots.number_words(number, language))}."
    low, high = sorted(rng.sample(range(1000), 2))
    pattern = {
        "en": "({h} is larger than {l}.|{l} is smaller than {h}.|Larger of {l} and {h}: {h}.)",
        "de": "({h} ist größer als {l}.|{l} ist kleiner als {h}.)",
    }[language]
    return _say(rng, pattern, l=low, h=high)


def _order_fact(rng: random.Random, language: str) -> str:
    names = rng.choice((slots.weekdays, slots.months))(language)
    index = rng.randrange(len(names))
    pattern = {
        "en": "(After {a} comes {B}.|{a} is before {B}.|Before {b} comes {A}.|{a}, then {B}.)",
        "de": "(Nach {a} kommt {B}.|{a} ist vor {B}.|Vor {b} kommt {A}.|{a}, dann {B}.)",
    }[language]
    return _say(
        rng,
        pattern,
        a=names[index - 1],
        b=names[index],
        A=told(names[index - 1]),
        B=told(names[index]),
    )


def _opposite_fact(rng: random.Random, language: str) -> str:
    word, opposite = rng.choice(list(facts.opposites(language).items()))
    pattern = {
        "en": "(The opposite of {a} is {b}.|{a} and {b} are opposites.|Not {a} but {b}.)",
        "de": "(Das Gegenteil von {a} ist {b}.|Nicht {a}, sondern {b}.|{a} oder {b}.)",
    }[language]
    return _say(rng, pattern, a=word, b=told(opposite))


def _table_fact(rng: random.Random, language: str) -> str:
    if language == "de":
        country = rng.choice(facts.known_countries("de"))
        pattern = "(Die Hauptstadt {o} ist {v}.|{v} ist die Hauptstadt {o}.)"
        if country.of.startswith("von "):  # the others need an article
            pattern = f"({pattern}|{{x}} liegt in {{w}}.|In {{w}} liegt {{x}}.)"
        return _say(rng, pattern, o=country.of, v=told(country.capital), x=country.name,
                    w=told(country.continent))  # fmt: skip
    name = rng.choice(list(_SENTENCES))
    subject, answers = rng.choice(list(facts.TABLES[name]().items()))
    return _say(rng, _SENTENCES[name], x=subject, v=told(answers[0]))


def _knowledge(rng: random.Random, language: str) -> str:
    makers = (_number_fact, _order_fact, _opposite_fact, _table_fact, _table_fact, _table_fact)

    def fact() -> str:
        text = rng.choice(makers)(rng, language)
        if language == "en":
            text = re.sub(r"\ba (?=[aeiou])", "an ", text)
        return text[0].upper() + text[1:]

    return _fill(rng, rng.choice((" ", "\n")), fact)


# --- The corpus and the probe ----------------------------------------------------------------

MAKERS: dict[str, tuple[Callable[[random.Random, str], str], ...]] = {
    "copy": (_story, _echoes, _echoes),
    "facts": (_prose, _prose, _records, _table),
    "excerpts": (_excerpts,),
    "notes": (_notes,),
    "jumbles": (_jumbles,),
    "selections": (_selections,),
    "lookup": (_lookup, _lookup, _pairs, _form, _form),
    "knowledge": (_knowledge,),
}


def documents(count: int, seed: int) -> Iterator[dict]:
    """Yields documents: {"id", "parts", "language", "family"}, kinds in the shares of SHARES."""
    rng = random.Random(f"{seed}/domain_text")
    kinds, weights = list(SHARES), list(SHARES.values())
    seen: set[str] = set()
    while len(seen) < count:
        kind = rng.choices(kinds, weights)[0]
        language = "de" if rng.random() < _GERMAN_SHARE else "en"
        text = _new_text(rng, kind, language, seen)
        record_id = f"domain-{len(seen):06d}"
        seen.add(text)
        yield {"id": record_id, "parts": weighted_parts(text, kind == "knowledge"),
               "language": language, "family": kind}  # fmt: skip


def _new_text(rng: random.Random, kind: str, language: str, seen: set[str]) -> str:
    """Makes texts of a kind until one is new and has the right length."""
    while True:
        text = rng.choice(MAKERS[kind])(rng, language)
        if text not in seen and _LIMITS[0] <= estimated_tokens(text) <= _LIMITS[1]:
            return text


def probes(count: int, seed: int, split: str) -> Iterator[dict]:
    """Yields texts that break off where a name must come again; the corpus lacks these names."""
    rng = random.Random(f"{seed}/copy_probe/{split}")
    seen: set[str] = set()
    while len(seen) < count:
        name = slots.invented_word(rng)
        if split_of(name) != split or name in seen:
            continue
        metric = list(_PROBES)[len(seen) % len(_PROBES)]
        seen.add(name)
        language = "de" if rng.random() < _GERMAN_SHARE else "en"
        text = rng.choice(_PROBES[metric])(rng, language, name.capitalize())
        check = {"metric": metric, "rule": "starts_with", "expected": [name.capitalize()]}
        yield {"id": f"probe-{split}-{len(seen):04d}", "text": text, "max_tokens": 12,
               "stage": "domain", "part": "seen", "language": language, "payload": name,
               "family": metric, "checks": [check]}  # fmt: skip


def _probe_list(rng: random.Random, language: str, name: str) -> str:
    """A list and its copy, which breaks off before the name."""
    items = [train_name(rng) for _ in range(rng.randrange(2, 4))]
    place = rng.randrange(len(items) + 1)
    items.insert(place, name)
    link = _say(
        rng,
        {"en": "(\nagain: |\ncopy: |\nsame: )", "de": "(\nnochmal: |\nKopie: |\nebenso: )"}[
            language
        ],
    )
    return ", ".join(items) + link + "".join(f"{item}, " for item in items[:place])


def _probe_record(rng: random.Random, language: str, name: str) -> str:
    """Sentences or a record with the name as a value, then its label."""
    kind, label = rng.choice(
        (("person", ("dog", "Hund")), ("town", ("river", "Fluss")), ("thing", ("owner", "Besitz")))
    )
    key = label[0] if language == "en" else label[1]
    entity = draw_entity(rng, language, kind, 99)
    others = rng.sample([k for k in entity.values if k != key], 2)
    order = rng.sample([key, *others], 3)
    values = {k: name if k == key else entity.values[k] for k in order}
    entity = Entity(entity.name, values, entity.wordings, ())
    form = rng.choice(_QUERIES).removesuffix("{v}")
    if rng.random() < 0.5:
        text = " ".join(_sentences(rng, entity))
    else:
        text = _record(rng, entity, rng.choice(_STYLES))
    return f"{text}\n{form.format(s=entity.name, k=key)}"


def _probe_quote(rng: random.Random, language: str, name: str) -> str:
    """A line of one word in quotes, and its copy."""
    before = "\n".join(f'"{other}" -> "{other}"' for other in (train_name(rng), train_name(rng)))
    return f'{before}\n"{name}" -> "'


# Metric -> its texts: what comes again as it stands, and what must be found by what is said of it.
_PROBES = {"copy_probe": (_probe_list, _probe_quote), "lookup_probe": (_probe_record,)}


def text_of(line: dict) -> str:
    """Returns the text of a document or probe."""
    return line["text"] if "text" in line else "".join(text for text, _ in line["parts"])


# --- Command ---------------------------------------------------------------------------------


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the command's flags."""
    generator.define_common_flags(flag_values)
    flags.DEFINE_integer(
        "documents", 8000, "How many documents.", lower_bound=1, flag_values=flag_values
    )


def main(args: flags.FlagValues) -> None:
    """Writes the corpus, or with --suite the copy probe, and a card."""
    output = Path(args.output)
    if args.suite:
        lines = list(probes(args.seen, args.seed, args.suite))
    else:
        lines = list(documents(args.documents, args.seed))
    generator.write(output, lines)
    families = collections.Counter(line["family"] for line in lines)
    languages = collections.Counter(line["language"] for line in lines)
    tokens = sum(estimated_tokens(text_of(line)) for line in lines)
    card = {"name": "domain_text", "documents": len(lines), "estimated_tokens": tokens,
            "families": dict(sorted(families.items())), "languages": dict(sorted(languages.items())),
            "seed": args.seed, "versions": generator.slot_versions()}  # fmt: skip
    generator.write_card(output, card)
    print(f"{output}: {len(lines)} documents, about {tokens} tokens")


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
