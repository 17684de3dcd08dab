"""Writes the episodes or gate prompts of stage 3a-4: JSON by a given schema, tool or direct answer.

    python -m data_gen.structured --output=episodes/structured.jsonl --episodes=800 [--literal]

A text tells some fields; the prompt tells a schema in one of eight ways; the answer is the JSON.
Tool calls are plain JSON, `{"name": …, "args": {…}}`, and come with a twin: the same question
without a fitting tool, which is answered directly. For training, most texts and most lists of tools
are asked several questions, one after the other; gates ask each question alone.

With --literal, for small models, a key is spelled as the text spells its label, the text tells
fields by their labels, keys are asked for in the order of the text, one that it lacks never last, a
tool has one name, and most questions hold the word that says what it is about. Without it, a model
has to know that "cost" asks for the price, and that an umbrella is about the weather. Short texts in
a wide vocabulary (`short_records`) are the same for all.
"""

import dataclasses
import functools
import sys
from collections.abc import Callable, Collection

from absl import flags

from data_gen import format_lock, generator, notes
from data_gen.generator import Draft, Draw, Family, join_turns
from data_gen.grammar import Wordings, expand
from data_gen.short_frames import fill_frame
from data_gen.short_records import Record, listed_things, statements
from data_gen.splits import split_of
from data_gen.structured_material import COUNTED, VALUES, Domain, Field, Tool, domains, tools
from mypt_jax import command
from mypt_jax.conversation.render import dump_json

# Prompt and answer together: at two to three characters a token this fits rows of 320 tokens.
_MAX_CHARACTERS = 560
# The same for a conversation, and the share of the training groups that become one.
_MAX_TALK_CHARACTERS = 700
_TALK_SHARE = 0.85
_SYSTEMS = ("You are MyPT.", "You are MyPT.", "You are MyPT.", None, "Du bist MyPT.")


# --- Wordings --------------------------------------------------------------------------------

