"""Short statements about things, events, animals, buildings and papers, and questions about them.

Each kind of statement says one thing of a subject: "The report has 14 pages." Its question can be
answered where the statement stands, and the same question about another subject cannot.
"""

import dataclasses
import functools
from collections.abc import Callable

from data_gen import qa_material
from data_gen.generator import Draw

# English / German / gender of the German noun.
_SUBJECTS = {
    "events": """meeting/Besprechung/f lecture/Vorlesung/f exam/Prüfung/f course/Kurs/m
        trip/Ausflug/m wedding/Hochzeit/f party/Feier/f match/Spiel/n film/Film/m
        ceremony/Zeremonie/f interview/Gespräch/n training/Training/n rehearsal/Probe/f
        debate/Debatte/f flight/Flug/m break/Pause/f auction/Auktion/f vote/Abstimmung/f
        holiday/Urlaub/m dinner/Abendessen/n picnic/Picknick/n parade/Umzug/m
        lesson/Unterricht/m hike/Wanderung/f excursion/Führung/f play/Theaterstück/n
        inspection/Inspektion/f opening/Eröffnung/f exhibition/Ausstellung/f delivery/Lieferung/f""",
    "animals": """horse/Pferd/n cow/Kuh/f goat/Ziege/f sheep/Schaf/n pig/Schwein/n duck/Ente/f
        goose/Gans/f parrot/Papagei/m rabbit/Kaninchen/n hamster/Hamster/m donkey/Esel/m
        pony/Pony/n turtle/Schildkröte/f owl/Eule/f fox/Fuchs/m wolf/Wolf/m
        tiger/Tiger/m camel/Kamel/n calf/Kalb/n lizard/Eidechse/f swan/Schwan/m
        squirrel/Eichhörnchen/n snake/Schlange/f puppy/Welpe/m foal/Fohlen/n""",
    "buildings": """tower/Turm/m church/Kirche/f castle/Burg/f station/Bahnhof/m factory/Fabrik/f
        hotel/Hotel/n barn/Scheune/f mill/Mühle/f farm/Hof/m stadium/Stadion/n hall/Halle/f
        inn/Gasthaus/n airport/Flughafen/m monastery/Kloster/n prison/Gefängnis/n temple/Tempel/m
        palace/Palast/m warehouse/Lager/n hospital/Krankenhaus/n university/Universität/f
        dam/Damm/m fountain/Brunnen/m chimney/Schornstein/m monument/Denkmal/n""",
    "papers": """report/Bericht/m letter/Brief/m contract/Vertrag/m invoice/Rechnung/f
        form/Formular/n list/Liste/f message/Nachricht/f photo/Foto/n poem/Gedicht/n song/Lied/n
        speech/Rede/f article/Artikel/m plan/Plan/m drawing/Zeichnung/f diary/Tagebuch/n
        essay/Aufsatz/m story/Erzählung/f recipe/Rezept/n receipt/Quittung/f card/Karte/f
        proposal/Vorschlag/m summary/Zusammenfassung/f offer/Angebot/n brochure/Broschüre/f""",
}  # fmt: skip
_ARTICLES = {"m": "der", "f": "die", "n": "das"}


@functools.cache
def subjects(group: str, language: str) -> tuple[str, ...]:
    """Returns what statements of a group can be about, with articles: "the report", "der Bericht".

    Args:
        group: "goods", "places" or a key of the table above.
        language: "en" or "de".
    """
    if group == "goods":
        return qa_material.goods(language)
    if group == "places":
        return qa_material.opening_places(language)
    rows = [entry.split("/") for entry in _SUBJECTS[group].split()]
    if language == "en":
        return tuple(f"the {english}" for english, _, _ in rows)
    return tuple(f"{_ARTICLES[gender]} {german}" for _, german, gender in rows)


@dataclasses.dataclass(frozen=True)
class Listing:
    """A kind of statement.

    Attributes:
        group: what it can be about, see `subjects`.
        value: draws a value.
        said: what stands before the value: "{s} was built".
        preposition: what belongs to the value: "in", or "".
        direct, indirect: the question for the value, with {s}.
        unknown, unknown_short: what stands for preposition and value if they are not known.
    """

    group: str
    value: Callable[[Draw], str]
    said: str
    preposition: str
    direct: str
    indirect: str
    unknown: str
    unknown_short: str

    @property
    def names(self) -> bool:
        """Whether the value is the subject's own name."""
        return self.said in ("{s} is named", "{s} is called", "{s} heißt")

    def statement(self, subject: str, value: str) -> str:
        """Returns the statement about a subject, its first letter as the subject has it."""
        return f"{self.predicate(subject, value).strip()}."

    def predicate(self, subject: str, value: str) -> str:
        """Returns the statement without its full stop; of an empty subject, after a space."""
        parts = (self.said.format(s=subject), self.preposition, value)
        return " ".join(part for part in parts if part)

    def ask(self, subject: str) -> tuple[str, str]:
        """Returns the question for the value of a subject: direct and indirect."""
        return self.direct.format(s=subject), self.indirect.format(s=subject)

    def unknown_statements(self, subject: str) -> tuple[str, str]:
        """Returns what is said of a subject whose value is not known: in full and short."""
        said = self.said.format(s=subject)
        return f"{said} {self.unknown}.", f"{said} {self.unknown_short}."


