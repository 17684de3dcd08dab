"""Writes the minimal Q&A stage (3a-2): one or two sentences, asked limits kept, "I don't know".

    python -m data_gen.minimal_qa --output=data/minimal_qa.jsonl [--trivia]

Episodes come in contrast groups: one context and one limit, asked for something that the context
holds, for something that it lacks, and for somebody or something else. Limit, language, layout,
number of facts and wordings are drawn without regard to which of these a question is, so none of
them tells a model whether it knows the answer. With --trivia, for pretrained models, general
knowledge is asked for, too.
"""

import dataclasses
import sys

from absl import flags

from data_gen import generator, qa_material, slots, trivia, trivia_de
from data_gen.deeds import deeds
from data_gen.full_sentences import full_sentences
from data_gen.generator import Draft, Draw, Family, Stage
from data_gen.listings import LISTINGS, Listing, subjects
from data_gen.open_questions import beside_matters, everyday, open_questions
from data_gen.qa_episodes import (
    LIMIT_SHARES,
    Question,
    Scene,
    group,
    known,
    known_clause,
    unknown,
    unknown_clause,
)
from data_gen.qa_material import Phrase, upper_first
from data_gen.qa_wordings import CLAIM
from mypt_jax import command

# Numbers of facts in a context; short contexts are more frequent. Those of one fact tell a
# statement with a question apart from 3a-1's, which are as short and answered in a word.
_FACTS = (1, 1, 2, 2, 3, 3, 4)
# Share of the groups in which a question without an answer stands without the context.
_ALONE_SHARE = 0.15


def _asked(draw: Draw, told: int) -> list[int]:
    """Picks two or three of the told facts to ask for, if there are as many."""
    return draw.rng.sample(range(told), min(told, draw.rng.choice((2, 3, 3))))


# --- Things with attributes ------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Thing:
    """A thing that has attributes.

    Attributes:
        label: what heads its lines: "Bransen", "the ship".
        of: "of Bransen", "des Schiffs".
        subject: what opens an answer about it: "Bransen", "bei dem Schiff".
        intro: a sentence that says what it is, or "".
        name: its invented name, or None.
        keys: the attributes that it can have.
    """

    label: str
    of: str
    subject: str
    intro: str
    name: str | None
    keys: tuple[str, ...]

    def phrase(self, language: str, key: str, is_named: bool = False) -> Phrase:
        """Returns the phrase for one of the thing's attributes.

        Args:
            language: "en" or "de".
            key: the attribute's.
            is_named: whether short answers name the thing too, as there are several.
        """
        statement = _STATEMENT[language].replace("{subject}", self.subject)
        phrase = qa_material.attributes(language)[key].phrase(self.of, statement)
        return dataclasses.replace(phrase, short=phrase.full) if is_named else phrase

    def question_if_untold(self, draw: Draw, key: str) -> Question:
        """Asks for an attribute where nothing at all is told of the thing."""
        attribute = qa_material.attributes(draw.language)[key]
        full = _UNTOLD[draw.language].format(
            subject=self.subject, article=attribute.article, noun=attribute.noun
        )
        question = unknown(draw, self.phrase(draw.language, key), "other")
        return dataclasses.replace(question, full=full)


_STATEMENT = {"en": "{subject}'s {noun} is {v}", "de": "{subject} ist {article} {noun} {v}"}
_UNTOLD = {
    "en": "{subject} is unknown to me.",
    "de": "{subject} ist mir {article} {noun} unbekannt.",
}


def _thing(draw: Draw, taken: list[Thing], kind: qa_material.Kind | None = None) -> Thing:
    """Draws a thing that is named in the same way as those `taken`, but is none of them."""
    kind = kind or draw.rng.choice(_free_kinds(draw.language, taken))
    english = draw.language == "en"
    named = taken[0].name is not None if taken else draw.rng.random() < 0.75
    if not named:
        label = f"the {kind.noun}" if english else kind.noun
        subject = kind.subject.format(label=kind.noun)
        return Thing(label, kind.of, subject, "", None, kind.attributes)
    name = qa_material.name(draw, [thing.name for thing in taken if thing.name is not None])
    typed = " " in taken[0].label if taken else draw.rng.random() < 0.25
    if typed:
        label = f"{kind.noun} {name}"
        subject = kind.subject.format(label=label)
        return Thing(label, f"{kind.of} {name}", subject, "", name, kind.attributes)
    intro = ""
    if draw.rng.random() < 0.3:
        intro = f"{name} {'is' if english else 'ist'} {kind.indefinite}."
    of, subject = (f"of {name}", name) if english else (f"von {name}", f"bei {name}")
    return Thing(name, of, subject, intro, name, kind.attributes)