_EXTRACT = {
    "en": [
        "(Please |)(extract|collect|pull out|pick out|list) the (data|details|facts) (as|in) JSON. {schema}\n{text}",
        "{text}\n(Turn|Convert|Put|Change) (this|the text) into JSON. {schema}",
        "(Return|Give me|Write|Make) (a JSON object|JSON|one JSON object) for (this text|the text below). {schema}\n(Text: |){text}",
        "{schema}\n(Fill|Complete) (this|it) (from|with) (the text|the note): {text}",
        "(Text: |Note: |){text}\n{schema}\n(Answer|Reply|Respond) (only |)(with|in) JSON.",
        "(Read|Take) (this|the text) and (answer|reply) (with|in) JSON(.| only.) {schema}\n{text}",
        "(What does the text say|Which facts are given)? (JSON only.|Use JSON.|JSON please.) {schema}\n{text}",
        "(I need|I want) (JSON|a JSON object)(.|, nothing else.) {schema}\n{text}",
    ],
    "de": [
        "(Bitte |)(die |)(Daten|Angaben|Fakten|Werte) als JSON (ausgeben|ablegen). {schema}\n{text}",
        "{text}\n(Wandle|Forme) (das|den Text) in JSON um. {schema}",
        "(Gib mir|Schreibe|Erstelle|Mach) (ein JSON-Objekt|JSON) zu (diesem Text|dem Text). {schema}\n(Text: |){text}",
        "{schema}\n(Fülle|Ergänze) (das|es) (aus|mit) dem Text: {text}",
        "(Text: |Notiz: |){text}\n{schema}\n(Antworte|Antworte bitte) (nur |)(mit|in) JSON.",
        "(Lies|Nimm) (das|den Text) und antworte (mit|in) JSON. {schema}\n{text}",
        "(Was steht im Text|Welche Angaben gibt es)? (Nur JSON.|Bitte JSON.|Als JSON.) {schema}\n{text}",
        "Ich (brauche|möchte) (JSON|ein JSON-Objekt)(.|, sonst nichts.) {schema}\n{text}",
    ],
}
# Short requests that name the keys within the sentence.
_INLINE = {
    "en": [
        "(Please turn|Turn|Convert|Put|Change) (this|the note) into JSON with {keys}: {text}",
        "{text} (Write|Give me|Return|Show) (this|that) as JSON with {keys}.",
        "(Make|Write|Build|Prepare) (a JSON object|JSON|one JSON object) (with|out of) {keys}. {text}",
        "JSON (with|for|of) {keys}(, please|, nothing else|): {text}",
        "(I need|We need|Send me|Show me|I want) {keys} (as|in) JSON. (Note: |Text: |){text}",
        "(Pick|Find|Read) {keys} (in the note|in the text) and (answer|reply) in JSON: {text}",
        "{text} (JSON|A JSON object|Only JSON) with {keys}(, please|, nothing else|).",
        "(Save|Store|Record|Keep) (this|the following) as (JSON|a JSON object), with {keys}. {text}",
        "(Wanted|Needed|Required|Asked for): {keys}, (as|in) JSON.(\n| ){text}",
        "{text}\n(Wanted|Needed|Required|Asked for): {keys}, (as|in) JSON.",
        "(Note|Message|Entry): {text} (File|Enter|Sort) it (in|into) JSON with {keys}.",
        "A JSON (record|object) (that holds|holding|that has) {keys}(, please|): {text}",
        "(From|Out of) (the text|the line) below, (take|get|fetch) {keys} and (write|answer) JSON.\n{text}",
    ],
    "de": [
        "(Bitte wandle|Wandle|Forme) (das|die Notiz) in JSON mit {with_keys} um: {text}",
        "{text} (Schreibe|Gib mir|Nenne|Zeig mir) das (bitte |)als JSON mit {with_keys}.",
        "(Mach|Schreibe|Erstelle|Baue) (bitte |)(ein JSON-Objekt|JSON|ein Objekt) (mit|aus) {with_keys}. {text}",
        "JSON (für|über) {keys}(, bitte|, sonst nichts|): {text}",
        "(Ich brauche|Wir brauchen|Schick mir|Ich möchte) {keys} (als|in) JSON. (Notiz: |Text: |){text}",
        "(Suche|Finde|Lies) {keys} (in der Notiz|im Text) und antworte (in|mit) JSON: {text}",
        "{text} (JSON|Ein JSON-Objekt|Nur JSON) mit {with_keys}(, bitte|, sonst nichts|).",
        "(Speichere|Sichere|Notiere) (das|Folgendes) als (JSON|JSON-Objekt), mit {with_keys}. {text}",
        "(Gesucht|Gebraucht|Gefragt|Erwünscht): {keys}, (als|in) JSON.(\n| ){text}",
        "{text}\n(Gesucht|Gebraucht|Gefragt|Erwünscht): {keys}, (als|in) JSON.",
        "(Notiz|Meldung|Eintrag): {text} (Ordne|Trage) das in JSON ein, mit {with_keys}.",
        "(Einmal|Jetzt|Nun) (bitte |)(JSON|ein JSON-Objekt) mit {with_keys}: {text}",
        "(Nimm|Hole|Ziehe) {keys} (aus dem Text|aus der Zeile) und (schreibe|antworte in) JSON.\n{text}",
    ],
}
_INLINE_SHARE = 0.5
# Share of the requests on one line, where the text and the schema have no lines of their own.
_ONE_LINE_SHARE = 0.4
# What goes before one key and before several; in German as object / after "mit".
_KEY_WORDS = {
    "en": (
        ("the key", "one key,", "only the field", "the property"),
        ("the keys", "the fields", "the entries", "the properties", "the labels"),
    ),
    "de": (
        ("die Angabe/der Angabe", "den Eintrag/dem Eintrag", "den Schlüssel/dem Schlüssel"),
        ("die Angaben/den Angaben", "die Einträge/den Einträgen", "die Schlüssel/den Schlüsseln"),
    ),
}
# Names of the types, in the ways of which a prompt has one; "list" goes before an item's type.
_TYPE_NAMES = {
    "en": (
        {"string": "string", "integer": "integer", "boolean": "boolean", "list": "list of {}"},
        {"string": "string", "integer": "integer", "boolean": "boolean", "list": "array of {}s"},
        {"string": "text", "integer": "whole number", "boolean": "true/false", "list": "{} list"},
    ),
    "de": (
        {"string": "Text", "integer": "Zahl", "boolean": "wahr/falsch", "list": "Liste von {}"},
        {"string": "Text", "integer": "ganze Zahl", "boolean": "ja/nein", "list": "Liste, {}"},
        {"string": "Wort", "integer": "Ganzzahl", "boolean": "wahr/falsch", "list": "{}-Liste"},
    ),
}
# What goes before a schema, way by way; a table has two heads.
_HEADS = {
    "en": {
        "json_schema": "Schema/JSON Schema/Shape",
        "typed_list": "Fields/Fields/Entries/Properties/Columns",
        "example": "Format/Form/Template/Pattern",
        "table": "key type/name type/entry kind",
        "keys": "Keys/Keys/Names/Labels/Fields",
    },
    "de": {
        "json_schema": "Schema/JSON-Schema/Aufbau",
        "typed_list": "Felder/Felder/Einträge/Angaben/Spalten",
        "example": "Form/Format/Muster/Vorlage",
        "table": "Feld Typ/Name Art/Eintrag Typ",
        "keys": "Felder/Felder/Namen/Schlüssel/Angaben",
    },
}
_ONE_OF = {"en": "one of", "de": "eins von"}
_NULLS = {
    "en": ("Use null for what is missing.", "If something is not told, write null."),
    "de": ("Fehlt etwas, schreibe null.", "Nutze null für fehlende Angaben."),
}
# How a further question for the same text opens.
_AGAIN = {
    "en": ("Now only:", "And these:", "Next:", "The same text:", "Once more:"),
    "de": ("Nun nur:", "Und diese:", "Als Nächstes:", "Derselbe Text:", "Noch einmal:"),
}
_ASK_FACT = {
    "en": [
        "{text}\n(What|Tell me, what) is the {label}?",
        "(Text: |Note: |){text}\n(Please |Now |)(name|tell me|give me|state|find) the {label}.",
        "{text}\n(I need|I want to know|I look for|Show me) the {label}(.|, please.)",
        "(What|Tell me what) does (this|the text) say about the {label}? {text}",
        "(Look for|Find) the {label} (here|in this text): {text}",
        "(Which|What) {label} (is given|do you read) (here|in the text)? {text}",
        "{text}\n(Quick|Short|One) question: (what|which) {label}?",
        "(Question|Task): (name|state|read out) the {label}. (Text|Source): {text}",
        "{text} (So what|So which one|Now what|And what) is the {label}(, please|)?",
        "(Can|Could) you (tell|give) me the {label}(, please|)? {text}",
    ],
    "de": [
        "{text}\n(Bitte |Jetzt |)(nenne|sag mir|gib mir|lies) die Angabe: {label}.",
        "(Text: |Notiz: |){text}\n(Frage|Gesucht|Gefragt): {label}(?| bitte.)",
        "(Was sagt|Was steht in) (dem|diesem) Text zu: {label}? {text}",
        "(Suche|Finde|Lies|Nenne) (bitte |)(hier |im Text |)die Angabe {label}: {text}",
        "{text}\n(Ich brauche|Ich suche|Siehst du) die Angabe {label}(.|, bitte.)",
        "(Welche|Was für eine) Angabe gibt es (hier |)zu {label}? {text}",
        "{text}\n(Kurze|Eine|Noch eine) Frage: was steht (da |)zu {label}?",
        "(Aufgabe|Frage|Bitte): (nenne|lies|finde) {label}. (Text|Quelle): {text}",
        "(Kannst|Könntest) du mir {label} (nennen|sagen|geben)? {text}",
        "{text} (Also, |Und |)was ist (hier |)die Angabe zu {label}?",
    ],
}


