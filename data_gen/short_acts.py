"""Short texts for stage 3a-4 about what somebody did: who, what, and at most two details.

A value ends where the sentence goes on, with any of some 60 verbs: "Mara Kest polishes the lamp."
In the passive voice the thing comes first.
"""

import dataclasses
import functools

from data_gen import listings
from data_gen.generator import Draw
from data_gen.qa_material import german_cases, upper_first
from data_gen.structured_material import VALUES

# What can be acted upon (groups of `listings.subjects`), and its keys.
_THINGS = {
    "en": {
        "goods": "thing item object product what",
        "animals": "animal creature what",
        "papers": "paper document what",
        "buildings": "building what",
    },
    "de": {
        "goods": "ding sache gegenstand was",
        "animals": "tier was",
        "papers": "papier dokument was",
        "buildings": "gebäude bauwerk was",
    },
}
_WHO = {"en": "name person who", "de": "name person wer"}
# What it is done to: first letters of the groups above. Present, past and participle, then what the
# one who does it is called.
_DEEDS = {
    "en": """
gap: sells sold sold seller/buys bought bought buyer/finds found found finder
gap: loses lost lost/hides hid hidden/brings brought brought/borrows borrowed borrowed borrower
gap: wants wanted wanted/steals stole stolen thief/weighs weighed weighed/drops dropped dropped
gap: delivers delivered delivered/holds held held/misses missed missed
gapb: paints painted painted painter artist/draws drew drawn artist/counts counted counted
gapb: describes described described author/likes liked liked fan/shows showed shown
gapb: photographs photographed photographed photographer/admires admired admired admirer
gapb: mentions mentioned mentioned speaker/inherits inherited inherited heir
g: repairs repaired repaired mechanic/orders ordered ordered customer/packs packed packed
g: wraps wrapped wrapped/polishes polished polished/uses used used user/tests tested tested tester
gb: rents rented rented tenant/cleans cleaned cleaned cleaner/designs designed designed designer
gp: collects collected collected collector/returns returned returned/needs needed needed
p: writes wrote written author writer/signs signed signed/reads read read reader/copies copied copied
pb: checks checked checked inspector/forgets forgot forgotten/praises praised praised critic
a: feeds fed fed/washes washed washed/walks walked walked/trains trained trained trainer
ab: watches watched watched/guards guarded guarded guard/visits visited visited visitor""",
    "de": """
gap: verkauft verkaufte verkauft verkäufer/kauft kaufte gekauft käufer/findet fand gefunden finder
gap: verliert verlor verloren/versteckt versteckte versteckt/bringt brachte gebracht bote
gap: sucht suchte gesucht/stiehlt stahl gestohlen dieb/trägt trug getragen träger
gap: liefert lieferte geliefert lieferant/hält hielt gehalten/vermisst vermisste vermisst
gapb: bemalt bemalte bemalt maler/zeichnet zeichnete gezeichnet künstler/zählt zählte gezählt
gapb: beschreibt beschrieb beschrieben/zeigt zeigte gezeigt/erbt erbte geerbt erbe
gapb: fotografiert fotografierte fotografiert fotograf/bewundert bewunderte bewundert
gapb: erwähnt erwähnte erwähnt redner
g: repariert reparierte repariert/bestellt bestellte bestellt kunde/poliert polierte poliert
g: benutzt benutzte benutzt nutzer/testet testete getestet tester/verschenkt verschenkte verschenkt
gb: mietet mietete gemietet mieter/putzt putzte geputzt/entwirft entwarf entworfen
gp: sammelt sammelte gesammelt sammler/braucht brauchte gebraucht/spendet spendete gespendet spender
p: schreibt schrieb geschrieben autor verfasser/liest las gelesen leser/kopiert kopierte kopiert
pb: prüft prüfte geprüft prüfer/vergisst vergaß vergessen/lobt lobte gelobt kritiker
a: wäscht wusch gewaschen/streichelt streichelte gestreichelt/trainiert trainierte trainiert trainer
ab: beobachtet beobachtete beobachtet/bewacht bewachte bewacht wächter/besucht besuchte besucht
""",
}
# What things come in, each also the key of how many there are, and what they are then.
_UNITS = {
    "en": "boxes bags crates jars rolls packets pieces bottles cups slices bundles barrels tins "
    "buckets trays baskets kilos grams litres pounds sacks cases".split(),
    "de": "Kisten Beutel Körbe Gläser Rollen Pakete Stück Flaschen Tassen Scheiben Bündel Fässer "
    "Dosen Eimer Kilo Gramm Liter Pfund Kästen Schalen".split(),
}
_STUFF = {
    "en": "flour sugar salt milk honey oil juice sand gravel cement soap paint wool hay oats corn wheat "
    "rye coal wood glue ink wax tea coffee cocoa rice butter cheese nuts seeds soil".split(),
    "de": "Mehl Zucker Salz Milch Honig Öl Saft Sand Kies Zement Seife Farbe Wolle Heu Hafer Mais Weizen "
    "Roggen Kohle Holz Leim Tinte Wachs Tee Kaffee Kakao Reis Butter Käse Nüsse Erde".split(),
}
_COUNT_KEYS = {"en": "amount number quantity", "de": "menge anzahl"}
_STUFF_KEYS = {"en": "goods content product what", "de": "ware inhalt produkt was"}
# Deeds whose object may be so much of something.
_SUPPLIES = (
    *("sells", "buys", "finds", "brings", "wants", "steals", "weighs", "delivers", "counts"),
    *("orders", "packs", "uses", "collects", "needs", "returns", "verkauft", "kauft", "findet"),
    *("bringt", "sucht", "stiehlt", "trägt", "liefert", "zählt", "bestellt", "benutzt", "sammelt"),
    *("braucht", "spendet", "verschenkt"),
)
TRADES = ("sells", "buys", "orders", "rents", "verkauft", "kauft", "bestellt", "mietet")
# What needs no object: present and past, then what the one who does it is called.
_MOVES = {
    "en": """waits waited/sleeps slept/works worked/arrives arrived guest/sings sang singer/
        swims swam swimmer/dances danced dancer/plays played player/wins won winner/loses lost loser/
        rings rang caller/leaves left/starts started/stays stayed guest/runs ran runner/
        speaks spoke speaker/eats ate/cooks cooked cook/helps helped helper/laughs laughed""",
    "de": """wartet wartete/schläft schlief/arbeitet arbeitete/singt sang sänger/
        schwimmt schwamm schwimmer/tanzt tanzte tänzer/spielt spielte spieler/siegt siegte sieger/
        gewinnt gewann gewinner/verliert verlor verlierer/startet startete/bleibt blieb gast/
        läuft lief läufer/spricht sprach redner/isst aß/hilft half helfer/lacht lachte/
        klingelt klingelte/übt übte schüler/kocht kochte koch""",
}
# Details: what they tell (of which a text tells each once), how, their keys, and the kind of value.
_DETAILS = {
    "en": (
        ("place", "in {}", "place city where", "place"),
        ("place", "in room {}", "room", "mark"),
        ("day", "on {}", "day weekday when", "weekday"),
        ("day", "on {}", "date day when", "day"),
        ("hour", "at {}", "time hour", "time"),
        ("company", "with {}", "partner companion friend", "person"),
        ("company", "with {} others", "others", "count"),
        ("time", "after {} minutes", "minutes delay", "count"),
        ("price", "for {} euros", "price euros cost", "amount"),
    ),
    "de": (
        ("place", "in {}", "ort stadt wo", "place"),
        ("place", "in Raum {}", "raum", "mark"),
        ("day", "am {}", "tag wochentag wann", "weekday"),
        ("day", "am {}", "datum tag wann", "day"),
        ("hour", "um {} Uhr", "zeit uhrzeit", "time"),
        ("company", "mit {}", "partner begleitung", "person"),
        ("company", "mit {} anderen", "andere", "count"),
        ("time", "nach {} Minuten", "minuten dauer", "count"),
        ("price", "für {} Euro", "preis euro kosten", "amount"),
    ),
}
# German nouns whose accusative has another ending.
WEAK = ("der Welpe",)
_TITLES = {"en": ("Mr", "Mrs", "Ms", "Dr"), "de": ("Herr", "Frau", "Doktor")}
# Groups of people, with their article in German, and their key.
_GROUPS = {
    "en": ("Team/team", "Club/club", "Group/group"),
    "de": ("das Team/team", "der Verein/verein", "die Gruppe/gruppe"),
}