def _free_kinds(language: str, taken: list[Thing]) -> list[qa_material.Kind]:
    """Returns the kinds for one more thing; things without names must differ in kind."""
    used = {thing.label.split()[-1] for thing in taken if thing.name is None}
    return [kind for kind in qa_material.kinds(language) if kind.noun not in used]


def _elsewhere(draw: Draw, taken: list[Thing], keys: list[str]) -> Question | None:
    """Asks one of `keys` of a thing that is not in the context; None if no kind has them."""
    kinds = _free_kinds(draw.language, taken)
    options = [(kind, key) for kind in kinds for key in keys if key in kind.attributes]
    if not options:
        return None
    kind, key = draw.rng.choice(options)
    return _thing(draw, taken, kind).question_if_untold(draw, key)


def _facts(draw: Draw, keys: tuple[str, ...], count: int) -> dict[str, str]:
    """Draws `count` attributes with values, no value twice."""
    table = qa_material.attributes(draw.language)
    facts: dict[str, str] = {}
    for key in draw.rng.sample(keys, count):
        value = qa_material.value(draw, table[key].value)
        while value in facts.values():
            value = qa_material.value(draw, table[key].value)
        facts[key] = value
    return facts


# Ways to write facts: as a list under the thing's name, all in one line, or as sentences, of which
# all or only the first one name the thing.
_LISTS = ("{}: {}", "- {}: {}", "{} = {}", "line")
_PROSE = ("named", "short", "short")
_STYLES = _LISTS + _PROSE


def _write(draw: Draw, thing: Thing, facts: dict[str, str], style: str) -> list[str]:
    """Writes the facts of a thing in a style, as lines of the context."""
    table = qa_material.attributes(draw.language)
    if style == "line":
        pairs = ", ".join(f"{table[key].noun} {value}" for key, value in facts.items())
        return [f"{upper_first(thing.label)}: {pairs}."]
    if style in _LISTS:
        rows = [style.format(table[key].noun, value) for key, value in facts.items()]
        return [upper_first(thing.label), *rows]
    sentences = [thing.intro] if thing.intro else []
    for index, (key, value) in enumerate(facts.items()):
        phrase = thing.phrase(draw.language, key)
        statement = phrase.short if style == "short" and index > 0 else phrase.full
        if statement == phrase.full and draw.rng.random() < 0.15:
            statement = f"{phrase.ask} {phrase.state} {{v}}"
        sentences.append(f"{upper_first(statement.format(v=value))}.")
    return [" ".join(sentences)]


def _payload(draw: Draw, thing: Thing, lines: list[str]) -> str | None:
    """Returns what a scene is known by, or None if a scene without names is on another side."""
    if thing.name is not None:
        return thing.name
    text = "\n".join(lines)
    return text if generator.split_of(text) == draw.split else None


def _thing_scene(draw: Draw, styles: tuple[str, ...], least: int = 1) -> Scene:
    """Draws a thing with up to four facts: some are asked for, two others are not known."""
    while True:
        thing = _thing(draw, [])
        facts = _facts(draw, thing.keys, max(least, draw.rng.choice(_FACTS)))
        lines = _write(draw, thing, facts, draw.rng.choice(styles))
        payload = _payload(draw, thing, lines)
        if payload is not None:
            break
    asked = [list(facts)[index] for index in _asked(draw, len(facts))]
    missing = draw.rng.sample([key for key in thing.keys if key not in facts], 2)
    questions = [known(thing.phrase(draw.language, key), facts[key]) for key in asked]
    questions.append(unknown(draw, thing.phrase(draw.language, missing[0]), "absent"))
    other = _elsewhere(draw, [thing], asked) if draw.rng.random() < 0.5 else None
    questions.append(other or unknown(draw, thing.phrase(draw.language, missing[1]), "absent"))
    return Scene(lines, len(facts), payload, questions)


