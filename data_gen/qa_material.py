"""What the minimal Q&A stage asks about: things, people, events, prices and their grammar.

A table row holds both languages, so that every kind of fact exists in both; the German side has
its own articles and cases and is not a word for word translation.
"""

import dataclasses
import functools
import random
import re
from collections.abc import Callable, Collection, Sequence

from data_gen import slots
from data_gen.generator import Draw
from eval.words import EVIDENCE_DE, EVIDENCE_EN, FUNCTION_WORDS_DE, FUNCTION_WORDS_EN

_ARTICLES = {"m": ("der", "den", "des"), "f": ("die", "die", "der"), "n": ("das", "das", "des")}


@dataclasses.dataclass(frozen=True)
class Phrase:
    """A noun phrase that is asked for, such as "the colour of Bransen", ready for sentences.

    Attributes:
        ask, ask_accusative: as the user says it ("my locker code", "meinen Spindcode").
        full: the answer, lower case at its start, {v} for the value ("your locker code is {v}").
        short: the same in fewer words ("the colour is {v}").
        opener: question word ("what", "who", "wie hoch").
        verb: verb of the question ("is", "lautet").
        state: verb of the statement ("is", "beträgt").
        value: kind of its values, as `value` draws them.
    """

    ask: str
    ask_accusative: str
    full: str
    short: str
    opener: str
    verb: str
    state: str
    value: str


@dataclasses.dataclass(frozen=True)
class Attribute:
    """What a thing can have: its noun, its grammar, and the kind of its values."""

    noun: str
    article: str
    accusative: str
    opener: str
    verb: str
    state: str
    value: str

    def phrase(self, of: str, statement: str) -> Phrase:
        """Returns the phrase for a thing.

        Args:
            of: "of Bransen", "des Schiffs Bransen".
            statement: what is said of it, with {article}, {noun} and {v}: "Bransen's {noun} is {v}".
        """
        plain = f"{self.article} {self.noun}"
        full = statement.format(article=self.article, noun=self.noun, v="{v}")
        short = f"{plain} {'is' if self.article == 'the' else 'ist'} {{v}}"
        question = (self.opener, self.verb, self.state)
        return Phrase(
            f"{plain} {of}", f"{self.accusative} {of}", full, short, *question, self.value
        )