@functools.cache
def _wordings(name: str, language: str) -> Wordings:
    patterns = {"extract": _EXTRACT, "inline": _INLINE, "ask": _ASK_FACT}[name][language]
    return Wordings(name, language, patterns)


_TOOL_OPENINGS = {
    "en": "(Hi! |Hello. |Hey! |One thing: |Next: )",
    "de": "(Hallo! |Hi. |Noch etwas: |Eine Bitte: |Jetzt: )",
}


def _literal_questions(tool: Tool) -> list[str]:
    """The tool's wordings that hold the word which its description has too."""
    named = ([q for q in expand(p) if tool.word in _words(q)] for p in tool.asked)
    return [f"({'|'.join(questions)})" for questions in named if questions]


def _words(text: str) -> list[str]:
    return "".join(c if c.isalpha() else " " for c in text).split()


@functools.cache
def _tool_wordings(group: str, language: str, literal: bool) -> tuple[Wordings, dict[str, int]]:
    """The questions of a group of tools, plain and after an opening, and whose each is."""
    about: dict[str, int] = {}
    patterns = []
    for index, tool in enumerate(tools(language)):
        if tool.group != group:
            continue
        for question in _literal_questions(tool) if literal else tool.asked:
            for pattern in (question, _TOOL_OPENINGS[language] + question):
                patterns.append(pattern)
                about |= dict.fromkeys(expand(pattern), index)
    return Wordings(f"tool_{group}", language, patterns), about


# How a note for small models tells a flag.
_YES_NO = {"en": ("yes", "no"), "de": ("ja", "nein")}
# How a text tells a field by its label, where the domain has no sentence that does.
_LABELLED = {"en": "The {} is {{v}}.", "de": "{}: {{v}}."}


# --- Texts -----------------------------------------------------------------------------------


class _Text:
    """A text about a domain: which fields it tells, their values, and how."""

    def __init__(self, draw: Draw, literal: bool, told: int, kinds: tuple[str, ...] = ()):
        rng, self._literal = draw.rng, literal
        self.domain: Domain = rng.choice(domains(draw.language))
        fields = [f for f in self.domain.fields if f.type in kinds or not kinds]
        others = [f for f in self.domain.fields if f not in fields]
        rng.shuffle(fields)
        rng.shuffle(others)
        self.told = (fields + others)[:told]
        self.untold = (fields + others)[told:]
        self.main = self.domain.main
        self.values = {f: _value(draw, f) for f in (self.main, *self.told)}
        self.payload = str(self.values[self.main])
        # Only a note has a label for a flag.
        has_flag = literal and any(field.type == "boolean" for field in self.told)
        if has_flag or rng.random() < (0.65 if literal else 0.25):
            self.text = self._note(draw)
        else:
            self.text = " ".join(self._sentences(draw))

    def _sentences(self, draw: Draw) -> list[str]:
        opening = self._fill(draw, self.main, self.domain.openings)
        return [opening, *(self._tell(draw, field) for field in self.told)]

    def _note(self, draw: Draw) -> str:
        """Labels and values instead of sentences; flags stay sentences, unless literal."""
        parts = [f"{self.main.label}: {self.values[self.main]}"]
        for field in self.told:
            if field.type != "boolean":
                parts.append(f"{field.label}: {self.values[field]}")
            elif self._literal:
                word = _YES_NO[draw.language][0 if self.values[field] else 1]
                parts.append(f"{field.label}: {word}")
            else:
                parts.append(self._tell(draw, field).rstrip("."))
        return draw.rng.choice(("; ", "\n", ", ")).join(parts) + "."

    def _tell(self, draw: Draw, field: Field) -> str:
        if field.type == "boolean":
            return field.told[0 if self.values[field] else 1]
        return self._fill(draw, field, field.told)

    def _fill(self, draw: Draw, field: Field, told: tuple[str, ...]) -> str:
        """Fills in one of the sentences, of literal texts one that has the label first."""
        if self._literal:
            labelled = tuple(t for t in told if field.label in t.partition("{v}")[0])
            told = labelled or (_LABELLED[draw.language].format(field.label),)
        return draw.rng.choice(told).format(v=self.values[field])


def _value(draw: Draw, field: Field) -> object:
    if field.type == "boolean":
        return draw.rng.random() < 0.5
    if field.type == "enum":
        return draw.rng.choice(field.kind.split("/"))
    return VALUES[field.kind](draw)


# --- Schemas ---------------------------------------------------------------------------------


def _schema_of(field: Field, nullable: bool) -> dict:
    if field.type == "enum":
        return {"enum": [*field.kind.split("/"), *([None] if nullable else [])]}
    return {"type": [field.type, "null"] if nullable else field.type}