def fact_lines(draw: Draw) -> list[Draft]:
    """Asks about a thing whose facts stand in a list."""
    return group(draw, _thing_scene(draw, _LISTS))


def fact_prose(draw: Draw) -> list[Draft]:
    """Asks about a thing whose facts stand in sentences."""
    return group(draw, _thing_scene(draw, _PROSE))


def length_ladder(draw: Draw) -> list[Draft]:
    """Asks one known and one unknown thing with different limits."""
    scene = _thing_scene(draw, _STYLES)
    *told, absent, other = scene.questions
    questions = [draw.rng.choice(told), draw.rng.choice((absent, other))]
    kinds = ["words", *draw.rng.sample([kind for kind in LIMIT_SHARES if kind != "words"], 2)]
    return group(draw, dataclasses.replace(scene, questions=questions), kinds)


def two_things(draw: Draw) -> list[Draft]:
    """Asks about two things in one context; what one has, the other one may lack."""
    while True:
        one = _thing(draw, [])
        two = _thing(draw, [one])
        facts_one, facts_two = _facts(draw, one.keys, 2), _facts(draw, two.keys, 2)
        style = draw.rng.choice(_STYLES)
        lines = _write(draw, one, facts_one, style)
        lines += _write(draw, two, facts_two, style)
        payload = _payload(draw, one, lines)
        if payload is not None and set(facts_one.values()).isdisjoint(facts_two.values()):
            break
    questions = []
    for thing, facts in ((one, facts_one), (two, facts_two)):
        key = draw.rng.choice(list(facts))
        questions.append(known(thing.phrase(draw.language, key, is_named=True), facts[key]))
    (poor, has), (_, rich) = draw.rng.sample([(one, facts_one), (two, facts_two)], 2)
    lacking = draw.rng.sample([key for key in poor.keys if key not in has], 3)
    # The hard case: the other thing has what is asked for.
    shared = [key for key in rich if key in poor.keys and key not in has]
    absent = shared[0] if shared and draw.rng.random() < 0.6 else lacking[0]
    questions.append(unknown(draw, poor.phrase(draw.language, absent, is_named=True), "absent"))
    spare = next(key for key in lacking if key != absent)
    other = _elsewhere(draw, [one, two], [*facts_one, *facts_two])
    questions.append(
        other or unknown(draw, poor.phrase(draw.language, spare, is_named=True), "absent")
    )
    return group(draw, Scene(lines, 4, payload, questions))


def check_claim(draw: Draw) -> list[Draft]:
    """Asks whether a claim is right: yes, no, or not known."""
    scene = _thing_scene(draw, _STYLES, least=2)
    right, wrong, *_, absent, other = scene.questions
    questions = [_claim(draw, right, True), _claim(draw, wrong, False)]
    questions += [_claim(draw, question, None) for question in (absent, other)]
    return group(draw, dataclasses.replace(scene, questions=questions))


def _claim(draw: Draw, question: Question, is_right: bool | None) -> Question:
    """Turns a question into a claim; one that nobody can judge claims any value of its kind.

    The answer states the value first and judges the claim by it.
    """
    kind = question.slots["value_kind"]
    claimed = question.value if is_right else None
    while claimed is None or (claimed == question.value and not is_right):
        claimed = qa_material.value(draw, kind)
    claim = dataclasses.replace(question, wordings=CLAIM, slots=question.slots | {"value": claimed})
    if is_right is None:
        return claim
    words = ("no", "yes") if draw.language == "en" else ("nein", "ja")
    verdict = f"{'so' if draw.language == 'en' else 'also'} {words[is_right]}"
    full, short = (f"{text[:-1]}, {verdict}." for text in (question.full, question.short))
    return dataclasses.replace(claim, full=full, short=short, verdict=verdict)


# --- What belongs to the user ----------------------------------------------------------------