def upper_first(text: str) -> str:
    """Returns `text` with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]


_DATIVES = {"der": "dem", "die": "der", "das": "dem"}
# Masculine nouns with an ending outside the nominative.
_WEAK_NOUNS = {"Bauer": "Bauern", "Pilot": "Piloten", "Spatz": "Spatzen", "Welpe": "Welpen"}


def german_cases(thing: str) -> tuple[str, str]:
    """Returns accusative and dative of a noun with its article: "den Tisch", "dem Tisch"."""
    article, noun = thing.split(" ", 1)
    noun = _WEAK_NOUNS.get(noun, noun)
    return f"{'den' if article == 'der' else article} {noun}", f"{_DATIVES[article]} {noun}"


# --- Values ----------------------------------------------------------------------------------

_WORDS = {
    "material": """wood/Holz stone/Stein iron/Eisen glass/Glas copper/Kupfer clay/Ton steel/Stahl
        silver/Silber plastic/Plastik marble/Marmor bronze/Bronze tin/Zinn bamboo/Bambus
        brass/Messing""",
    "fabric": """leather/Leder paper/Papier wool/Wolle cotton/Baumwolle silk/Seide linen/Leinen
        felt/Filz velvet/Samt plastic/Plastik straw/Stroh""",
    "shape": """round/rund square/quadratisch oval/oval flat/flach curved/gebogen pointed/spitz
        narrow/schmal wide/breit hollow/hohl""",
    "taste": """sweet/süß sour/sauer salty/salzig bitter/bitter mild/mild spicy/scharf
        fruity/fruchtig smoky/rauchig nutty/nussig creamy/cremig""",
    "food": """hay/Heu fish/Fisch corn/Mais oats/Hafer grass/Gras meat/Fleisch rice/Reis
        carrots/Karotten apples/Äpfel bread/Brot lettuce/Salat seeds/Samen""",
    "status": """open/offen closed/geschlossen planned/geplant finished/fertig new/neu
        cancelled/abgesagt approved/genehmigt paused/pausiert running/aktiv rejected/abgelehnt""",
    "thing": """stamps/Briefmarken coins/Münzen shells/Muscheln stones/Steine books/Bücher
        maps/Landkarten cups/Tassen buttons/Knöpfe clocks/Uhren hats/Hüte feathers/Federn
        postcards/Postkarten bottles/Flaschen keys/Schlüssel spoons/Löffel masks/Masken
        bells/Glocken candles/Kerzen dolls/Puppen records/Schallplatten""",
    "drink": """tea/Tee coffee/Kaffee milk/Milch water/Wasser juice/Saft cocoa/Kakao
        lemonade/Limonade""",
    "subject": """biology/Biologie history/Geschichte music/Musik chemistry/Chemie physics/Physik
        law/Jura medicine/Medizin geography/Geografie art/Kunst philosophy/Philosophie
        mathematics/Mathematik astronomy/Astronomie economics/Wirtschaft sociology/Soziologie""",
    "spoken": """English/Englisch German/Deutsch French/Französisch Spanish/Spanisch
        Italian/Italienisch Polish/Polnisch Russian/Russisch Greek/Griechisch Turkish/Türkisch
        Dutch/Niederländisch Danish/Dänisch Swedish/Schwedisch Finnish/Finnisch Czech/Tschechisch
        Arabic/Arabisch Japanese/Japanisch Korean/Koreanisch Latin/Latein""",
    "instrument": """flute/Flöte piano/Klavier violin/Geige guitar/Gitarre harp/Harfe
        trumpet/Trompete cello/Cello organ/Orgel drums/Schlagzeug clarinet/Klarinette oboe/Oboe
        saxophone/Saxofon""",
}
_UNITS = {
    "years": (20, 99, "years", "Jahre"), "young": (2, 19, "years", "Jahre"), "body": (45, 99, "kilos", "Kilo"),
    "metres": (2, 99, "metres", "Meter"), "centimetres": (12, 99, "centimetres", "Zentimeter"),
    "kilos": (2, 99, "kilos", "Kilo"), "grams": (20, 990, "grams", "Gramm"),
    "euros": (2, 99, "euros", "Euro"), "budget": (2, 90, "thousand euros", "Tausend Euro"),
    "watts": (2, 99, "watts", "Watt"), "degrees": (2, 30, "degrees", "Grad"),
}  # fmt: skip
# German job titles whose feminine form is made with "-in" alone.
_JOBS = """baker/Bäcker teacher/Lehrer painter/Maler gardener/Gärtner driver/Fahrer pilot/Pilot
    farmer/Landwirt tailor/Schneider carpenter/Schreiner singer/Sänger dancer/Tänzer
    fisherman/Fischer photographer/Fotograf judge/Richter waiter/Kellner engineer/Ingenieur
    architect/Architekt mechanic/Mechaniker musician/Musiker librarian/Bibliothekar
    butcher/Metzger plumber/Klempner optician/Optiker watchmaker/Uhrmacher translator/Übersetzer
    writer/Schriftsteller potter/Töpfer beekeeper/Imker"""
# English female forms that differ, so that "She works as a fisherman" is never written.
_WOMEN_EN = {"fisherman": "fisher", "waiter": "waitress"}


@functools.cache
def _pairs(table: str) -> tuple[tuple[str, str], ...]:
    rows = (entry.split("/") for entry in table.split())
    return tuple((english, german) for english, german in rows)


def _pick(rng: random.Random, table: str, language: str) -> str:
    return rng.choice(_pairs(table))[0 if language == "en" else 1]


def name(draw: Draw, taken: Sequence[str] = ()) -> str:
    """Draws an invented name of the right side whose first two letters are not in use.

    Names that look alike are what small models mix up.
    """
    heads = {other[:2].lower() for other in taken}
    while True:
        found = draw.payload(slots.invented_name)
        if found[:2].lower() not in heads and _is_name(found):
            return found


def _is_name(text: str) -> bool:
    """Says whether a name is no common word ("Else", "Will"), which would blur the language."""
    word = text.casefold()
    return word not in EVIDENCE_EN | EVIDENCE_DE | FUNCTION_WORDS_EN | FUNCTION_WORDS_DE


def invented_word(draw: Draw) -> str:
    """Draws an invented word of the right side, in small letters.

    A word that exists ("recant") has a meaning, so nobody may say that it is not known.
    """
    while True:
        found = draw.payload(slots.invented_word)
        if found not in _existing_words():
            return found


@functools.cache
def _existing_words() -> frozenset[str]:
    return frozenset(word.lower() for lang in slots.LANGUAGES for word in slots.rare_words(lang))


def place(draw: Draw) -> str:
    """Draws an invented place of the right side."""
    return draw.payload(lambda rng: slots.invented_place(rng, draw.language))


def value(draw: Draw, kind: str) -> str:
    """Draws a value of a kind named in the tables below.

    Raises:
        KeyError: if no table knows the kind.
    """
    rng, language = draw.rng, draw.language
    if kind in _UNITS:
        low, high, english, german = _UNITS[kind]
        return f"{rng.randint(low, high)} {english if language == 'en' else german}"
    if kind in _WORDS:
        return _pick(rng, _WORDS[kind], language)
    return _DRAWN[kind](draw)


def _code(draw: Draw) -> str:
    return f"{draw.rng.choice('ABCDEFGHKLMNPRSTUVWXZ')}{draw.rng.randint(2, 99)}"


def _first_name(draw: Draw) -> str:
    return draw.rng.choice(_first_names(draw.language))[0]


def spot(draw: Draw) -> str:
    """Draws where a thing can lie: "in the drawer"."""
    return draw.rng.choice(spots(draw.language))


_DRAWN: dict[str, Callable[[Draw], str]] = {
    "colour": lambda draw: draw.rng.choice(slots.colours(draw.language)[:6]),
    "name": name,
    "place": place,
    "code": _code,
    "weekday": lambda draw: draw.rng.choice(slots.weekdays(draw.language)),
    "month": lambda draw: draw.rng.choice(slots.months(draw.language)),
    "year": lambda draw: str(draw.rng.randint(1900, 2019)),
    "pin": lambda draw: str(draw.rng.randint(1000, 9999)),
    "small": lambda draw: str(draw.rng.randint(2, 99)),
    "shoe": lambda draw: str(draw.rng.randint(35, 47)),
    "word": lambda draw: draw.payload(slots.invented_word),
    "first": _first_name,
    "spot": spot,
}


# --- Things and what they have ---------------------------------------------------------------

# key: English noun | German noun | gender | English question word | German one / verb | German
# verb of the statement | kind of value
_ATTRIBUTES = """
colour: colour | Farbe | f | what | wie / ist | ist | colour
age: age | Alter | n | what | wie hoch / ist | beträgt | years
youth: age | Alter | n | what | wie hoch / ist | beträgt | young
height: height | Höhe | f | what | wie groß / ist | beträgt | metres
length: length | Länge | f | what | wie groß / ist | beträgt | metres
width: width | Breite | f | what | wie groß / ist | beträgt | metres
tall: height | Höhe | f | what | wie groß / ist | beträgt | centimetres
long: length | Länge | f | what | wie groß / ist | beträgt | centimetres
wide: width | Breite | f | what | wie groß / ist | beträgt | centimetres
depth: depth | Tiefe | f | what | wie groß / ist | beträgt | metres
weight: weight | Gewicht | n | what | wie hoch / ist | beträgt | kilos
load: weight | Gewicht | n | what | wie hoch / ist | beträgt | grams
price: price | Preis | m | what | wie hoch / ist | beträgt | euros
budget: budget | Budget | n | what | wie hoch / ist | beträgt | budget
power: power | Leistung | f | what | wie hoch / ist | beträgt | watts
warmth: temperature | Temperatur | f | what | wie hoch / ist | beträgt | degrees
owner: owner | Besitzer | m | who | wer / ist | ist | name
maker: maker | Hersteller | m | who | wer / ist | ist | name
captain: captain | Kapitän | m | who | wer / ist | ist | name
builder: builder | Erbauer | m | who | wer / ist | ist | name
keeper: keeper | Verwalter | m | who | wer / ist | ist | name
leader: leader | Leiter | m | who | wer / ist | ist | name
founder: founder | Gründer | m | who | wer / ist | ist | name
trainer: trainer | Trainer | m | who | wer / ist | ist | name
guard: guard | Wächter | m | who | wer / ist | ist | name
port: home port | Heimathafen | m | what | wie / heißt | ist | place
origin: origin | Herkunft | f | what | was / ist | ist | place
material: material | Material | n | what | was / ist | ist | material
fabric: material | Material | n | what | was / ist | ist | fabric
shape: shape | Form | f | what | wie / ist | ist | shape
taste: taste | Geschmack | m | what | wie / ist | ist | taste
food: food | Futter | n | what | was / ist | ist | food
status: status | Status | m | what | wie / ist | ist | status
room: room | Raum | m | what | wie / lautet | ist | code
code: code | Code | m | what | wie / lautet | lautet | code
deadline: deadline | Stichtag | m | what | was / ist | ist | weekday
"""
# English noun | German noun | gender | German genitive | attributes
_KINDS = """
tower | Turm | m | Turms | colour age height owner builder material keeper width
mill | Mühle | f | Mühle | colour age height owner builder material keeper
house | Haus | n | Hauses | colour age height owner builder material width
bridge | Brücke | f | Brücke | colour age height length builder material width
castle | Burg | f | Burg | age height owner builder material keeper guard
ship | Schiff | n | Schiffs | colour age length owner captain port builder
ferry | Fähre | f | Fähre | colour age length owner captain port builder
boat | Boot | n | Boots | colour youth length owner captain port material
lamp | Lampe | f | Lampe | colour price load material maker shape power tall
chair | Stuhl | m | Stuhls | colour price material maker shape tall wide youth
vase | Vase | f | Vase | colour price load material maker shape tall owner
bag | Tasche | f | Tasche | colour price load fabric maker shape wide owner
drum | Trommel | f | Trommel | colour price material maker shape wide owner
motor | Motor | m | Motors | colour price weight power maker youth warmth
horse | Pferd | n | Pferds | colour youth owner food trainer keeper origin
dog | Hund | m | Hunds | colour youth weight owner food trainer long
cat | Katze | f | Katze | colour youth owner food long origin keeper
lake | See | m | Sees | colour depth length width warmth owner guard
cave | Höhle | f | Höhle | depth length width warmth guard age height
project | Projekt | n | Projekts | leader budget room code deadline status founder
club | Verein | m | Vereins | leader budget room founder status age trainer
course | Kurs | m | Kurses | leader price room code deadline status trainer
cheese | Käse | m | Käses | colour taste price load origin maker shape
drink | Getränk | n | Getränks | colour taste price origin maker warmth load
"""


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of thing, for "the ship", "des Schiffs" or "the ship Bransen".

    Attributes:
        noun: "ship", "Schiff".
        indefinite: "a ship", "ein Schiff".
        of: "of the ship", "des Schiffs".
        subject: what opens an answer about one, with {label}: "the {label}", "bei dem {label}".
        attributes: the keys of what it can have.
    """

    noun: str
    indefinite: str
    of: str
    subject: str
    attributes: tuple[str, ...]


