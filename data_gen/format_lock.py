"""3a-1 format lock: single turns whose answers are 1-5 tokens long, then the closing tag.

    python -m data_gen.format_lock --output=data/format_lock.jsonl [--episodes=500] [--trivia]
    python -m data_gen.format_lock --output=suite.jsonl --suite=dev --seen=400 --unseen=400

With --tokenizer=DIR, answers of more than five of its tokens are left out. An answer is bare: no
full stop, common words in lower case, names capitalised, numbers in digits, copies as they stand
in the prompt. Turns are in English. With --trivia, for pretrained models, general knowledge is
asked for, too, in English and German, and some of the other families are German as well.
"""

import dataclasses
import random
import sys
from collections.abc import Callable

from absl import flags

from data_gen import facts, generator, notes, slots, trivia, trivia_de
from data_gen import format_lock_wordings as texts
from data_gen.generator import Draft, Draw, Family, Stage
from data_gen.grammar import Wordings
from mypt_jax import command

MAX_ANSWER_TOKENS = 5
# Share of the questions after a sentence about anything: whatever a prompt holds, it gets an answer.
_LEAD_SHARE = 0.2
_ENGLISH = {"en": 1.0}
_SYSTEMS = (
    "You are a helpful assistant.", "You are MyPT, a small assistant.", "Answer briefly.",
    "You are MyPT. Keep answers short.", "You give short answers.", "Be brief and exact.",
    "You are an assistant that answers in one or two words.", "Reply with the answer only.",
)  # fmt: skip


def _system(rng: random.Random) -> list[dict]:
    """Draws the system turn: mostly the standard one, sometimes another, sometimes none."""
    kind = rng.random()
    if kind < 0.15:
        return []
    text = "You are MyPT." if kind < 0.8 else rng.choice(_SYSTEMS)
    return [{"role": "system", "content": text}]


# Wordings that open with what is copied, spelled or looked up leave it as it is.
_KEEPS_CASE = ("{w}", '"{w}"', "{record}")


def _draft(
    draw: Draw,
    wordings: Wordings,
    answer: str,
    payload: str | None,
    expected: tuple[str, ...] = (),
    **fields: object,
) -> list[Draft]:
    """Makes one episode: a wording filled with `fields`, and the answer.

    Args:
        draw: the source of the wording and of the system turn.
        wordings: the family's wordings; a family's name stands before the first slash.
        answer: the answer trained on.
        payload: see `Draft`.
        expected: other answers that the gate accepts.
        **fields: the wording's slots.
    """
    family = wordings.family.split("/")[0]
    template = draw.wording(wordings)
    question = template.fill(**fields)
    # Wordings start in lower case so that they can follow a lead; a copied word keeps its case.
    if not template.text.startswith(_KEEPS_CASE):
        question = question[0].upper() + question[1:]
    if draw.rng.random() < _LEAD_SHARE:
        question = f"{notes.sentence(draw, notes.SHORT)} {question}"
    accepted = list(dict.fromkeys((answer, *expected)))
    # What can be read off the prompt, or has to be known: two different skills.
    metrics = ["known" if payload is None else "exact", f"exact/{family}"]
    metrics += ["repeat_word"] * (family in _REPEATS)
    checks = [{"metric": "max_five_tokens", "rule": "max_tokens_generated", "limit": 5}]
    checks += [{"metric": m, "rule": "exact_answer", "expected": accepted} for m in metrics]
    messages = [*_system(draw.rng), {"role": "user", "content": question}]
    messages.append({"role": "assistant", "content": answer})
    return [Draft(messages, checks, template.id, payload)]


def _in_both(family: str, english: list[str], german: list[str]) -> dict[str, Wordings]:
    """Returns a family's wordings by language."""
    return {"en": Wordings(family, "en", english), "de": Wordings(family, "de", german)}


# --- Copies ----------------------------------------------------------------------------------

_REPEATS = ("say_word", "repeat_name", "copy_code")
_SAY = _in_both("say_word", texts.REPEAT, texts.REPEAT_DE)
_NAME = Wordings("repeat_name", "en", texts.REPEAT_NAME)
_INVENTED = Wordings("repeat_name/word", "en", texts.REPEAT)
_CODE = Wordings("copy_code", "en", texts.REPEAT_CODE)


# Letters of a word to say: at most five tokens of a small tokenizer.
_SAID_LETTERS = 8


def _say_word(draw: Draw) -> list[Draft]:
    def said(rng: random.Random) -> str:
        while True:
            word = rng.choice(
                rng.choice((slots.words(draw.language), slots.rare_words(draw.language)))
            )
            if len(word) <= _SAID_LETTERS:
                return word

    word = draw.payload(said)
    shown = word.capitalize() if draw.rng.random() < 0.25 else word
    return _draft(draw, _SAY[draw.language], shown, word, w=shown)