def own_notes(draw: Draw) -> list[Draft]:
    """Asks for private facts that the user told, or did not tell."""
    phrases = qa_material.private_phrases(draw.language)
    count = draw.rng.choice((1, 2, 2, 3))
    while True:
        picked = draw.rng.sample(phrases, count + 2)
        values = [qa_material.value(draw, phrase.value) for phrase in picked[:count]]
        sentences = [
            f"{upper_first(phrase.ask)} {phrase.state} {value}."
            for phrase, value in zip(picked, values, strict=False)
        ]
        payload = " ".join(sentences)
        if len(set(values)) == count and generator.split_of(payload) == draw.split:
            break
    lines = sentences if draw.rng.random() < 0.3 else [payload]
    order = _asked(draw, count)
    questions = [known(picked[i], values[i]) for i in order]
    alone = count > 1 and draw.rng.random() < _ALONE_SHARE
    questions.append(unknown(draw, picked[count], "private", has_context=not alone))
    if len(order) > 1:
        questions.append(unknown(draw, picked[count + 1], "private"))
    return group(draw, Scene(lines, count, payload, questions))


# --- People ----------------------------------------------------------------------------------


def people(draw: Draw) -> list[Draft]:
    """Asks what a text says about a person, with verbs instead of nouns."""
    language = draw.language
    person = qa_material.person(draw)
    relations = draw.rng.sample(qa_material.relations(language), draw.rng.choice(_FACTS) + 2)
    told, missing = relations[:-2], relations[-2:]
    values = [qa_material.person_value(draw, r.value, person.female) for r in told]
    predicates = [r.predicate.format(v=v) for r, v in zip(told, values, strict=True)]
    pronoun = person.pronoun(language)
    style = draw.rng.choice(("sentences", "lines", "inline"))
    if style == "sentences":
        sentences = [f"{person.name} {predicates[0]}."]
        sentences += [f"{upper_first(pronoun)} {predicate}." for predicate in predicates[1:]]
        lines = [" ".join(sentences)]
    elif style == "lines":
        lines = [f"{person.name}:", *(f"- {predicate}" for predicate in predicates)]
    else:
        lines = [f"{person.name}: {', '.join(predicates)}."]
    questions = []
    for i in _asked(draw, len(told)):
        direct, indirect = (t.format(s=person.name) for t in (told[i].direct, told[i].indirect))
        full, short = f"{person.name} {predicates[i]}.", f"{pronoun} {predicates[i]}."
        value = values[i].removeprefix("a ").removeprefix("an ")
        questions.append(known_clause(direct, indirect, full, short, value))
    questions.append(_unknown_of_person(missing[0], person, pronoun))
    if draw.rng.random() < 0.5:
        questions.append(_unknown_of_person(missing[1], person, pronoun))
    else:
        other = qa_material.person(draw, [person.name])
        relation = draw.rng.choice(told)
        direct, indirect = (t.format(s=other.name) for t in (relation.direct, relation.indirect))
        untold = f"{other.name} {'is unknown to me' if language == 'en' else 'ist mir unbekannt'}."
        questions.append(unknown_clause(direct, indirect, untold, untold, "other"))
    return group(draw, Scene(lines, len(told), person.family_name, questions))


def _unknown_of_person(
    relation: qa_material.Relation, person: qa_material.Person, pronoun: str
) -> Question:
    direct, indirect = (t.format(s=person.name) for t in (relation.direct, relation.indirect))
    full, short = f"{person.name} {relation.unknown}.", f"{pronoun} {relation.unknown_short}."
    return unknown_clause(direct, indirect, full, short, "absent")


# --- Lists of everyday facts -----------------------------------------------------------------


def lists(draw: Draw) -> list[Draft]:
    """Asks for one of several statements of a kind: prices, places, hours, names, ages."""
    listing = draw.rng.choice(LISTINGS[draw.language])
    count = draw.rng.choice(_FACTS)
    while True:
        nouns = draw.rng.sample(subjects(listing.group, draw.language), count + 2)
        values = [listing.value(draw) for _ in range(count)]
        told = [
            upper_first(listing.statement(noun, value))
            for noun, value in zip(nouns, values, strict=False)
        ]
        payload = " ".join(told)
        if len(set(values)) == count and generator.split_of(payload) == draw.split:
            break
    lines = [payload] if draw.rng.random() < 0.5 else told
    questions = []
    for index in [*_asked(draw, count), count, count + 1]:
        asked = listing.ask(nouns[index])
        if index < count:
            full = listing.statement(nouns[index], values[index])
            questions.append(known_clause(*asked, full, full, values[index]))
        else:
            forms = listing.unknown_statements(nouns[index])
            questions.append(unknown_clause(*asked, *forms, "absent"))
    return group(draw, Scene(lines, count, payload, questions))