@functools.cache
def attributes(language: str) -> dict[str, Attribute]:
    """Returns the attributes of things by key."""
    table = {}
    for line in _ATTRIBUTES.strip().splitlines():
        key, _, rest = line.partition(": ")
        english, german, gender, opener, question, state, kind = rest.split(" | ")
        if language == "en":
            table[key] = Attribute(english, "the", f"the {english}", opener, "is", "is", kind)
        else:
            article, accusative, _ = _ARTICLES[gender]
            word, verb = question.split(" / ")
            table[key] = Attribute(
                german, article, f"{accusative} {german}", word, verb, state, kind
            )
    return table


@functools.cache
def kinds(language: str) -> tuple[Kind, ...]:
    """Returns the kinds of things."""
    table = []
    for line in _KINDS.strip().splitlines():
        english, german, gender, genitive, keys = line.split(" | ")
        if language == "en":
            of = f"of the {english}"
            table.append(Kind(english, with_article(english), of, "the {label}", _keys(keys)))
        else:
            indefinite = f"{'eine' if gender == 'f' else 'ein'} {german}"
            of = f"{_ARTICLES[gender][2]} {genitive}"
            subject = f"bei {'der' if gender == 'f' else 'dem'} {{label}}"
            table.append(Kind(german, indefinite, of, subject, _keys(keys)))
    return tuple(table)