def _repeat_name(draw: Draw) -> list[Draft]:
    name = draw.payload(slots.invented_word)
    if draw.rng.random() < 0.7:
        name_shown = name.capitalize()
        return _draft(draw, _NAME, name_shown, name, w=name_shown)
    return _draft(draw, _INVENTED, name, name, w=name)


def _copy_code(draw: Draw) -> list[Draft]:
    def short_code(rng: random.Random) -> str:
        while len(text := slots.code(rng)) > 5:
            pass
        return text

    code = draw.payload(short_code)
    return _draft(draw, _CODE, code, code, w=code)


_LOOK_UP = Wordings("look_up", "en", texts.LOOK_UP)


def _look_up(draw: Draw) -> list[Draft]:
    """Two or three fields, one of them asked for; every kind of field is asked for."""
    rng = draw.rng
    name = draw.payload(slots.invented_word)
    makers = {
        "name": lambda: name.capitalize(),
        "color": lambda: rng.choice(slots.colours("en")[:12]),
        "day": lambda: rng.choice(slots.weekdays("en")),
        "month": lambda: rng.choice(slots.months("en")),
        "city": lambda: draw.payload(slots.invented_word).capitalize(),
        "owner": lambda: draw.payload(slots.invented_word).capitalize(),
        "item": lambda: rng.choice(slots.products("en")),
        "number": lambda: str(rng.randrange(2, 1000)),
        "code": lambda: slots.code(rng)[:5].strip("-"),
    }
    keys = ["name", *rng.sample([key for key in makers if key != "name"], rng.choice((1, 2)))]
    rng.shuffle(keys)
    values = {key: makers[key]() for key in keys}
    key = rng.choice(keys)
    style = rng.choice(("{}: {}", "{} = {}", "{} is {}"))
    joint = rng.choice(("\n", ", ", "; "))
    record = joint.join(style.format(k, v) for k, v in values.items())
    return _draft(draw, _LOOK_UP, values[key], name, record=record, key=key)


# --- Yes or no, true or false ----------------------------------------------------------------

_YES_NO = Wordings("yes_no", "en", texts.YES_NO)
_TRUE_FALSE = Wordings("true_false", "en", texts.TRUE_FALSE)


def _statement(rng: random.Random, is_true: bool) -> tuple[str, str]:
    """Draws subject and predicate of a sentence with "is" that is true or false."""
    return rng.choice((_kind, _colour, _larger, _country, _day_order, _opposite_of))(rng, is_true)


def _other(rng: random.Random, values: list[str], *unfit: str) -> str:
    return rng.choice([value for value in dict.fromkeys(values) if value not in unfit])


def _kind(rng: random.Random, is_true: bool) -> tuple[str, str]:
    # Names such as Paris take no article, and a bird is an animal too: pick among plain kinds.
    table = {x: kind for x, kind in facts.KINDS.items() if kind in facts.PLAIN_KINDS}
    thing, kind = rng.choice(list(table.items()))
    stated = kind if is_true else _other(rng, list(table.values()), kind)
    return _a(thing), _a(stated)


def _colour(rng: random.Random, is_true: bool) -> tuple[str, str]:
    thing, colour = rng.choice(list(facts.COLOURS.items()))
    if is_true:
        return thing, colour
    return thing, _other(rng, ["blue", "pink", "purple", "turquoise", "silver"], colour, "purple")


def _larger(rng: random.Random, is_true: bool) -> tuple[str, str]:
    low, high = sorted(rng.sample(range(1, 100), 2))
    greater = rng.random() < 0.5
    first, second = (high, low) if greater == is_true else (low, high)
    phrases = (
        ("greater than", "larger than", "more than") if greater else ("less than", "smaller than")
    )
    return str(first), f"{rng.choice(phrases)} {second}"


def _country(rng: random.Random, is_true: bool) -> tuple[str, str]:
    countries = facts.known_countries("en")
    country = rng.choice(countries)
    if rng.random() < 0.5:
        capital = country.capital if is_true else rng.choice(countries).capital
        if (capital == country.capital) == is_true:
            return capital, f"the capital {country.of}"
    continents = [c.continent for c in countries]
    # Russia, Turkey, Egypt, Kazakhstan and Indonesia lie on two continents.
    if country.code in ("RU", "TR", "EG", "KZ", "ID", "AZ", "GE", "CY", "AM"):
        return _kind(rng, is_true)
    stated = country.continent if is_true else _other(rng, continents, country.continent)
    return country.name, f"in {stated}"