def _object_schema(properties: dict) -> dict:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _array_schema(items: dict) -> dict:
    return {"type": "array", "items": items}


def _type_names(draw: Draw, properties: dict) -> dict[str, str]:
    """Tells the type of every key in a word or two: "string", "one of a, b", "list of string"."""
    names = draw.rng.choice(_TYPE_NAMES[draw.language])
    one_of = _ONE_OF[draw.language]

    def tell(schema: dict) -> str:
        if "enum" in schema:
            return f"{one_of} " + ", ".join(v for v in schema["enum"] if v is not None)
        kind = schema["type"]
        if isinstance(kind, list):
            kind = kind[0]
        if kind == "array":
            is_object = schema["items"].get("type") == "object"
            pattern = _TYPE_NAMES[draw.language][0]["list"] if is_object else names["list"]
            return pattern.format(tell(schema["items"]))
        if kind == "object":
            inner = (f"{key}: {tell(value)}" for key, value in schema["properties"].items())
            return "{" + ", ".join(inner) + "}"
        return names[kind]

    return {key: tell(schema) for key, schema in properties.items()}


def _example(schema: dict) -> object:
    """Returns a value that shows a schema's form and none of its content."""
    if "enum" in schema:
        return "/".join(v for v in schema["enum"] if v is not None)
    kind = schema["type"]
    if isinstance(kind, list):
        kind = kind[0]
    if kind == "array":
        return [_example(schema["items"])]
    if kind == "object":
        return {key: _example(inner) for key, inner in schema["properties"].items()}
    return {"string": "...", "integer": 0, "boolean": True}[kind]


def _listing(items: list[str], language: str) -> str:
    """Joins items: "a, b and c"."""
    word = {"en": "and", "de": "und"}[language]
    return f"{', '.join(items[:-1])} {word} {items[-1]}" if len(items) > 1 else items[0]


def _is_plain(properties: dict) -> bool:
    """Says whether all values are strings and numbers, whose types need not be told."""
    kinds = ("string", "integer", ["string", "null"], ["integer", "null"])
    return all(schema.get("type") in kinds for schema in properties.values())


def _named_keys(draw: Draw, schema: dict) -> dict[str, str]:
    """Names the keys of an object schema within a sentence, some with their types.

    Returns:
        {"keys": as its object, "with_keys": after "with"}, which differ in German.
    """
    rng, language = draw.rng, draw.language
    types = _type_names(draw, schema["properties"])
    typed = ("{} ({})", "{}: {}")
    pattern = rng.choice(("{}", "{}", *typed) if _is_plain(schema["properties"]) else typed)
    named = [pattern.format(key, name) for key, name in types.items()]
    if ":" in pattern:
        return dict.fromkeys(("keys", "with_keys"), f"({', '.join(named)})")
    listing = _listing(named, language)
    one, several = _KEY_WORDS[language]
    words = rng.choice((*[""] * 3, *(one if len(named) == 1 else several))).split("/")
    return {"keys": f"{words[0]} {listing}".strip(), "with_keys": f"{words[-1]} {listing}".strip()}


def _tell_schema(draw: Draw, schema: dict) -> tuple[str, str]:
    """Tells an object schema in one of the ways that can; returns (way, text)."""
    properties = schema["properties"]
    language, rng = draw.language, draw.rng
    typed = _type_names(draw, properties)
    keys = list(properties)
    listing = _listing(keys, language)
    plain = {key: value for key, value in schema.items() if key != "additionalProperties"}
    heads = {way: rng.choice(words.split("/")) for way, words in _HEADS[language].items()}
    key_head, type_head = heads["table"].split()
    ways = {
        "json_schema": f"{heads['json_schema']}: {dump_json(plain)}",
        "typed_list": f"{heads['typed_list']}: "
        + ", ".join(f"{key} ({name})" for key, name in typed.items()),
        "example": f"{heads['example']}: {dump_json(_example(schema))}",
        "table": f"| {key_head} | {type_head} |"
        + "".join(f"\n| {key} | {name} |" for key, name in typed.items()),
        "bullets": "\n".join(f"- {key}: {name}" for key, name in typed.items()),
        "code": "{ " + "; ".join(f"{key}: {name}" for key, name in typed.items()) + " }",
    }
    if _is_plain(properties):
        # Bare keys tell no type: the value alone must leave no doubt.
        ways["keys"] = f"{heads['keys']}: {', '.join(keys)}."
        ways["prose"] = rng.choice(
            (
                f"Use the keys {listing}.",
                f"The keys are {listing}.",
                f"Take the properties {listing}.",
                f"The entries are called {listing}.",
            )
            if language == "en"
            else (
                f"Nutze die Felder {listing}.",
                f"Die Felder heißen {listing}.",
                f"Nimm die Angaben {listing}.",
                f"Die Einträge heißen {listing}.",
            )
        )
    # The longest way is as long as three of the others.
    weights = [1 if way == "json_schema" else 3 for way in ways]
    [way] = rng.choices(list(ways), weights)
    return way, ways[way]


# --- Families: JSON by schema ----------------------------------------------------------------


def _messages(draw: Draw, prompt: str, answer: str) -> list[dict]:
    system = draw.rng.choice(_SYSTEMS)
    if system == "Du bist MyPT." and draw.language == "en":
        system = "You are MyPT."
    opening = [{"role": "system", "content": system}] if system else []
    return [
        *opening,
        {"role": "user", "content": prompt},
        {"role": "assistant", "content": answer},
    ]