@dataclasses.dataclass(frozen=True)
class Verb:
    """What is done to things: "sells", "sold", "sold", and to what groups of `listings.subjects`."""

    present: str
    past: str
    participle: str
    groups: tuple[str, ...]


@functools.cache
def verbs(language: str) -> tuple[Verb, ...]:
    """Returns the verbs for what is done to things."""
    found = []
    for line in _DEEDS[language].strip().splitlines():
        letters, _, rows = line.partition(": ")
        groups = tuple(group for group in _THINGS[language] if group[0] in letters)
        for row in rows.split("/"):
            present, past, participle, *_ = row.split()
            found.append(Verb(present, past, participle, groups))
    return tuple(found)


@dataclasses.dataclass(frozen=True)
class _Part:
    """A part of a sentence: what it says, and the key and value that it tells, if any."""

    said: str
    key: str = ""
    value: object = None


def act(draw: Draw) -> tuple[str, dict[str, object]]:
    """Draws a sentence about a deed; returns it with the value of every key, in its order."""
    parts = _deed(draw) if draw.rng.random() < 0.7 else _move(draw)
    telling = [part for part in parts if part.key]
    values = {part.key: part.value for part in telling}
    if len({str(value) for value in values.values()}) < len(telling):
        return act(draw)  # a key or a value came twice
    return upper_first(" ".join(part.said for part in parts)) + ".", values