def _day_order(rng: random.Random, is_true: bool) -> tuple[str, str]:
    names = slots.weekdays("en") if rng.random() < 0.5 else slots.months("en")
    unit = "day" if len(names) == 7 else "month"
    index, step = rng.randrange(len(names)), rng.choice((1, -1))
    right = names[(index + step) % len(names)]
    stated = right if is_true else _other(rng, list(names), right, names[index])
    return stated, f"the {unit} {'after' if step == 1 else 'before'} {names[index]}"


def _opposite_of(rng: random.Random, is_true: bool) -> tuple[str, str]:
    table = facts.opposites("en")
    word, opposite = rng.choice(list(table.items()))
    stated = opposite if is_true else _other(rng, list(table.values()), opposite, word)
    return stated, f"the opposite of {word}"


def _judge(wordings: Wordings, yes: str, no: str) -> Callable[[Draw], list[Draft]]:
    def make(draw: Draw) -> list[Draft]:
        is_true = draw.rng.random() < 0.5
        parts: tuple[str, str] = ("", "")

        def draw_statement(rng: random.Random) -> str:
            nonlocal parts
            parts = _statement(rng, is_true)
            return " is ".join(parts)

        payload = draw.payload(draw_statement)
        return _draft(draw, wordings, yes if is_true else no, payload,
                      ((yes if is_true else no).capitalize(),), a=parts[0], b=parts[1])  # fmt: skip

    return make


# --- Numbers ---------------------------------------------------------------------------------

_SUM = _in_both("arithmetic", texts.ARITHMETIC, texts.ARITHMETIC_DE)
_COMPARE = _in_both("compare", texts.COMPARE, texts.COMPARE_DE)
_TO_WORD = _in_both("number_word/to_word", texts.TO_WORD, texts.TO_WORD_DE)
_TO_DIGITS = _in_both("number_word/to_digits", texts.TO_DIGITS, texts.TO_DIGITS_DE)
_SIGNS = {
    "en": {"+": ("plus", "+"), "-": ("minus", "-"), "*": ("times", "x")},
    "de": {"+": ("plus", "+"), "-": ("minus", "-"), "*": ("mal", "x")},
}
# What the smaller and the larger of two is called, and of more.
_QUALITIES = {
    "en": (("smaller/lower", "larger/bigger/greater"), ("smallest/lowest", "largest/biggest")),
    "de": (("kleiner/niedriger", "größer/höher"), ("am kleinsten", "am größten/am höchsten")),
}
_OR_AND = {"en": ("or", "and"), "de": ("oder", "und")}


def _arithmetic(draw: Draw) -> list[Draft]:
    def draw_sum(rng: random.Random) -> str:
        sign = rng.choice("++--*")
        a, b = rng.randrange(0, 21), rng.randrange(0, 21)
        if sign == "*":
            a, b = rng.randrange(0, 11), rng.randrange(0, 11)
        return f"{max(a, b)} {sign} {min(a, b)}" if sign == "-" else f"{a} {sign} {b}"

    payload = draw.payload(draw_sum)
    a, sign, b = payload.split()
    result = {"+": int(a) + int(b), "-": int(a) - int(b), "*": int(a) * int(b)}[sign]
    word, symbol = _SIGNS[draw.language][sign]
    if draw.rng.random() < 0.3:
        a, b = (slots.number_words(int(number), draw.language) for number in (a, b))
        symbol = word
    shown = symbol if draw.rng.random() < 0.6 else word
    number = str(result)
    return _draft(draw, _SUM[draw.language], number, payload,
                  (slots.number_words(result, draw.language),), task=f"{a} {shown} {b}")  # fmt: skip


def _compare(draw: Draw) -> list[Draft]:
    def draw_numbers(rng: random.Random) -> str:
        top = rng.choice((20, 100, 100, 1000))
        return " ".join(map(str, rng.sample(range(top), rng.choice((2, 2, 2, 3)))))

    payload = draw.payload(draw_numbers)
    numbers = [int(number) for number in payload.split()]
    up = draw.rng.random() < 0.5
    qualities = _QUALITIES[draw.language][len(numbers) > 2][up]
    quality = draw.rng.choice(qualities.split("/"))
    head, last = ", ".join(map(str, numbers[:-1])), numbers[-1]
    answer = max(numbers) if up else min(numbers)
    or_, and_ = _OR_AND[draw.language]
    return _draft(draw, _COMPARE[draw.language], str(answer), payload, quality=quality,
                  either=f"{head} {or_} {last}", both=f"{head} {and_} {last}")  # fmt: skip