_PORTRAYED = ("goods", "events", "animals", "animals", "buildings", "papers")
_PRONOUNS = {"the": "it", "der": "er", "die": "sie", "das": "es"}


def portraits(draw: Draw) -> list[Draft]:
    """Asks what two or three statements about one thing say of it, which is called "it" or named."""
    rng, language = draw.rng, draw.language
    group_ = rng.choice(_PORTRAYED)
    listings = [listing for listing in LISTINGS[language] if listing.group == group_]
    while True:  # one name is enough
        picked = rng.sample(listings, min(len(listings), rng.choice((3, 4))))
        if sum(listing.names for listing in picked) <= 1:
            break
    told, untold = picked[:-1], picked[-1]
    subject = rng.choice(subjects(group_, language))
    pronoun = _PRONOUNS[subject.split()[0]]
    while True:
        values = [listing.value(draw) for listing in told]
        line = _portrait(draw, subject, pronoun, told, values)
        if len(set(values)) == len(values) and generator.split_of(line) == draw.split:
            break
    name = next((v for k, v in zip(told, values, strict=True) if k.names), None)
    questions = []
    for index in _asked(draw, len(told)):
        called = rng.choice((subject, subject, pronoun))
        listing, value = told[index], values[index]
        full = listing.statement(called, value)
        questions.append(known_clause(*listing.ask(called), full, full, value))
    others = (subject, pronoun, name or subject)
    for called in dict.fromkeys((subject, rng.choice(others))):
        forms = untold.unknown_statements(called)
        questions.append(unknown_clause(*untold.ask(called), *forms, "absent"))
    return group(draw, Scene([line], len(told), line, questions))


def _portrait(
    draw: Draw, subject: str, pronoun: str, told: list[Listing], values: list[str]
) -> str:
    """Writes statements about a thing: two joined by "and", or each with "it"."""
    first, *others = zip(told, values, strict=True)
    text = first[0].predicate(subject, first[1])
    if draw.rng.random() < 0.5:
        listing, value = others.pop(0)
        text += f" {'and' if draw.language == 'en' else 'und'}{listing.predicate('', value)}"
    sentences = [text, *(listing.predicate(pronoun, value) for listing, value in others)]
    return " ".join(f"{upper_first(sentence)}." for sentence in sentences)


# --- Invented words --------------------------------------------------------------------------


def word_meaning(draw: Draw) -> list[Draft]:
    """Asks what invented words mean: told in the context, or told nowhere."""
    english = draw.language == "en"
    count = draw.rng.choice((1, 2, 2, 3))
    invented = [qa_material.invented_word(draw) for _ in range(count + 2)]
    words = [
        qa_material.with_article(word) if english else f"ein {word.capitalize()}"
        for word in invented
    ]
    is_ = "is" if english else "ist"
    unknown_ = "something I don't know" if english else "etwas, das ich nicht kenne"
    meanings = [qa_material.meaning(draw) for _ in range(count)]
    statements = [
        f"{upper_first(word)} {is_} {meaning}."
        for word, meaning in zip(words, meanings, strict=False)
    ]
    lines = [" ".join(statements)] if draw.rng.random() < 0.5 else statements
    asked = _asked(draw, count)
    questions = []
    for index in asked:
        direct, indirect = _meaning_questions(words[index], english)
        noun, full = meanings[index].split(maxsplit=1)[1], statements[index]
        questions.append(known_clause(direct, indirect, full, full, noun))
    alone = count > 1 and draw.rng.random() < _ALONE_SHARE
    for number in range(min(2, len(asked))):
        direct, indirect = _meaning_questions(words[count + number], english)
        has_context = not (alone and number == 0)
        full = f"{words[count + number]} {is_} {unknown_}."
        short = f"{words[count + number]} {is_} {'unknown' if english else 'unbekannt'}."
        found = unknown_clause(direct, indirect, full, short, "invented", has_context)
        questions.append(found)
    return group(draw, Scene(lines, count, invented[0], questions))


def _meaning_questions(word: str, english: bool) -> tuple[str, str]:
    if english:
        return f"what is {word}", f"what {word} is"
    return f"was ist {word}", f"was {word} ist"