def _extraction(
    draw: Draw,
    literal: bool,
    text: str | None,
    payload: str,
    schema: dict,
    value: dict,
    feature: str,
) -> list[Draft]:
    """Asks for `value` by `schema`; now and then with tools on offer that do not matter.

    Without a text, the prompt goes on in a conversation that has it.
    """
    way, told = _tell_schema(draw, schema)
    if feature == "null" or draw.rng.random() < 0.15:
        start = f"{told}\n" if "\n" in told else f"{_ended(told)} "
        told = start + draw.rng.choice(_NULLS[draw.language])
    template = draw.wording(_wordings("extract", draw.language))
    offered = _offer(draw, literal, [], draw.rng.randint(1, 2)) if draw.rng.random() < 0.15 else []
    answer = dump_json(value)
    checks = _json_checks(schema, value, feature)
    prompt = f"{draw.rng.choice(_AGAIN[draw.language])} {told}"
    if text is not None:
        prompt = template.fill(schema=told, text=text)
        if "\n" not in told + text and draw.rng.random() < _ONE_LINE_SHARE:
            prompt = template.fill(schema=_ended(told), text=text).replace("\n", " ")
    messages = _messages(draw, prompt, answer)
    features = {"answer": "json", "tools": str(bool(offered)), "way": way}
    return _fitting(draw, Draft(messages, checks, template.id, payload, offered, 96, features))


def _ended(told: str) -> str:
    """Ends a schema of one line, so that a sentence can follow."""
    return told if told[-1] in ".}" else f"{told}."


def _json_checks(schema: dict, value: dict, feature: str) -> list[dict]:
    return [
        {"metric": "json_parses", "rule": "json_parses"},
        {"metric": "schema_valid", "rule": "json_schema", "schema": schema},
        {"metric": "values", "rule": "json_equals", "expected": value},
        {"metric": f"values/{feature}", "rule": "json_equals", "expected": value},
    ]


def _fitting(draw: Draw, draft: Draft) -> list[Draft]:
    """Returns the draft if it is short enough and its payload is on the right side, else nothing."""
    on_side = draft.payload is not None and split_of(draft.payload) == draw.split
    return [draft] if _size(draft.messages, draft.tools) <= _MAX_CHARACTERS and on_side else []


def _size(messages: list[dict], offered: list[dict]) -> int:
    return sum(len(message["content"]) for message in messages) + len(dump_json(offered))


def _joined(drafts: list[Draft]) -> Draft:
    """Joins drafts to one conversation with the first one's tools, as far as it is short enough."""

    def fits(messages: list[dict]) -> bool:
        return _size(messages, drafts[0].tools) <= _MAX_TALK_CHARACTERS

    return join_turns(drafts, fits)[0]


def _keys(draw: Draw, fields: list[Field], literal: bool) -> dict[Field, str]:
    if literal:
        return {field: field.label.replace(" ", "_") for field in fields}
    return {field: draw.rng.choice(field.keys) for field in fields}


def _reorder(draw: Draw, fields: list[Field], literal: bool) -> None:
    """Shuffles half of the fields' lists; the others, and all literal ones, keep the text's order."""
    if not literal and draw.rng.random() < 0.5:
        draw.rng.shuffle(fields)


def _place_of_untold(draw: Draw, fields: list[Field], literal: bool) -> int:
    """Draws where a field that the text lacks is asked for, of literal ones not as the last.

    There the object ends with what the text ends with.
    """
    return draw.rng.randint(0, len(fields) - 1 if literal else len(fields))


def told_fields(
    draw: Draw, literal: bool, kinds: tuple[str, ...], most: int, feature: str
) -> list[Draft]:
    """Asks for fields that a text tells, some or all of them, in any order unless literal.

    Args:
        draw: where everything comes from.
        literal: whether keys are spelled as the text's labels.
        kinds: field types that the text tells first.
        most: how many it tells beside its main one.
        feature: names the metric `values/<feature>`.
    """
    text = _Text(draw, literal, draw.rng.randint(1, most), kinds)
    asked = [text.main, *text.told] if draw.rng.random() < 0.7 else list(text.told)
    _reorder(draw, asked, literal)
    return _flat_talk(draw, literal, text, asked, feature)


_flat = functools.partial(told_fields, kinds=("string", "integer"), most=3, feature="flat")
_typed = functools.partial(told_fields, kinds=("boolean", "enum"), most=2, feature="typed")


def _flat_talk(
    draw: Draw, literal: bool, text: _Text, asked: list[Field], feature: str
) -> list[Draft]:
    """Asks for fields of a text, in training mostly for others of them too."""
    drafts = _flat_of(draw, literal, text, asked, feature)
    if drafts and draw.split == "train" and draw.rng.random() < _TALK_SHARE:
        told = [text.main, *text.told]
        for _ in range(2):
            fields = draw.rng.sample(told, draw.rng.randint(1, len(told)))
            if literal:
                fields.sort(key=told.index)
            kind = draw.rng.choice(("flat", "null"))
            if kind == "null":
                place = _place_of_untold(draw, fields, literal)
                fields.insert(place, draw.rng.choice(text.untold))
            drafts += _flat_of(draw, literal, text, fields, kind, is_first=False)
        return [_joined(drafts)]
    return drafts