def _number_word(draw: Draw) -> list[Draft]:
    number = draw.rng.choice((draw.rng.randrange(21), draw.rng.randrange(100)))
    word = slots.number_words(number, draw.language)
    if draw.rng.random() < 0.6:
        return _draft(draw, _TO_WORD[draw.language], word, None, n=number)
    return _draft(draw, _TO_DIGITS[draw.language], str(number), None, n=word)


# --- Words -----------------------------------------------------------------------------------

_OPPOSITE = _in_both("opposite", texts.OPPOSITE, texts.OPPOSITE_DE)
_LETTER = Wordings("letter", "en", texts.LETTER)
_LENGTH = Wordings("letter/count", "en", texts.LENGTH)


def _opposite(draw: Draw) -> list[Draft]:
    table = facts.opposites(draw.language)
    word, answer = draw.rng.choice(list(table.items()))
    if draw.rng.random() < 0.3 and answer not in table:
        word, answer = answer, word
    return _draft(draw, _OPPOSITE[draw.language], answer, None, w=word)


def _letter(draw: Draw) -> list[Draft]:
    word = draw.payload(lambda rng: rng.choice(slots.words("en")))
    if draw.rng.random() < 0.2 and len(word) <= 9:
        return _draft(draw, _LENGTH, str(len(word)), word, w=word)
    place, index = draw.rng.choice((("first", 0), ("first", 0), ("last", -1), ("second", 1)))
    answer = word[index]
    return _draft(draw, _LETTER, answer, word, (answer.upper(),), w=word, place=place)


# --- Order, manners --------------------------------------------------------------------------

_AFTER = _in_both("next_previous/after", texts.AFTER, texts.AFTER_DE)
_BEFORE = _in_both("next_previous/before", texts.BEFORE, texts.BEFORE_DE)
_TODAY = _in_both("next_previous/today", texts.TODAY, texts.TODAY_DE)
_GREETING = Wordings("greeting", "en", texts.GREETING)
_ACKNOWLEDGE = Wordings("acknowledge", "en", texts.ACKNOWLEDGE)
_SEASONS = {
    "en": ("spring", "summer", "autumn", "winter"),
    "de": ("Frühling", "Sommer", "Herbst", "Winter"),
}
_RINGS = (("day", slots.weekdays), ("day", slots.weekdays), ("month", slots.months),
          ("month", slots.months), ("season", _SEASONS.__getitem__))  # fmt: skip
# How German asks for one, and names it as an object.
_UNITS_DE = {
    "day": ("welcher Tag", "den Tag"),
    "month": ("welcher Monat", "den Monat"),
    "season": ("welche Jahreszeit", "die Jahreszeit"),
}
# Tomorrow and yesterday, and their verbs.
_OTHER_DAYS = {
    "en": (("tomorrow", "is"), ("yesterday", "was")),
    "de": (("morgen", "ist"), ("gestern", "war")),
}


def _next_previous(draw: Draw) -> list[Draft]:
    unit, names_of = draw.rng.choice(_RINGS)
    names = names_of(draw.language)
    index = draw.rng.randrange(len(names))
    after, before = names[(index + 1) % len(names)], names[index - 1]
    if unit == "day" and draw.rng.random() < 0.35:
        days = zip(_OTHER_DAYS[draw.language], (after, before), strict=True)
        (other, verb), answer = draw.rng.choice(list(days))
        return _draft(draw, _TODAY[draw.language], answer, None, x=names[index], other=other,
                      verb=verb)  # fmt: skip
    which, that = _UNITS_DE[unit]
    wordings, answer = draw.rng.choice(((_AFTER, after), (_BEFORE, before)))
    return _draft(draw, wordings[draw.language], answer, None, x=names[index], unit=unit,
                  which=which, that=that)  # fmt: skip


def _greeting(draw: Draw) -> list[Draft]:
    said, answer = draw.rng.choice(texts.GREETINGS)
    name = draw.rng.choice(slots.first_names("en"))
    return _draft(draw, _GREETING, answer, None, said=said, name=name)


def _acknowledge(draw: Draw) -> list[Draft]:
    note = draw.rng.choice(texts.NOTES).format(
        day=draw.rng.choice(slots.weekdays("en")),
        hour=draw.rng.randrange(2, 12),
        name=draw.rng.choice(slots.first_names("en")),
        item=draw.rng.choice(slots.products("en")),
    )
    answer = draw.rng.choice(texts.ACKNOWLEDGEMENTS)
    return _draft(draw, _ACKNOWLEDGE, answer, None, note=note, reply=answer)