# --- Past and future events ------------------------------------------------------------------


def events(draw: Draw) -> list[Draft]:
    """Asks where an event was or will be: known for some years, past and future, not for others."""
    stem = qa_material.name(draw)
    event = qa_material.event(draw, stem)
    past = draw.rng.sample(range(1990, 2020), 2)
    future = draw.rng.sample(range(2031, 2070), 2)
    first, second = qa_material.place(draw), qa_material.place(draw)
    while first == second:
        second = qa_material.place(draw)
    told = [(past[0], first), (future[0], second)]
    draw.rng.shuffle(told)
    questions, statements = [], []
    for year, town in told:
        direct, indirect, statement = _event_forms(draw.language, event, year, town)
        statements.append(upper_first(statement))
        questions.append(known_clause(direct, indirect, statement, statement, town))
    alone = draw.rng.random() < _ALONE_SHARE
    places = ("a place I don't know", "an unknown place")
    if draw.language == "de":
        places = ("einem Ort, den ich nicht kenne", "einem unbekannten Ort")
    for year, kind in ((past[1], "absent"), (future[1], "future")):
        (direct, indirect, full), (*_, short) = (
            _event_forms(draw.language, event, year, town) for town in places
        )
        has_context = not (alone and kind == "future")
        questions.append(unknown_clause(direct, indirect, full, short, kind, has_context))
    return group(draw, Scene(_event_lines(draw, event, told, statements), 2, stem, questions))


def _event_lines(
    draw: Draw, event: str, told: list[tuple[int, str]], statements: list[str]
) -> list[str]:
    style = draw.rng.choice(("table", "lines", "text"))
    if style == "table":
        return [f"{upper_first(event)}:", *(f"{year}: {town}" for year, town in told)]
    return statements if style == "lines" else [" ".join(statements)]


# No event is asked for between the last past and the first future year.
_NOW = 2025


def _event_forms(language: str, event: str, year: int, town: str) -> tuple[str, str, str]:
    """Returns the direct question, the indirect one and the statement."""
    later = year > _NOW
    if language == "en":
        if later:
            return (
                f"where will {event} be in {year}",
                f"where {event} will be in {year}",
                f"{event} of {year} will be in {town}.",
            )
        return (
            f"where was {event} in {year}",
            f"where {event} was in {year}",
            f"{event} of {year} was in {town}.",
        )
    if later:
        return (
            f"wo findet {event} {year} statt",
            f"wo {event} {year} stattfindet",
            f"{event} {year} ist in {town}.",
        )
    return (
        f"wo fand {event} {year} statt",
        f"wo {event} {year} stattfand",
        f"{event} {year} war in {town}.",
    )


# --- General knowledge -----------------------------------------------------------------------

_WELL_KNOWN = 40
# Share of the questions where a country is.
_WHERE_SHARE = 0.2


def world_facts(draw: Draw) -> list[Draft]:
    """Asks about real countries, about some that do not exist, and what nobody can know."""
    countries = draw.rng.sample(slots.countries(draw.language)[:_WELL_KNOWN], 5)
    asked = [_country_question(draw, country) for country in countries[:3]]
    invented = [_country_question(draw, country, is_real=False) for country in countries[3:]]
    return beside_matters(draw, asked, invented)


def _country_question(draw: Draw, country: slots.Country, is_real: bool = True) -> Question:
    """Asks for the capital or continent of a country, or of one named like it that is invented."""
    english = draw.language == "en"
    name, of = country.name, country.of
    if not is_real:
        word = draw.payload(slots.invented_name)
        name, of = (" ".join((*text.split()[:-1], word)) for text in (name, of))
    is_plain = of == f"{'of' if english else 'von'} {name}" and not name.startswith("the ")
    if is_plain and draw.rng.random() < _WHERE_SHARE:
        direct, indirect, says = _where_forms(name, english)
        if is_real:
            full = f"{says} in {country.continent}."
            return known_clause(direct, indirect, full, full, country.continent)
        full = f"{name} {'is unknown to me' if english else 'ist mir unbekannt'}."
        return unknown_clause(direct, indirect, full, full, "invented")
    key = draw.rng.choices(("capital", "continent"), (80, 20))[0]
    phrase = _country_phrase(key, of, english)
    return known(phrase, getattr(country, key)) if is_real else unknown(draw, phrase, "invented")