def _flat_of(
    draw: Draw, literal: bool, text: _Text, asked: list[Field], feature: str, is_first: bool = True
) -> list[Draft]:
    keys = _keys(draw, asked, literal)
    if len(set(keys.values())) < len(keys):
        return []
    nullable = feature == "null"
    schema = _object_schema(
        {keys[f]: _schema_of(f, nullable and f is not text.main) for f in asked}
    )
    value = {keys[field]: text.values.get(field) for field in asked}
    prose = text.text if is_first else None
    return _extraction(draw, literal, prose, text.payload, schema, value, feature)


def missing(draw: Draw, literal: bool) -> list[Draft]:
    """Something is asked for that the text does not tell: null."""
    text = _Text(draw, literal, draw.rng.randint(1, 2))
    asked = [text.main, *text.told]
    _reorder(draw, asked, literal)
    asked.insert(_place_of_untold(draw, asked, literal), text.untold[0])
    return _flat_talk(draw, literal, text, asked, "null")


def nested(draw: Draw, literal: bool) -> list[Draft]:
    """Fields gathered in an inner object."""
    text = _Text(draw, literal, draw.rng.randint(2, 3), ("string", "integer"))
    inner_key = draw.rng.choice(
        {"en": ("details", "data", "info"), "de": ("details", "daten", "angaben")}[draw.language]
    )
    keys = _keys(draw, [text.main, *text.told], literal)
    if len({*keys.values(), inner_key}) < len(keys) + 1:
        return []
    inner = {keys[field]: _schema_of(field, False) for field in text.told}
    schema = _object_schema(
        {keys[text.main]: _schema_of(text.main, False), inner_key: _object_schema(inner)}
    )
    value = {
        keys[text.main]: text.values[text.main],
        inner_key: {keys[field]: text.values[field] for field in text.told},
    }
    return _extraction(draw, literal, text.text, text.payload, schema, value, "nested")


_LISTS = {
    "en": {
        "names": ("person", "Present were {v}.", "The list names {v}.", "We thank {v}."),
        "cities": ("place", "The route goes through {v}.", "There are offices in {v}."),
        "colours": ("colour", "The flag shows {v}.", "It is sold in {v}."),
        "items": ("product", "In the box: {v}.", "Please bring: {v}."),
        "codes": ("code", "Rooms in use: {v}.", "Open orders: {v}."),
        "languages": ("language", "The guide speaks {v}.", "The menu is in {v}."),
        "numbers": ("count", "The draw gave {v}.", "The scores are {v}."),
    },
    "de": {
        "namen": ("person", "Anwesend waren {v}.", "Auf der Liste stehen {v}.", "Wir danken {v}."),
        "städte": ("place", "Die Route führt über {v}.", "Büros gibt es in {v}."),
        "farben": ("colour", "Die Fahne zeigt {v}.", "Man bekommt es in {v}."),
        "dinge": ("product", "Im Karton: {v}.", "Bitte mitbringen: {v}."),
        "codes": ("code", "Belegte Räume: {v}.", "Offene Aufträge: {v}."),
        "sprachen": ("language", "Die Leitung spricht {v}.", "Die Karte gibt es auf {v}."),
        "zahlen": ("count", "Gezogen wurden {v}.", "Die Werte sind {v}."),
    },
}


def array(draw: Draw, literal: bool) -> list[Draft]:
    """A list of two to four values."""
    rng = draw.rng
    key = rng.choice(sorted(_LISTS[draw.language]))
    kind, *told = _LISTS[draw.language][key]
    values = list(dict.fromkeys(VALUES[kind](draw) for _ in range(rng.randint(2, 4))))
    if len(values) < 2:
        return []
    listing = _listing([str(value) for value in values], draw.language)
    text = rng.choice(told).format(v=listing)
    items = {"type": "integer" if kind == "count" else "string"}
    return _extraction(
        draw,
        literal,
        text,
        listing,
        _object_schema({key: _array_schema(items)}),
        {key: values},
        "array",
    )


def records(draw: Draw, literal: bool) -> list[Draft]:
    """A list of two small objects."""
    rng = draw.rng
    german = draw.language == "de"
    people = [str(VALUES["person"](draw)) for _ in range(2)]
    kind, key, told = rng.choice(
        (("age", "alter", "{p} ist {v} Jahre alt."), ("place", "stadt", "{p} wohnt in {v}."),
         ("code", "raum", "{p} sitzt in Raum {v}."))
        if german
        else (("age", "age", "{p} is {v} years old."), ("place", "city", "{p} lives in {v}."),
              ("code", "room", "{p} sits in room {v}."))
    )  # fmt: skip
    values = [VALUES[kind](draw) for _ in range(2)]
    if len(set(people)) < 2:
        return []
    outer = rng.choice(("personen", "leute") if german else ("people", "persons"))
    if literal:
        told = f"name: {{p}}, {key}: {{v}}."
    text = " ".join(told.format(p=p, v=v) for p, v in zip(people, values, strict=True))
    item = _object_schema(
        {"name": {"type": "string"}, key: {"type": "integer" if kind == "age" else "string"}}
    )
    value = {outer: [{"name": p, key: v} for p, v in zip(people, values, strict=True)]}
    return _extraction(
        draw,
        literal,
        text,
        people[0],
        _object_schema({outer: _array_schema(item)}),
        value,
        "records",
    )


