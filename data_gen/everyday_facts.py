"""Everyday knowledge in one sentence, English and German: what a thing is, what somebody does.

No package ships such sentences. Each line of a table holds the English subject and predicate, then
the German ones.
"""

import dataclasses
import functools
import re

_KINDS = """
a violin | an instrument | eine Geige | ein Instrument
a trumpet | an instrument | eine Trompete | ein Instrument
a rose | a flower | eine Rose | eine Blume
a tulip | a flower | eine Tulpe | eine Blume
an oak | a tree | eine Eiche | ein Baum
a birch | a tree | eine Birke | ein Baum
a carrot | a vegetable | eine Karotte | ein Gemüse
an onion | a vegetable | eine Zwiebel | ein Gemüse
an apple | a fruit | ein Apfel | eine Frucht
a pear | a fruit | eine Birne | eine Frucht
a trout | a fish | eine Forelle | ein Fisch
a shark | a fish | ein Hai | ein Fisch
an eagle | a bird | ein Adler | ein Vogel
a sparrow | a bird | ein Spatz | ein Vogel
an ant | an insect | eine Ameise | ein Insekt
a beetle | an insect | ein Käfer | ein Insekt
a hammer | a tool | ein Hammer | ein Werkzeug
a saw | a tool | eine Säge | ein Werkzeug
a sofa | a piece of furniture | ein Sofa | ein Möbelstück
a wardrobe | a piece of furniture | ein Schrank | ein Möbelstück
a coat | a piece of clothing | ein Mantel | ein Kleidungsstück
a shirt | a piece of clothing | ein Hemd | ein Kleidungsstück
a ruby | a gem | ein Rubin | ein Edelstein
iron | a metal | Eisen | ein Metall
copper | a metal | Kupfer | ein Metall
oxygen | a gas | Sauerstoff | ein Gas
milk | a drink | Milch | ein Getränk
lemonade | a drink | Limonade | ein Getränk
chess | a game | Schach | ein Spiel
tennis | a sport | Tennis | ein Sport
a river | flowing water | ein Fluss | fließendes Wasser
rain | water from the clouds | Regen | Wasser aus den Wolken
ice | frozen water | Eis | gefrorenes Wasser
wind | moving air | Wind | bewegte Luft
an island | land in the water | eine Insel | Land im Wasser
a mountain | a very high hill | ein Berg | ein sehr hoher Hügel
a forest | a place with many trees | ein Wald | ein Ort mit vielen Bäumen
a village | a very small town | ein Dorf | eine sehr kleine Stadt
a museum | a house for old things | ein Museum | ein Haus für alte Dinge
a school | a place to learn | eine Schule | ein Ort zum Lernen
a hospital | a house for the sick | ein Krankenhaus | ein Haus für Kranke
a bridge | a way across the water | eine Brücke | ein Weg über das Wasser
a calendar | a list of days | ein Kalender | eine Liste von Tagen
a dictionary | a list of words | ein Wörterbuch | eine Liste von Wörtern
"""
_DEEDS = """
a baker | bakes rolls and cakes | ein Bäcker | backt Brötchen und Kuchen
a painter | paints pictures and walls | ein Maler | malt Bilder und Wände
a teacher | teaches children | eine Lehrerin | unterrichtet Kinder
a doctor | helps sick people | eine Ärztin | hilft kranken Menschen
a pilot | flies planes | ein Pilot | fliegt Flugzeuge
a farmer | grows food | ein Bauer | baut Nahrung an
a fisherman | catches fish | ein Fischer | fängt Fische
a tailor | makes clothes | eine Schneiderin | näht Kleider
a gardener | looks after plants | eine Gärtnerin | pflegt Pflanzen
a writer | writes books | eine Autorin | schreibt Bücher
a cook | prepares meals | ein Koch | kocht Essen
a waiter | brings food to guests | ein Kellner | bringt Gästen das Essen
a builder | builds houses | ein Maurer | baut Häuser
a judge | decides in court | eine Richterin | entscheidet vor Gericht
a dentist | repairs teeth | ein Zahnarzt | repariert Zähne
a miner | works under the ground | ein Bergmann | arbeitet unter der Erde
a barber | cuts hair | ein Friseur | schneidet Haare
a postman | brings letters | ein Briefträger | bringt Briefe
a singer | sings songs | eine Sängerin | singt Lieder
a vet | helps sick animals | eine Tierärztin | hilft kranken Tieren
a firefighter | puts out fires | ein Feuerwehrmann | löscht Feuer
a bee | makes honey | eine Biene | macht Honig
a spider | builds webs | eine Spinne | baut Netze
a hen | lays eggs | eine Henne | legt Eier
a kettle | heats water | ein Wasserkocher | macht Wasser heiß
a fridge | keeps food cold | ein Kühlschrank | hält Essen kalt
an oven | makes food hot | ein Ofen | macht Essen heiß
a lamp | gives light | eine Lampe | gibt Licht
a knife | cuts things | ein Messer | schneidet Dinge
a scale | weighs things | eine Waage | wiegt Dinge
a magnet | pulls iron | ein Magnet | zieht Eisen an
a camera | takes pictures | eine Kamera | macht Bilder
a thermometer | measures the temperature | ein Thermometer | misst die Temperatur
a lighthouse | shows ships the way | ein Leuchtturm | zeigt Schiffen den Weg
a key | opens a lock | ein Schlüssel | öffnet ein Schloss
an umbrella | keeps the rain away | ein Regenschirm | hält den Regen ab
a pump | moves water | eine Pumpe | bewegt Wasser
a crane | lifts heavy things | ein Kran | hebt schwere Dinge
"""
# In German the thing stands in the accusative.
_MATERIALS = """
a window | glass | ein Fenster | Glas
a bottle | glass | eine Flasche | Glas
a book | paper | ein Buch | Papier
a newspaper | paper | eine Zeitung | Papier
a coin | metal | eine Münze | Metall
a needle | metal | eine Nadel | Metall
a brick | clay | einen Ziegel | Ton
a vase | clay | eine Vase | Ton
a candle | wax | eine Kerze | Wachs
a jumper | wool | einen Pullover | Wolle
a tyre | rubber | einen Reifen | Gummi
a shoe | leather | einen Schuh | Leder
a belt | leather | einen Gürtel | Leder
a shelf | wood | ein Regal | Holz
a pencil | wood | einen Bleistift | Holz
a statue | stone | eine Statue | Stein
cheese | milk | Käse | Milch
butter | milk | Butter | Milch
wine | grapes | Wein | Trauben
jam | fruit and sugar | Marmelade | Früchten und Zucker
paper | wood | Papier | Holz
flour | grain | Mehl | Getreide
popcorn | maize | Popcorn | Mais
an omelette | eggs | ein Omelett | Eiern
"""