def _deed(draw: Draw) -> list[_Part]:
    rng = draw.rng
    groups, _, verbs = rng.choice(_DEEDS[draw.language].strip().splitlines()).partition(": ")
    present, past, participle, *called = rng.choice(verbs.split("/")).split()
    doer, details = _doer(draw, called), _details(draw, rng.choice((0, 0, 1)), present)
    if present in _SUPPLIES and rng.random() < 0.6:
        return [doer, _Part(rng.choice((present, past))), *_amount(draw), *details]
    known = _THINGS[draw.language]
    thing = _thing(draw, rng.choice([group for group in known if group[0] in groups]))
    if rng.random() < 0.3:
        return _passive(draw, doer, thing, participle, details)
    if draw.language == "de":
        thing = dataclasses.replace(thing, said=german_cases(thing.said)[0])
    return [doer, _Part(rng.choice((present, past))), thing, *details]


def _move(draw: Draw) -> list[_Part]:
    present, past, *called = draw.rng.choice(_MOVES[draw.language].split("/")).split()
    details = _details(draw, draw.rng.choice((1, 1, 2)), present)
    return [_doer(draw, called), _Part(draw.rng.choice((present, past))), *details]


def _passive(
    draw: Draw, doer: _Part, thing: _Part, participle: str, details: list[_Part]
) -> list[_Part]:
    if draw.language == "en":
        by = dataclasses.replace(doer, said=f"by {doer.said}")
        return [thing, _Part(f"was {participle}"), by, *details]
    said, value = doer.said, doer.value
    if said.startswith("Herr "):  # after "von" he would be "Herrn"
        said = value = said.removeprefix("Herr ")
    elif said.partition(" ")[0] in ("der", "die", "das"):
        said = german_cases(said)[1]
    by = _Part(f"von {said}", doer.key, value)
    return [thing, _Part("wurde"), *details, by, _Part(participle)]


def _doer(draw: Draw, called: list[str]) -> _Part:
    """Draws who does it: a person, one with a title, or a group of people."""
    rng, language = draw.rng, draw.language
    if rng.random() < 0.2:
        group, key = rng.choice(_GROUPS[language]).split("/")
        name = str(VALUES["name"](draw))
        return _Part(f"{group} {name}", key, name)
    person = str(VALUES["person"](draw))
    if rng.random() < 0.25:
        person = f"{rng.choice(_TITLES[language])} {person.split()[-1]}"
    return _Part(person, rng.choice([*_WHO[language].split(), *called * 2]), person)


def _thing(draw: Draw, group: str) -> _Part:
    """Draws what it is done to; its value has no article."""
    things = listings.subjects(group, draw.language)
    thing = draw.rng.choice([thing for thing in things if thing not in WEAK])
    key = draw.rng.choice(_THINGS[draw.language][group].split())
    return _Part(thing, key, thing.partition(" ")[2])


def _amount(draw: Draw) -> list[_Part]:
    """Draws so much of something: "12 crates of salt", of which both are told."""
    rng, language = draw.rng, draw.language
    unit, stuff = rng.choice(_UNITS[language]), rng.choice(_STUFF[language])
    number = rng.randint(2, 60)
    unit_key = rng.choice((unit.lower(), *_COUNT_KEYS[language].split()))
    of = " of" if language == "en" else ""
    stuff_key = rng.choice(_STUFF_KEYS[language].split())
    return [_Part(f"{number} {unit}{of}", unit_key, number), _Part(stuff, stuff_key, stuff)]


def _details(draw: Draw, count: int, verb: str) -> list[_Part]:
    known = [d for d in _DETAILS[draw.language] if d[0] != "price" or verb in TRADES]
    told: dict[str, _Part] = {}
    while len(told) < count:
        about, said, keys, kind = draw.rng.choice(known)
        value = VALUES[kind](draw)
        told[about] = _Part(said.format(value), draw.rng.choice(keys.split()), value)
    return list(told.values())