def _hour(draw: Draw) -> str:
    hour = draw.rng.randint(5, 12)
    return f"{hour} o'clock" if draw.language == "en" else f"{hour} Uhr"


def _amount(low: int, high: int, english: str, german: str) -> Callable[[Draw], str]:
    """Returns what draws an amount: "14 pages"."""
    return lambda draw: (
        f"{draw.rng.randint(low, high)} {english if draw.language == 'en' else german}"
    )


def _of_kind(kind: str) -> Callable[[Draw], str]:
    return lambda draw: qa_material.value(draw, kind)


_EUROS, _KILOS, _DAY, _YEAR = map(_of_kind, ("euros", "kilos", "weekday", "year"))
_NAME, _PLACE = qa_material.name, qa_material.place
_MINUTES, _PAGES = _amount(5, 90, "minutes", "Minuten"), _amount(2, 90, "pages", "Seiten")
_OLD, _HIGH = _amount(2, 19, "years old", "Jahre alt"), _amount(5, 99, "metres high", "Meter hoch")
# What stands for a value that is not known, in full and short.
_THING = ("something I don't know", "something unknown")
_SPOT = ("somewhere I don't know", "somewhere unknown")
_HOUR = ("at some hour I don't know", "at some unknown hour")
_BY = ("by someone I don't know", "by someone unknown")
_ON_DAY = ("on a day I don't know", "on an unknown day")
_IN_PLACE = ("in a place I don't know", "in an unknown place")
_ETWAS = ("etwas, das ich nicht weiß", "etwas Unbekanntes")
_ORT = ("an einem Ort, den ich nicht kenne", "an einem unbekannten Ort")
_ZEIT = ("zu einer Zeit, die ich nicht kenne", "zu unbekannter Zeit")
_JEMANDEM = ("jemandem, den ich nicht kenne", "jemand Unbekanntem")
LISTINGS = {
    "en": (
        Listing("goods", _EUROS, "{s} costs", "",
                "how much does {s} cost", "how much {s} costs", *_THING),
        Listing("goods", qa_material.spot, "{s} is", "", "where is {s}", "where {s} is", *_SPOT),
        Listing("goods", _NAME, "{s} is", "from", "who is {s} from", "who {s} is from",
                "from someone I don't know", "from someone unknown"),
        Listing("goods", _NAME, "{s} belongs", "to",
                "who does {s} belong to", "who {s} belongs to",
                "to someone I don't know", "to someone unknown"),
        Listing("goods", _PLACE, "{s} was made", "in", "where was {s} made",
                "where {s} was made", *_IN_PLACE),
        Listing("places", _hour, "{s} opens", "at", "when does {s} open", "when {s} opens",
                *_HOUR),
        Listing("events", _hour, "{s} begins", "at", "when does {s} begin", "when {s} begins",
                *_HOUR),
        Listing("events", _DAY, "{s} is", "on", "when is {s}", "when {s} is", *_ON_DAY),
        Listing("events", _MINUTES, "{s} takes", "", "how long does {s} take",
                "how long {s} takes", "a time I don't know", "an unknown time"),
        Listing("events", _NAME, "{s} is led", "by", "who leads {s}", "who leads {s}", *_BY),
        Listing("animals", _NAME, "{s} is named", "", "how is {s} named", "how {s} is named",
                *_THING),
        Listing("animals", _NAME, "{s} is called", "", "what is {s} called", "what {s} is called",
                *_THING),
        Listing("animals", _KILOS, "{s} weighs", "", "how much does {s} weigh",
                "how much {s} weighs", "an amount I don't know", "an unknown amount"),
        Listing("animals", _OLD, "{s} is", "", "how old is {s}", "how old {s} is",
                "of an age I don't know", "of an unknown age"),
        Listing("animals", _PLACE, "{s} lives", "in", "where does {s} live", "where {s} lives",
                *_IN_PLACE),
        Listing("animals", qa_material.spot, "{s} sleeps", "", "where does {s} sleep", "where {s} sleeps",
                *_SPOT),
        Listing("buildings", _YEAR, "{s} was built", "in", "when was {s} built",
                "when {s} was built", "in a year I don't know", "in an unknown year"),
        Listing("buildings", _HIGH, "{s} is", "", "how high is {s}", "how high {s} is",
                "of a height I don't know", "of an unknown height"),
        Listing("buildings", _NAME, "{s} was planned", "by", "who planned {s}", "who planned {s}",
                *_BY),
        Listing("papers", _NAME, "{s} was written", "by", "who wrote {s}", "who wrote {s}", *_BY),
        Listing("papers", _PAGES, "{s} has", "", "how many pages does {s} have",
                "how many pages {s} has", "a number of pages I don't know",
                "an unknown number of pages"),
        Listing("papers", _DAY, "{s} came", "on", "when did {s} come", "when {s} came", *_ON_DAY),
        Listing("papers", _PLACE, "{s} comes", "from", "where does {s} come from",
                "where {s} comes from", "from a place I don't know", "from an unknown place"),
    ),
    "de": (
        Listing("goods", _EUROS, "{s} kostet", "", "was kostet {s}", "was {s} kostet", *_ETWAS),
        Listing("goods", qa_material.spot, "{s} ist", "", "wo ist {s}", "wo {s} ist", *_ORT),
        Listing("goods", _NAME, "{s} ist", "von", "von wem ist {s}", "von wem {s} ist",
                "von jemandem, den ich nicht kenne", "von jemand Unbekanntem"),
        Listing("goods", _NAME, "{s} gehört", "", "wem gehört {s}", "wem {s} gehört", *_JEMANDEM),
        Listing("places", _hour, "{s} öffnet", "um", "wann öffnet {s}", "wann {s} öffnet", *_ZEIT),
        Listing("events", _hour, "{s} beginnt", "um", "wann beginnt {s}", "wann {s} beginnt",
                *_ZEIT),
        Listing("events", _DAY, "{s} ist", "am", "wann ist {s}", "wann {s} ist",
                "an einem Tag, den ich nicht kenne", "an einem unbekannten Tag"),
        Listing("events", _MINUTES, "{s} dauert", "", "wie lange dauert {s}",
                "wie lange {s} dauert", "eine Zeit, die ich nicht kenne", "eine unbekannte Zeit"),
        Listing("events", _PLACE, "{s} ist", "in", "wo ist {s}", "wo {s} ist", *_ORT),
        Listing("animals", _PLACE, "{s} lebt", "in", "wo lebt {s}", "wo {s} lebt", *_ORT),
        Listing("animals", qa_material.spot, "{s} schläft", "", "wo schläft {s}", "wo {s} schläft", *_ORT),
        Listing("animals", _NAME, "{s} gehört", "", "wem gehört {s}", "wem {s} gehört",
                *_JEMANDEM),
        Listing("animals", _NAME, "{s} heißt", "", "wie heißt {s}", "wie {s} heißt", *_ETWAS),
        Listing("animals", _KILOS, "{s} wiegt", "", "was wiegt {s}", "was {s} wiegt", *_ETWAS),
        Listing("animals", _OLD, "{s} ist", "", "wie alt ist {s}", "wie alt {s} ist",
                "in einem Alter, das ich nicht kenne", "in einem unbekannten Alter"),
        Listing("buildings", _YEAR, "{s} ist", "aus dem Jahr", "aus welchem Jahr ist {s}",
                "aus welchem Jahr {s} ist", "aus einem Jahr, das ich nicht kenne",
                "aus einem unbekannten Jahr"),
        Listing("buildings", _HIGH, "{s} ist", "", "wie hoch ist {s}", "wie hoch {s} ist",
                "von einer Höhe, die ich nicht kenne", "von einer unbekannten Höhe"),
        Listing("buildings", _PLACE, "{s} steht", "in", "wo steht {s}", "wo {s} steht", *_ORT),
        Listing("papers", _NAME, "{s} ist", "von", "von wem ist {s}", "von wem {s} ist",
                "von jemandem, den ich nicht kenne", "von jemand Unbekanntem"),
        Listing("papers", _PAGES, "{s} hat", "", "wie viele Seiten hat {s}",
                "wie viele Seiten {s} hat", "eine Seitenzahl, die ich nicht kenne",
                "eine unbekannte Seitenzahl"),
        Listing("papers", _PLACE, "{s} kommt", "aus", "woher kommt {s}", "woher {s} kommt",
                "aus einem Ort, den ich nicht kenne", "aus einem unbekannten Ort"),
    ),
}  # fmt: skip