@dataclasses.dataclass(frozen=True)
class Statement:
    """What a sentence about a thing says, and how it is asked for.

    Attributes:
        direct, indirect: the question, as it stands alone and inside a sentence.
        sentence: the answer; its first letter is a small one unless a noun opens it.
        value: what a right answer contains: the predicate without its article.
        subject: what it is about, with the article that it has in the question.
    """

    direct: str
    indirect: str
    sentence: str
    value: str
    subject: str


_ARTICLE = re.compile("^(a|an|ein|eine|einen) ")
# Direct question, indirect question, sentence.
_FORMS = {
    "en": (
        (_KINDS, "what is {s}", "what {s} is", "{s} is {p}."),
        (_DEEDS, "what does {s} do", "what {s} does", "{s} {p}."),
        (_MATERIALS, "what is {s} made of", "what {s} is made of", "{s} is made of {p}."),
    ),
    "de": (
        (_KINDS, "was ist {s}", "was {s} ist", "{s} ist {p}."),
        (_DEEDS, "was macht {s}", "was {s} macht", "{s} {p}."),
        (_MATERIALS, "woraus macht man {s}", "woraus man {s} macht", "man macht {s} aus {p}."),
    ),
}  # fmt: skip


@functools.cache
def statements(language: str) -> tuple[Statement, ...]:
    """Returns all statements in a language."""
    found = []
    for table, *forms in _FORMS[language]:
        for line in table.strip().splitlines():
            cells = [cell.strip() for cell in line.split(" | ")]
            subject, predicate = cells[:2] if language == "en" else cells[2:]
            direct, indirect, sentence = (form.format(s=subject, p=predicate) for form in forms)
            value = _ARTICLE.sub("", predicate)
            found.append(Statement(direct, indirect, sentence, value, subject))
    return tuple(found)


# The rows of deeds that are about people come first.
_DOERS = 21
# German verbs that end in these have them at the end of a statement.
_PARTICLES = ("an", "ab")


@functools.cache
def doers(language: str) -> tuple[Statement, ...]:
    """Returns the statements about what people do, asked the other way round: who does it."""
    found = []
    for line in _DEEDS.strip().splitlines()[:_DOERS]:
        cells = [cell.strip() for cell in line.split(" | ")]
        subject, predicate = cells[:2] if language == "en" else cells[2:]
        direct = indirect = f"{'who' if language == 'en' else 'wer'} {predicate}"
        if language == "de":
            verb, *rest = predicate.split()
            if rest[-1] in _PARTICLES:
                verb = rest.pop() + verb
            indirect = " ".join(("wer", *rest, verb))
        value = _ARTICLE.sub("", subject)
        found.append(Statement(direct, indirect, f"{subject} {predicate}.", value, subject))
    return tuple(found)
