"""Schemas of stage 3a-4, and the ways to tell them: eight, and keys named within a sentence."""

from data_gen.generator import Draw
from data_gen.structured_material import Field
from mypt_jax.conversation.render import dump_json

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
# Sentences about one key, and about several.
_PROSE = {
    "en": (
        ("Use the key {}.", "The key is {}.", "Take the property {}.", "The entry is called {}."),
        ("Use the keys {}.", "The keys are {}.", "Take the properties {}.", "The entries are called {}."),
    ),
    "de": (
        ("Nutze das Feld {}.", "Das Feld heißt {}.", "Nimm die Angabe {}.", "Der Eintrag heißt {}."),
        ("Nutze die Felder {}.", "Die Felder heißen {}.", "Nimm die Angaben {}.",
         "Die Einträge heißen {}."),
    ),
}  # fmt: skip
# Around "key: type" of all keys, as languages with types have it.
_CODE = ("{ … }", "{…}", "{…}", "(…)")
# Share of the requests on one line that name keys by symbols alone, the frames around such names with
# what stands between them, and what does so without a frame.
_SYMBOLS_SHARE = 0.4
_FRAMES = (("{", "}", ", "), ("{ ", " }", ", "), ("{", "}", "; "), ("[", "]", ", "),
           ("(", ")", ", "), ("(", ")", ", "), ("<", ">", ", "))  # fmt: skip
_BARE = (" / ", "/", "; ", " + ", ", ")
# Around a key within a sentence; mostly nothing.
_QUOTES = ("", "", "", '"', "'", "`")
_ONE_OF = {"en": "one of", "de": "eins von"}


def schema_of(field: Field, nullable: bool) -> dict:
    """Returns the schema of one field's value."""
    if field.type == "enum":
        return {"enum": [*field.kind.split("/"), *([None] if nullable else [])]}
    return {"type": [field.type, "null"] if nullable else field.type}


def object_schema(properties: dict) -> dict:
    """Returns the schema of an object with these keys, all of them, and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def array_schema(items: dict) -> dict:
    """Returns the schema of a list of such items."""
    return {"type": "array", "items": items}


def type_names(draw: Draw, properties: dict) -> dict[str, str]:
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


def join_items(items: list[str], language: str) -> str:
    """Joins items: "a, b and c"."""
    word = {"en": "and", "de": "und"}[language]
    return f"{', '.join(items[:-1])} {word} {items[-1]}" if len(items) > 1 else items[0]


def _is_plain(properties: dict) -> bool:
    """Says whether all values are strings and numbers, whose types need not be told."""
    kinds = ("string", "integer", ["string", "null"], ["integer", "null"])
    return all(schema.get("type") in kinds for schema in properties.values())


def named_keys(draw: Draw, schema: dict) -> dict[str, str]:
    """Names the keys of an object schema within a sentence, some with their types.

    Returns:
        {"keys": as its object, "with_keys": after "with"}, which differ in German.
    """
    rng, language = draw.rng, draw.language
    types = type_names(draw, schema["properties"])
    is_plain = _is_plain(schema["properties"])
    if rng.random() < _SYMBOLS_SHARE:
        return dict.fromkeys(("keys", "with_keys"), _in_symbols(draw, schema, types))
    pattern = rng.choice(("{}", "{}", "{}", "{} ({})")) if is_plain else "{} ({})"
    mark = rng.choice(_QUOTES)
    named = [pattern.format(f"{mark}{key}{mark}", name) for key, name in types.items()]
    listing = ", ".join(named) if rng.random() < 0.25 else join_items(named, language)
    one, several = _KEY_WORDS[language]
    words = rng.choice((*[""] * 3, *(one if len(named) == 1 else several))).split("/")
    return {"keys": f"{words[0]} {listing}".strip(), "with_keys": f"{words[-1]} {listing}".strip()}


def _in_symbols(draw: Draw, schema: dict, types: dict[str, str]) -> str:
    """Names keys as code and forms do: `{a, b}`, `(a: string, b: integer)`, `a / b`, an example."""
    start, end, between = draw.rng.choice(_FRAMES)
    typed = f"{start}{between.join(f'{key}: {name}' for key, name in types.items())}{end}"
    ways = [dump_json(_example(schema)), typed, typed]
    if _is_plain(schema["properties"]):
        ways += [f"{start}{between.join(types)}{end}", draw.rng.choice(_BARE).join(types)]
    return draw.rng.choice(ways)


def tell_schema(draw: Draw, schema: dict) -> tuple[str, str]:
    """Tells an object schema in one of the ways that can; returns (way, text)."""
    properties = schema["properties"]
    language, rng = draw.language, draw.rng
    typed = type_names(draw, properties)
    keys = list(properties)
    listing = join_items(keys, language)
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
        "code": rng.choice(_CODE).replace(
            "…", rng.choice(("; ", ", ")).join(f"{key}: {name}" for key, name in typed.items())
        ),
    }
    if _is_plain(properties):
        # Bare keys tell no type: the value alone must leave no doubt.
        ways["keys"] = f"{heads['keys']}: {', '.join(keys)}."
        ways["prose"] = rng.choice(_PROSE[language][len(keys) > 1]).format(listing)
    # The longest way is as long as three of the others.
    weights = [1 if way == "json_schema" else 3 for way in ways]
    [way] = rng.choices(list(ways), weights)
    return way, ways[way]