def short_text(draw: Draw, literal: bool, make: Callable[[Draw], Record]) -> list[Draft]:
    """A short text in a wide vocabulary; half of the requests name the keys within a sentence."""
    record = make(draw)
    keys = list(record.values)
    count = len(keys) if draw.rng.random() < 0.7 else draw.rng.randint(1, len(keys))
    asked = draw.rng.sample(keys, count)
    if literal or draw.rng.random() < 0.5:
        asked = sorted(asked, key=keys.index)
    value = {key: record.values[key] for key in asked}
    schema = _object_schema({key: _schema_of_value(value[key]) for key in asked})
    if draw.rng.random() >= _INLINE_SHARE:
        return _extraction(draw, literal, record.text, record.text, schema, value, "short")
    template = draw.wording(_wordings("inline", draw.language))
    prompt = template.fill(text=record.text, **_named_keys(draw, schema))
    features = {"answer": "json", "tools": "False", "way": "inline"}
    messages = _messages(draw, prompt, dump_json(value))
    checks = _json_checks(schema, value, "short")
    return _fitting(draw, Draft(messages, checks, template.id, record.text, [], 96, features))


def _schema_of_value(value: object) -> dict:
    if isinstance(value, list):
        return _array_schema({"type": "string"})
    if isinstance(value, bool):
        return {"type": "boolean"}
    return {"type": "integer" if isinstance(value, int) else "string"}


def _framed(draw: Draw) -> Record:
    return Record(*fill_frame(draw))


# --- Families: tool or direct answer ---------------------------------------------------------


def _offered(draw: Draw, literal: bool, index: int) -> tuple[dict, dict[str, str]]:
    """Spells a tool for one offer; returns (offer, value kind by argument key).

    A spelling of the name belongs to a spelling of the description and of the arguments, as in an
    interface that exists. With `literal` a tool has one spelling. German questions have some tools
    with English descriptions, as most interfaces have them.
    """
    is_english = draw.rng.random() < _ENGLISH_TOOLS
    tool = tools("en" if is_english else draw.language)[index]
    spelling = 0 if literal else draw.rng.randrange(len(tool.names))
    kinds = {keys[spelling % len(keys)]: kind for keys, kind in tool.args}
    args = {key: "integer" if kind in COUNTED else "string" for key, kind in kinds.items()}
    offer = {
        "name": tool.names[spelling],
        "description": tool.descriptions[spelling % len(tool.descriptions)],
        "args": args,
    }
    return offer, kinds


# Share of the questions that need not name what their tool is about, with --literal.
_INDIRECT_SHARE = 0.3
# Share of the questions for a tool after a sentence about anything.
_LEAD_SHARE = 0.1
# Share of the tools that German questions meet with an English description.
_ENGLISH_TOOLS = 0.2


def _offer(
    draw: Draw, literal: bool, fitting: list[dict], others: int, avoid: Collection[int] = ()
) -> list[dict]:
    """Mixes fitting offers with `others` that do not fit, none of the tools to `avoid`."""
    pool = [i for i in range(len(tools(draw.language))) if i not in avoid]
    picked = draw.rng.sample(pool, others)
    offers = fitting + [_offered(draw, literal, index)[0] for index in picked]
    draw.rng.shuffle(offers)
    return offers


@dataclasses.dataclass(frozen=True)
class _Request:
    """A question that needs a tool.

    Attributes:
        index: the tool's place in `tools`.
        offer: the tool as it is spelled for this question.
        args: the arguments of the right call.
        question: what the user says.
        template: id of the wording.
    """

    index: int
    offer: dict
    args: dict
    question: str
    template: str


def _ask_tool(draw: Draw, literal: bool, group: str) -> _Request:
    is_direct = literal and draw.rng.random() >= _INDIRECT_SHARE
    wordings, about = _tool_wordings(group, draw.language, is_direct)
    template = draw.wording(wordings)
    index = about[template.text]
    offer, kinds = _offered(draw, literal, index)
    args = {}
    for key, kind in kinds.items():
        args[key] = draw.rng.choice(kind.split("/")) if "/" in kind else VALUES[kind](draw)
    question = template.fill(**dict(zip("ab", args.values(), strict=False)))
    if draw.rng.random() < _LEAD_SHARE:
        question = f"{notes.sentence(draw, notes.SHORT)} {question}"
    return _Request(index, offer, args, question, template.id)


def _call_checks(offer: dict, args: dict) -> list[dict]:
    return [
        {"metric": "json_parses", "rule": "json_parses"},
        {"metric": "tool_decision", "rule": "tool_decision", "expected": "tool"},
        {"metric": "tool_call", "rule": "tool_call", "name": offer["name"], "args": args},
    ]


def _direct_checks(kind: str) -> list[dict]:
    return [
        {"metric": "tool_decision", "rule": "tool_decision", "expected": "direct"},
        {"metric": f"no_tool/{kind}", "rule": "no_tool"},
    ]


def tool_pair(draw: Draw, literal: bool, group: str) -> list[Draft]:
    """A question with its tool on offer, and the same question with other tools only.

    In training mostly a conversation, in which some questions have their tool on offer.
    """
    if draw.split == "train" and draw.rng.random() < _TALK_SHARE:
        return _tool_talk(draw, literal, group)
    request = _ask_tool(draw, literal, group)
    count = draw.rng.choice((0, 0, 1, 1, 1, 2, 2, 3, 5))
    offers = _offer(draw, literal, [request.offer], count, avoid=[request.index])
    with_tool = _call(draw, request, offers)
    if draw.rng.random() < 0.45:
        return _fitting(draw, with_tool)
    offers = _offer(draw, literal, [], draw.rng.choice((1, 1, 2, 2, 3)), avoid=[request.index])
    pair = _fitting(draw, with_tool) + _fitting(draw, _refusal(draw, request, offers))
    return pair if len(pair) == 2 else []