def _keys(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def with_article(english: str) -> str:
    """Returns an English noun phrase with "a" or "an" before it."""
    return f"{'an' if english[0] in 'aeiou' else 'a'} {english}"


# --- What belongs to the user ----------------------------------------------------------------

# English | German nominative | German accusative (if it differs) | question words | kind of value.
# "my" and "mein" turn into "your" and "dein" in the answer.
_PRIVATE = """
my locker code | mein Spindcode | meinen Spindcode | what / wie lautet | pin
my room number | meine Zimmernummer | | what / wie lautet | small
my sister's name | der Name meiner Schwester | den Namen meiner Schwester | what / wie lautet | first
my brother's name | der Name meines Bruders | den Namen meines Bruders | what / wie lautet | first
my sister's age | das Alter meiner Schwester | | what / wie hoch ist | years
my uncle's age | das Alter meines Onkels | | what / wie hoch ist | years
my cat's name | der Name meiner Katze | den Namen meiner Katze | what / wie lautet | name
my dog's name | der Name meines Hundes | den Namen meines Hundes | what / wie lautet | name
my dog's age | das Alter meines Hundes | | what / wie hoch ist | young
my shoe size | meine Schuhgröße | | what / wie lautet | shoe
my favourite colour | meine Lieblingsfarbe | | what / was ist | colour
my favourite day | mein Lieblingstag | meinen Lieblingstag | what / was ist | weekday
my favourite month | mein Lieblingsmonat | meinen Lieblingsmonat | what / was ist | month
my home town | meine Heimatstadt | | what / wie heißt | place
my birth year | mein Geburtsjahr | | what / wie lautet | year
my birth month | mein Geburtsmonat | meinen Geburtsmonat | what / wie heißt | month
my bank | meine Bank | | what / wie heißt | name
my car's colour | die Farbe meines Autos | | what / wie ist | colour
my coat's colour | die Farbe meines Mantels | | what / wie ist | colour
my boss | mein Chef | meinen Chef | who / wer ist | name
my dentist | mein Zahnarzt | meinen Zahnarzt | who / wer ist | name
my landlord | mein Vermieter | meinen Vermieter | who / wer ist | name
my teacher | mein Lehrer | meinen Lehrer | who / wer ist | name
my aunt's phone number | die Telefonnummer meiner Tante | | what / wie lautet | pin
my customer number | meine Kundennummer | | what / wie lautet | pin
my password | mein Passwort | | what / wie lautet | word
my seat | mein Sitzplatz | meinen Sitzplatz | what / was ist | code
my hotel | mein Hotel | | what / wie heißt | name
my village | mein Dorf | | what / wie heißt | place
my weight | mein Gewicht | | what / wie hoch ist | body
my rent | meine Miete | | what / wie hoch ist | euros
my bus number | meine Busnummer | | what / wie lautet | small
my grandma's village | das Dorf meiner Oma | | what / wie heißt | place
my team's trainer | der Trainer meines Teams | den Trainer meines Teams | who / wer ist | name
my meeting day | mein Sitzungstag | meinen Sitzungstag | what / wann ist | weekday
"""


@functools.cache
def private_phrases(language: str) -> tuple[Phrase, ...]:
    """Returns what belongs to the user."""
    table = []
    for line in _PRIVATE.strip().splitlines():
        english, nominative, accusative, openers, kind = (part.strip() for part in line.split("|"))
        english_opener, german_opener = openers.split(" / ")
        if language == "en":
            yours = english.replace("my ", "your ")
            full = f"{yours} is {{v}}"
            phrase = Phrase(english, english, full, full, english_opener, "is", "is", kind)
        else:
            asked = (nominative, accusative or nominative)
            full = f"{nominative.replace('mein', 'dein')} ist {{v}}"
            opener, _, verb = german_opener.rpartition(" ")
            state = "beträgt" if kind in _UNITS else "ist"
            phrase = Phrase(*asked, full, full, opener, verb, state, kind)
        table.append(phrase)
    return tuple(table)


# --- People ----------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Relation:
    """What a person does or is, with `{s}` for the person and `{v}` for the value.

    Attributes:
        predicate: "lives in {v}"; together with the person it is a statement.
        direct: "where does {s} live".
        indirect: "where {s} lives".
        unknown: the predicate of an unknown value: "lives in a place I don't know".
        unknown_short: the same in fewer words: "lives in an unknown place".
        value: kind of value.
    """

    predicate: str
    direct: str
    indirect: str
    unknown: str
    unknown_short: str
    value: str


# English predicate | direct | indirect | unknown | unknown, shorter # the German ones # kind of value;
# a row's further lines begin with a space.
_RELATIONS = """
lives in {v} | where does {s} live | where {s} lives |
  lives in a place I don't know | lives in an unknown place
 # wohnt in {v} | wo wohnt {s} | wo {s} wohnt |
  wohnt in einem Ort, den ich nicht kenne | wohnt in einem unbekannten Ort # place
works as {v} | which job does {s} have | which job {s} has |
  works as something I don't know | works as something unknown
 # arbeitet als {v} | welchen Beruf hat {s} | welchen Beruf {s} hat |
  arbeitet als etwas, das ich nicht weiß | arbeitet als etwas Unbekanntes # job
was born in the year {v} | when was {s} born | when {s} was born |
  was born in a year I don't know | was born in an unknown year
 # wurde {v} geboren | wann wurde {s} geboren | wann {s} geboren wurde |
  wurde in einem Jahr geboren, das ich nicht kenne | wurde in einem unbekannten Jahr geboren # year
plays the {v} | which instrument does {s} play | which instrument {s} plays |
  plays an instrument I don't know | plays an unknown instrument
 # spielt gern {v} | welches Instrument spielt {s} gern | welches Instrument {s} gern spielt |
  spielt gern etwas, das ich nicht kenne | spielt gern etwas Unbekanntes # instrument
has a collection of {v} | what does {s} collect | what {s} collects |
  has a collection of something I don't know | has a collection of something unknown
 # sammelt gern {v} | was sammelt {s} gern | was {s} gern sammelt |
  sammelt gern etwas, das ich nicht kenne | sammelt gern etwas Unbekanntes # thing
speaks {v} at home | which language does {s} speak | which language {s} speaks |
  speaks a language I don't know | speaks an unknown language
 # spricht zu Hause {v} | welche Sprache spricht {s} | welche Sprache {s} spricht |
  spricht zu Hause etwas, das ich nicht weiß | spricht zu Hause etwas Unbekanntes # spoken
likes to drink {v} | what does {s} like to drink | what {s} likes to drink |
  likes to drink something I don't know | likes to drink something unknown
 # trinkt gern {v} | was trinkt {s} gern | was {s} gern trinkt |
  trinkt gern etwas, das ich nicht weiß | trinkt gern etwas Unbekanntes # drink
is a student of {v} | what does {s} study | what {s} studies |
  is a student of something I don't know | is a student of something unknown
 # hat als Fach {v} | was studiert {s} | was {s} studiert |
  hat als Fach etwas, das ich nicht weiß | hat als Fach etwas Unbekanntes # subject
makes {v} an hour | how much does {s} earn | how much {s} earns |
  makes an amount I don't know | makes an unknown amount
 # verdient {v} in der Stunde | wie viel verdient {s} | wie viel {s} verdient |
  verdient einen Betrag, den ich nicht kenne | verdient einen unbekannten Betrag # euros
comes back on {v} | when does {s} come back | when {s} comes back |
  comes back on a day I don't know | comes back on an unknown day
 # kommt am {v} zurück | wann kommt {s} zurück | wann {s} zurückkommt |
  kommt an einem Tag zurück, den ich nicht kenne | kommt an einem unbekannten Tag zurück # weekday
is now in room {v} | in which room is {s} now | in which room {s} is now |
  is now in a room I don't know | is now in an unknown room
 # ist jetzt in Raum {v} | in welchem Raum ist {s} jetzt | in welchem Raum {s} jetzt ist |
  ist jetzt in einem Raum, den ich nicht kenne | ist jetzt in einem unbekannten Raum # code
trains with {v} | who does {s} train with | who {s} trains with |
  trains with someone I don't know | trains with someone unknown
 # trainiert mit {v} | mit wem trainiert {s} | mit wem {s} trainiert |
  trainiert mit jemandem, den ich nicht kenne | trainiert mit jemand Unbekanntem # name
"""


@functools.cache
def relations(language: str) -> tuple[Relation, ...]:
    """Returns the relations of people."""
    table = []
    for row in re.sub(r"\n +", " ", _RELATIONS).strip().splitlines():
        english, german, kind = row.split(" # ")
        forms = english if language == "en" else german
        predicate, direct, indirect, unknown, short = forms.split(" | ")
        table.append(Relation(predicate, direct, indirect, unknown, short, kind))
    return tuple(table)


@dataclasses.dataclass(frozen=True)
class Person:
    """A person with an invented family name."""

    name: str
    female: bool

    @property
    def family_name(self) -> str:
        """The invented part of the name."""
        return self.name.split()[-1]

    def pronoun(self, language: str) -> str:
        """Returns "she", "he", "sie" or "er"."""
        return {"en": ("he", "she"), "de": ("er", "sie")}[language][self.female]


@functools.cache
def _first_names(language: str) -> tuple[tuple[str, bool], ...]:
    women, men = _names_by_gender(language)
    both = set(women) & set(men)
    names = [(name, True) for name in women]
    names += [(name, False) for name in men]
    names = [entry for entry in names if entry[0] not in both and _is_name(entry[0])]
    return tuple(sorted({(n, female) for n, female in names if n.isalpha() and len(n) < 7}))


def _names_by_gender(language: str) -> tuple[Collection[str], Collection[str]]:
    """Returns first names of women and of men."""
    if language == "de":
        from faker.providers.person.de_DE import Provider as German

        return German.first_names_female, German.first_names_male
    from faker.providers.person.en_US import Provider as English

    return English.first_names_female, English.first_names_male


def person(draw: Draw, taken: Sequence[str] = ()) -> Person:
    """Draws a person whose name does not look like the `taken` ones."""
    heads = {word[:2] for other in taken for word in other.split()}
    while True:
        first, female = draw.rng.choice(_first_names(draw.language))
        if first[:2] not in heads:
            return Person(f"{first} {name(draw, [first, *' '.join(taken).split()])}", female)


def person_value(draw: Draw, kind: str, female: bool) -> str:
    """Draws a value for a person: jobs depend on the person, and German has no article there."""
    if kind != "job":
        return value(draw, kind)
    english, german = draw.rng.choice(_pairs(_JOBS))
    if draw.language == "en":
        return with_article(_WOMEN_EN.get(english, english) if female else english)
    return german + "in" if female else german


# --- Lists of everyday facts -----------------------------------------------------------------

# English | German | gender
_OPENING_PLACES = """library/Bibliothek/f museum/Museum/n bakery/Bäckerei/f market/Markt/m
    zoo/Zoo/m pharmacy/Apotheke/f school/Schule/f cinema/Kino/n theatre/Theater/n office/Büro/n
    kiosk/Kiosk/m gym/Turnhalle/f garage/Werkstatt/f cafe/Café/n canteen/Kantine/f
    workshop/Atelier/n pool/Schwimmbad/n gallery/Galerie/f archive/Archiv/n park/Park/m"""
_SPOTS = """in the drawer/in der Schublade; on the shelf/auf dem Regal; under the bed/unter dem Bett;
    in the kitchen/in der Küche; on the table/auf dem Tisch; in the cellar/im Keller;
    behind the door/hinter der Tür; in the garden/im Garten; in the car/im Auto;
    under the stairs/unter der Treppe; on the roof/auf dem Dach; in the box/in der Kiste;
    next to the window/neben dem Fenster; in the hall/im Flur; in the bathroom/im Bad;
    on the balcony/auf dem Balkon; in the garage/in der Garage; on the bench/auf der Bank"""


@functools.cache
def goods(language: str) -> tuple[str, ...]:
    """Returns everyday goods with their articles: "the soup", "die Suppe"."""
    if language == "en":
        return tuple(f"the {word}" for word in slots.products("en"))
    return tuple(f"{article} {word}" for word, article in slots.genders("de").items())


@functools.cache
def opening_places(language: str) -> tuple[str, ...]:
    """Returns places that open at some hour, with their articles."""
    rows = [entry.split("/") for entry in _OPENING_PLACES.split()]
    if language == "en":
        return tuple(f"the {english}" for english, _, _ in rows)
    return tuple(f"{_ARTICLES[gender][0]} {german}" for _, german, gender in rows)


@functools.cache
def spots(language: str) -> tuple[str, ...]:
    """Returns where a thing can lie: "in the drawer"."""
    pairs = (entry.strip().split("/") for entry in _SPOTS.split(";"))
    return tuple(pair[0 if language == "en" else 1] for pair in pairs)


# --- Invented words --------------------------------------------------------------------------

# English | German with its article and ending
_MEANINGS_ADJECTIVES = """small/klein large/groß old/alt new/neu red/rot blue/blau green/grün
    white/weiß black/schwarz yellow/gelb brown/braun heavy/schwer light/leicht simple/einfach
    modern/modern strong/stark cheap/billig rare/selten"""
_ENDINGS = {"der": ("ein", "er"), "die": ("eine", "e"), "das": ("ein", "es")}


def meaning(draw: Draw) -> str:
    """Draws what an invented word could mean: "a small lamp", "eine kleine Lampe"."""
    index = draw.rng.randrange(len(slots.products("en")))
    english, german = draw.rng.choice(_pairs(_MEANINGS_ADJECTIVES))
    if draw.language == "en":
        return with_article(f"{english} {slots.products('en')[index]}")
    noun = slots.products("de")[index]
    article, ending = _ENDINGS[slots.genders("de")[noun]]
    return f"{article} {german}{ending} {noun}"


# --- Events ----------------------------------------------------------------------------------

# English | German | gender
_EVENTS = """Fair/Messe/f Run/Lauf/m Festival/Fest/n Congress/Kongress/m Race/Rennen/n Show/Schau/f
    Market/Markt/m Tournament/Turnier/n"""


def event(draw: Draw, stem: str) -> str:
    """Draws an event named after `stem`: "the Velduno Fair", "die Velduno-Messe"."""
    english, german, gender = draw.rng.choice([entry.split("/") for entry in _EVENTS.split()])
    if draw.language == "en":
        return f"the {stem} {english}"
    return f"{_ARTICLES[gender][0]} {stem}-{german}"


# --- What nobody can tell ----------------------------------------------------------------------

# What is answered to a question without a context. These are as short as an answer of format lock:
# where a prompt of that stage is not recognised, an answer in doubt keeps its limit.
UNKNOWN = {
    "en": ("That is unknown.", "It is unknown.", "Nobody knows."),
    "de": ("Das ist unbekannt.", "Es ist unbekannt.", "Keine Ahnung."),
}