# --- Facts -----------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class _Relation:
    """Questions of one kind: subject -> answers (the first is trained on, all are accepted)."""

    wordings: Wordings
    table: Callable[[], facts.Table]

    def make(self, draw: Draw) -> list[Draft]:
        subject, answers = draw.rng.choice(list(self.table().items()))
        return _draft(draw, self.wordings, answers[0], None, answers[1:], x=subject,
                      ax=_a(subject))  # fmt: skip


def _a(noun: str) -> str:
    """Puts the article before a noun: "an apple"; what has one, or is a mass, stays as it is."""
    if noun.startswith(("a ", "an ", "the ")) or noun in facts.MASSES or noun[0].isupper():
        return noun
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _relations(family: str, names: list[str]) -> Callable[[Draw], list[Draft]]:
    relations = [
        _Relation(Wordings(f"{family}/{name}", "en", texts.FACTS[name]), facts.TABLES[name])
        for name in names
    ]

    def make(draw: Draw) -> list[Draft]:
        # Large tables are asked more often than small ones, but not in proportion.
        weights = [len(relation.table()) ** 0.5 for relation in relations]
        return draw.rng.choices(relations, weights)[0].make(draw)

    return make


FAMILIES = [
    Family("say_word", 0.12, _ENGLISH, _say_word),
    Family("repeat_name", 0.14, _ENGLISH, _repeat_name),
    Family("copy_code", 0.05, _ENGLISH, _copy_code),
    Family("look_up", 0.07, _ENGLISH, _look_up),
    Family("yes_no", 0.056, _ENGLISH, _judge(_YES_NO, "yes", "no")),
    Family("true_false", 0.03, _ENGLISH, _judge(_TRUE_FALSE, "true", "false")),
    Family("arithmetic", 0.05, _ENGLISH, _arithmetic),
    Family("compare", 0.05, _ENGLISH, _compare),
    Family("number_word", 0.05, _ENGLISH, _number_word, closed=True),
    Family("opposite", 0.05, _ENGLISH, _opposite, closed=True),
    Family("letter", 0.04, _ENGLISH, _letter),
    Family("next_previous", 0.05, _ENGLISH, _next_previous, closed=True),
    Family("greeting", 0.03, _ENGLISH, _greeting, closed=True),
    Family("acknowledge", 0.03, _ENGLISH, _acknowledge, closed=True),
    Family("capital", 0.05, _ENGLISH, _relations("capital", ["capital"]), closed=True),
    Family("symbol_code", 0.05, _ENGLISH,
           _relations("symbol_code", ["http_code", "http_phrase", "file_ending", "media_ending",
                                      "element", "currency_code", "country_domain"]), closed=True),
    Family("units", 0.03, _ENGLISH,
           _relations("units", ["unit_symbol", "unit_name", "unit_count"]), closed=True),
    Family("general_fact", 0.12, _ENGLISH,
           _relations("general_fact", ["continent", "currency", "language", "young", "sound",
                                       "legs", "colour", "kind", "maker", "workplace", "use",
                                       "plural", "past", "comparative", "count", "riddle", "pair",
                                       "sides"]), closed=True),
]  # fmt: skip


def _trivia(draw: Draw) -> list[Draft]:
    language = draw.language
    relation = draw.rng.choice(trivia_de.BY_LANGUAGE[language])
    wordings = Wordings(
        f"trivia/{relation.name}", language, texts.general_knowledge(relation.questions, language)
    )
    return _Relation(wordings, lambda: {x: (y,) for x, y in trivia.table(relation).items()}).make(
        draw
    )


# German is read from the next stage on; a model that reads it already answers it from the start,
# once it has seen that German questions want German answers: with 5 % of them, and none for copies,
# SmolLM2 knew 28 % of what was asked in German, and 80 % in English.
_TRIVIA = (
    Family("trivia", 0.13, _ENGLISH, _trivia, closed=True),
    Family("german_trivia", 0.13, {"de": 1.0}, _trivia, closed=True),
)
_WITH_GERMAN = ("say_word", "arithmetic", "compare", "number_word", "opposite", "next_previous")


def _families_with_trivia() -> list[Family]:
    return [
        dataclasses.replace(family, languages={"en": 0.65, "de": 0.35})
        if family.name in _WITH_GERMAN
        else family
        for family in trivia.with_trivia(FAMILIES, *_TRIVIA)
    ]


def stage(asks_trivia: bool = False) -> Stage:
    """Returns the stage, with or without questions of general knowledge."""
    return Stage(
        "3a1",
        "format_lock",
        default_episodes=500,
        families=_families_with_trivia() if asks_trivia else FAMILIES,
        max_answer_tokens=MAX_ANSWER_TOKENS,
    )


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