def _tool_talk(draw: Draw, literal: bool, group: str) -> list[Draft]:
    """Three questions with the same tools on offer, which fit some of them, at least one."""
    groups = [group, *draw.rng.choices(("home", "office", "world"), k=2)]
    requests = {r.index: r for r in (_ask_tool(draw, literal, group) for group in groups)}
    fitted = {index for index in requests if draw.rng.random() < 0.55}
    fitted.add(draw.rng.choice(list(requests)))
    fitting = [request.offer for index, request in requests.items() if index in fitted]
    offers = _offer(draw, literal, fitting, draw.rng.choice((0, 1, 1, 2)), avoid=list(requests))
    drafts = []
    for index, request in requests.items():
        make = _call if index in fitted else _refusal
        drafts += _fitting(draw, make(draw, request, offers))
    return [_joined(drafts)] if drafts else []


def _call(draw: Draw, request: _Request, offers: list[dict]) -> Draft:
    name, args = request.offer["name"], request.args
    messages = _messages(draw, request.question, dump_json({"name": name, "args": args}))
    features = {"answer": "tool", "tools": "True", "way": "call"}
    checks = _call_checks(request.offer, args)
    return Draft(messages, checks, request.template, request.question, offers, 96, features)


def _refusal(draw: Draw, request: _Request, offers: list[dict]) -> Draft:
    action = tools(draw.language)[request.index].action
    refusal = {"en": f"I have no tool to {action}.", "de": f"Ich habe kein Werkzeug, um {action}."}
    messages = _messages(draw, request.question, refusal[draw.language])
    features = {"answer": "direct", "tools": "True", "way": "no fitting tool"}
    checks = _direct_checks("unfit")
    return Draft(messages, checks, request.template, request.question, offers, 64, features)


def ask_fact(draw: Draw, literal: bool) -> list[Draft]:
    """A question that the prompt itself answers, with tools on offer: a direct answer."""
    text = _Text(draw, literal, draw.rng.randint(1, 2), ("string", "integer"))
    field = draw.rng.choice(text.told)
    value = text.values[field]
    label = field.label
    answer = {
        "en": f"The {label} is {value}.",
        "de": f"{label[:1].upper()}{label[1:]}: {value}.",
    }[draw.language]
    template = draw.wording(_wordings("ask", draw.language))
    prompt = template.fill(text=text.text, label=label)
    checks = [
        *_direct_checks("fact"),
        {"metric": "exact/ask_fact", "rule": "contains_answer", "expected": [str(value)]},
    ]
    offered = _offer(draw, literal, [], draw.rng.randint(1, 3))
    features = {"answer": "direct", "tools": "True", "way": "fact"}
    return _fitting(
        draw,
        Draft(
            _messages(draw, prompt, answer),
            checks,
            template.id,
            text.payload,
            offered,
            64,
            features,
        ),
    )


def plain(draw: Draw, literal: bool) -> list[Draft]:
    """A short question of stage 3a-1, with tools on offer that it does not need."""
    families = format_lock.FAMILIES
    [family] = draw.rng.choices(families, [family.share for family in families])
    [draft] = family.make(draw)
    return [
        dataclasses.replace(
            draft,
            checks=_direct_checks("plain"),
            tools=_offer(draw, literal, [], draw.rng.randint(1, 3)),
            features={"answer": "direct", "tools": "True", "way": "plain"},
        )
    ]


def stage(literal: bool = False) -> generator.Stage:
    """Returns the stage; `literal` = keys are spelled as the text's labels, tools in one way."""
    shares = (
        ("flat", 0.07, functools.partial(_flat, literal=literal)),
        ("typed", 0.05, functools.partial(_typed, literal=literal)),
        ("missing", 0.07, functools.partial(missing, literal=literal)),
        ("nested", 0.04, functools.partial(nested, literal=literal)),
        ("array", 0.04, functools.partial(array, literal=literal)),
        ("records", 0.03, functools.partial(records, literal=literal)),
        ("list", 0.07, functools.partial(short_text, literal=literal, make=listed_things)),
        ("statement", 0.13, functools.partial(short_text, literal=literal, make=statements)),
        ("frame", 0.15, functools.partial(short_text, literal=literal, make=_framed)),
        ("tool_home", 0.09, functools.partial(tool_pair, literal=literal, group="home")),
        ("tool_office", 0.09, functools.partial(tool_pair, literal=literal, group="office")),
        ("tool_world", 0.09, functools.partial(tool_pair, literal=literal, group="world")),
        ("ask_fact", 0.04, functools.partial(ask_fact, literal=literal)),
        ("plain", 0.04, functools.partial(plain, literal=literal)),
    )

    def languages(name: str) -> dict[str, float]:
        if name == "plain":  # 3a-1 is in English
            return {"en": 1.0}
        # German questions also meet English tools, which makes them more to learn.
        german = 0.4 if name.startswith("tool") else 0.3
        return {"en": 1 - german, "de": german}

    families = [
        Family(name, share, languages(name), make, closed=name == "plain")
        for name, share, make in shares
    ]
    return generator.Stage("3a4", "structured", 800, families)


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the flags of every generator, and how keys are spelled."""
    generator.define_flags(flag_values)
    flags.DEFINE_bool(
        "literal", False, "Keys are spelled as the text's labels and a tool in one way, for small "
        "models.", flag_values=flag_values,
    )  # fmt: skip


def main(args: flags.FlagValues) -> None:
    """Writes the file that the flags ask for."""
    generator.run(stage(args.literal), args)


STAGE = stage()

if __name__ == "__main__":
    sys.exit(command.run(main, define_flags, None, __doc__))