def _where_forms(name: str, english: bool) -> tuple[str, str, str]:
    """Returns the question where a country is, direct and indirect, and the statement's start."""
    if english:
        return f"where is {name}", f"where {name} is", f"{name} is"
    return f"wo liegt {name}", f"wo {name} liegt", f"{name} liegt"


def trivia_in_sentences(draw: Draw) -> list[Draft]:
    """Asks for general knowledge, for the same of invented names, and what nobody can know."""
    relations = [relation for relation in trivia_de.BY_LANGUAGE[draw.language] if relation.clause]
    questions, invented = [], []
    for relation in draw.rng.sample(relations, 3):
        x, y = draw.rng.choice(list(trivia.table(relation).items()))
        sentence = relation.sentence.format(x=x, y=y)
        questions.append(known_clause(*_trivia_forms(relation, x), sentence, sentence, y))
        if x[0].isupper():
            name = draw.payload(slots.invented_name)
            answer = draw.rng.choice(qa_material.UNKNOWN[draw.language])
            forms = _trivia_forms(relation, name)
            invented.append(unknown_clause(*forms, answer, answer, "invented"))
    return beside_matters(draw, questions, invented[:2])


def _trivia_forms(relation: trivia.Relation, x: str) -> tuple[str, str]:
    """Returns the direct question and the indirect one."""
    return relation.questions[0].format(x=x), relation.clause.format(x=x)


def _country_phrase(key: str, of: str, english: bool) -> Phrase:
    if english:
        statement = f"the {{noun}} {of} is {{v}}"
        attribute = qa_material.Attribute(key, "the", f"the {key}", "what", "is", "is", "place")
        return attribute.phrase(of, statement)
    noun, article, accusative, opener, verb = {
        "capital": ("Hauptstadt", "die", "die Hauptstadt", "wie", "heißt"),
        "continent": ("Kontinent", "der", "den Kontinent", "was", "ist"),
    }[key]
    attribute = qa_material.Attribute(noun, article, accusative, opener, verb, "ist", "place")
    return attribute.phrase(of, f"{{article}} {{noun}} {of} ist {{v}}")


_BOTH = {"en": 0.6, "de": 0.4}
FAMILIES = [
    Family("world_facts", 0.04, _BOTH, world_facts, closed=True),
    Family("deeds", 0.10, _BOTH, deeds),
    Family("everyday", 0.04, _BOTH, everyday, closed=True),
    Family("open_questions", 0.10, _BOTH, open_questions, closed=True),
    Family("full_sentences", 0.04, {"en": 1.0}, full_sentences, closed=True),
    Family("check_claim", 0.04, _BOTH, check_claim),
    Family("events", 0.05, _BOTH, events),
    Family("word_meaning", 0.05, _BOTH, word_meaning),
    Family("lists", 0.09, _BOTH, lists),
    Family("portraits", 0.06, _BOTH, portraits),
    Family("two_things", 0.05, _BOTH, two_things),
    Family("own_notes", 0.06, _BOTH, own_notes),
    Family("people", 0.08, _BOTH, people),
    Family("length_ladder", 0.05, _BOTH, length_ladder),
    Family("fact_lines", 0.07, _BOTH, fact_lines),
    Family("fact_prose", 0.08, _BOTH, fact_prose),
]
_TRIVIA = Family("trivia", 0.14, _BOTH, trivia_in_sentences, closed=True)


def stage(asks_trivia: bool = False) -> Stage:
    """Returns the stage, with or without questions of general knowledge."""
    families = trivia.with_trivia(FAMILIES, _TRIVIA) if asks_trivia else FAMILIES
    return Stage("3a2", "minimal_qa", default_episodes=1000, families=families)


def main(args: flags.FlagValues) -> None:
    """Writes the file that the flags ask for."""
    generator.run(stage(args.trivia), args)


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the flags of every generator, and whether general knowledge is asked for."""
    generator.define_flags(flag_values)
    trivia.define_flag(flag_values)


STAGE = stage()

if __name__ == "__main__":
    sys.exit(command.run(main, define_flags, None, __doc__))
