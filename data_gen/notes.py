"""Notes: a few short sentences about anything, in a vocabulary as wide as packages offer.

A model that has to tell the facts of any text must be able to copy words that no other text here
holds. English sentences come from the package `randfacts` (whether they are true does not matter: a
summary tells what a text says), all others are put together from things and what is said of them.
"""

import functools
import importlib.resources
import itertools
import re

from data_gen import listings, slots
from data_gen.deeds import told_deed
from data_gen.generator import Draw
from data_gen.qa_material import german_cases, upper_first

# Characters of a sentence: as a rule, and at most.
SHORT, LONG = 62, 95
# Plain sentences, without quotes, brackets and most names.
_PLAIN = re.compile(r"[A-Z][a-z]*( ([a-z]+|[0-9][0-9,.]*[0-9]|[0-9]|[A-Z][a-z]+),?)+\.?")
# Not taken: sentences whose first word tells no subject ("There was a fifth member …"), and those
# with a plural after "a", which lack an apostrophe ("A crocodiles tongue …").
_NO_SUBJECT = re.compile(r"(There|Here|This|These|That|Those|It|Its|They|Their|He|His|She|Her|We) ")
_PLURAL_AFTER_A = re.compile(r"\b[Aa]n? (?!series|species)[a-z]+[^aiosu\W]s\b")
_GERMAN_FRAMES = """
{Der} fehlt seit {month}.
{Der} steht neben {dem2}.
{Der} bleibt trotz allem {adjective}.
Niemand weiß, wo {der} geblieben ist.
Alle suchen {den}, aber nicht {den2}.
Am {day} kommt {der} endlich an.
Im {month} brauchen wir {den} wieder.
Heute ist {der} {adjective}, morgen nicht mehr.
Bitte bringt {den} bis {day} zurück.
Wir haben {den} vergessen, nicht aber {den2}.
Ohne {den} geht es am {day} nicht weiter.
Seit {month} ist {der} sehr {adjective}.
Zwischen {dem} und {dem2} ist noch Platz.
Die Kinder finden {den} {adjective}.
Erst kam {der}, dann {der2}.
Vielleicht wird {der} bis {month} {adjective}.
Wir wissen nicht, ob {der} noch passt.
Auch {der} kann {adjective} sein.
Jemand hat {den} gefunden und gleich zurückgebracht.
Wer {den} gesehen hat, soll uns bitte anrufen.
Es ist schade, dass {der} nun weg ist.
Wir würden {den} gern gegen {den2} tauschen.
Man sagt, dass {der} früher {adjective} war.
{Der} war teurer als {der2}.
Hinter {dem} liegt noch etwas anderes.
Sie wollte {den} kaufen, nahm dann aber {den2}.
Er zeigt uns {den}, weil wir danach gefragt haben.
Bis {day} muss {der} wieder hier sein.
Ab {month} gehört uns auch {der}.
Für {den} haben wir {sum} Euro zu viel bezahlt.
Mit {dem} kann man hier nichts anfangen.
Von {dem} haben wir lange nichts gehört.
Am {day} wird über {den} abgestimmt.
Zuerst prüfen wir {den}, danach auch {den2}.
Wenn {der} nicht kommt, gehen wir am {day}.
Obwohl {der} {adjective} ist, kauft niemand {den2}.
Gestern war {der} noch da.
Im {month} hat uns jemand {den} geschenkt.
Manche halten {den} für {adjective}.
Hier sieht man {den}, dort {den2}.
Nur {der} blieb bis {day} bei uns.
Ihr findet {den} gleich hinter {dem2}.
Das Bild zeigt {den} und zwei Kinder.
Drei Leute tragen {den} nach oben.
Auf {den} warten wir nun {number} Tage.
Unter {dem} war noch ein Brief.
Um {den} kümmert sich ab {day} jemand anders.
Ich habe {den} selbst ausgesucht.
Du darfst {den} behalten, wenn du willst.
So {adjective} wie {der} ist sonst nichts.
Viele kennen {den}, aber kaum jemand {den2}.
Ich glaube, {der} ist am {day} dran.
Es geht um {den}, nicht um {den2}.
Jeder möchte {den} einmal sehen.
Außer {dem} ist alles verkauft.
Trotzdem haben wir {den} mitgenommen.
Dort, wo {der} war, ist jetzt {der2}.
Alle hoffen, dass {der} bald {adjective} wird.
Seitdem fehlt uns {der} sehr.
Deshalb bleibt {der} bis {month} hier.
Im {month}, nach {number} Tagen, war {der} wieder da.
Ihre Tante meint, {der} soll bis {day} warten.
Beide haben noch einmal nach {dem} gefragt.
Sogar {der} würde hier über {sum} Euro kosten.
Mein Bruder mag {den} mehr als {den2}.
Sobald {der} {adjective} ist, ziehen alle um.
{Der} kostet uns jetzt {sum} Euro im Jahr.
Statt {sum} Euro will er für {den} nun {sum2} Euro.
"""
_ENGLISH_FRAMES = """
Nobody knows where {der} went.
Everybody looks for {der}, but not for {der2}.
{Der} will arrive on {day}.
{Der} has been missing since {month}.
{Der} stands next to {der2}.
We need {der} again in {month}.
Please return {der} by {day}.
We forgot {der}, but we still have {der2}.
Without {der} nothing works on {day}.
First came {der}, then {der2}.
The children liked {der} better than {der2}.
There is room between {der} and {der2}.
Word came that {der} was gone by {day}.
{Der} was sold because nobody wanted it.
They could keep {der} if they gave up {der2}.
Whoever finds {der} should call us.
It is a pity that {der} is still missing.
He will bring {der} when he comes on {day}.
We do not know whether {der} still fits.
Some of us would rather have {der2} than {der}.
There was nothing behind {der} but dust.
You may keep {der} until {month}.
Next to {der2} even {der} looks small.
{Der} has been here for {number} days, as far as we know.
If {der} is not back by {day}, we will look for it.
Most people like {der}, and so do we.
Only {der} was left on {day}.
After {day} they want both {der} and {der2}.
One of the boys has seen {der} before.
Although {der} is old, it will stay.
Please put {der} where {der2} used to be.
From {month} on, {der} will be ours.
They paid {sum} euros for {der}, less for {der2}.
My teacher says {der} belongs to her sister.
The picture shows {der} and three children.
Two men carried {der} up the stairs.
I have never seen {der} so close.
This year {der} came earlier than {der2}.
In {month}, after {number} days, {der} came back.
What they need is {der}, nothing else.
Then {der} fell over, so everybody went home.
Her uncle thinks that {der} can wait until {day}.
Until {day} you must not touch {der}.
Both of them asked about {der} again.
We would have taken {der} too, but it was sold.
It took us {number} minutes to find {der}.
{Der} is for those who helped on {day}.
With {der} it would be easier, without it we lose.
How {der} got there is hard to say.
Your brother should have thought of {der} first.
Even so, {der} was worth more than {sum} dollars.
Since {month} he talks about {der} all the time.
{Der} costs {sum} dollars a year now.
Instead of {sum} euros he wants {sum2} euros for {der}.
"""
# What holds any word at all.
_WORD_FRAMES = {
    "en": """
The sign says {w} {w2}.
Somebody wrote {w} on the wall in {month}.
The answer was {w}, not {w2}.
Her first word was {w}.
The password was {w} until {day}.
Nobody knew how to spell {w}.
On page {number} it says {w}, then {w2}.
Under {w} the book lists {number} entries.
They named the boat {W} and the dog {W2}.
He read {w} where it said {w2}.
The talk on {day} is about {w} and {w2}.
Search for {w} in the file from {month}.
The box marked {w} holds {number} letters.
Between {w} and {w2} a line is missing.
We could not translate {w}.
The headline was {w} {w2} {w3}.
Instead of {w} I heard {w2}.
""",
    "de": """
Auf dem Schild steht {w} {w2}.
Jemand hat im {month} {w} an die Wand geschrieben.
Die Lösung war {w}, nicht {w2}.
Sein erstes Wort war {w}.
Das Kennwort hieß bis {day} noch {w}.
Niemand wusste, wie man {w} schreibt.
Auf Seite {number} steht {w}, dann {w2}.
Unter {w} nennt das Buch {number} Einträge.
Das Boot heißt {W} und der Hund {W2}.
Sie las {w}, wo {w2} stand.
Der Vortrag am {day} heißt {w} und {w2}.
Suche {w} in der Datei aus dem {month}.
In der Kiste mit dem Wort {w} liegen {number} Briefe.
Zwischen {w} und {w2} fehlt eine Zeile.
Wir konnten {w} nicht übersetzen.
Die Überschrift lautete {w} {w2} {w3}.
Statt {w} hörte ich {w2}.
""",
}
# Those that fit a thing as well as an animal.
_GERMAN_ADJECTIVES = """alt billig breit bunt dick dünn dunkel groß hart hell hoch kalt klein kurz
    lang laut leicht leise nass neu ruhig rund sauber schmal schnell schön schwer selten stark teuer
    trocken warm weich wertvoll wichtig""".split()
_GROUPS = ("goods", "animals", "papers")


def sentences(draw: Draw, count: int, most: int, may_share_words: bool = False) -> list[str]:
    """Draws sentences of at most so many characters that have no longer word in common.

    Where two of them go on differently after the same word, a small model that copies one may go
    on with the other.

    Args:
        draw: randomness, language and sides of the splits.
        count: how many.
        most: characters of a sentence.
        may_share_words: they have no two words in a row in common instead, so that two words tell
            how a sentence goes on.
    """
    found: list[str] = []
    used: set[tuple[str, ...]] = set()
    while len(found) < count:
        text = sentence(draw, most)
        words = re.findall(r"\w+", text.lower())
        if may_share_words:
            new: set[tuple[str, ...]] = set(itertools.pairwise(words))
        else:
            new = {(word,) for word in words if len(word) > 3}
        if used.isdisjoint(new):
            found.append(text)
            used |= new
    return found


def sentence(draw: Draw, most: int) -> str:
    """Draws one sentence of at most so many characters."""
    makers = [_statement, told_deed, _frame, _word_frame]
    if draw.language == "en":
        makers += [_fact] * 3
    while True:
        text = draw.rng.choice(makers)(draw)
        if len(text) <= most:
            return text


@functools.cache
def facts() -> tuple[str, ...]:
    """Returns the plain ones among the sentences of `randfacts`: about 2100."""
    lines = importlib.resources.files("randfacts").joinpath("safe.txt").read_text("utf-8")
    found = []
    for line in dict.fromkeys(lines.splitlines()):
        words = line.split()
        names = sum(word[0].isupper() for word in words)
        is_faulty = _NO_SUBJECT.match(line) or _PLURAL_AFTER_A.search(line)
        if _PLAIN.fullmatch(line) and not is_faulty and names <= 3 and slots.is_fit(line):
            found.append(line.removesuffix(".") + ".")
    return tuple(text for text in found if len(text) <= LONG)


def _fact(draw: Draw) -> str:
    return draw.payload(lambda rng: rng.choice(facts()))


def _statement(draw: Draw) -> str:
    listing = draw.rng.choice(listings.LISTINGS[draw.language])
    subject = draw.rng.choice(listings.subjects(listing.group, draw.language))
    return upper_first(listing.statement(subject, listing.value(draw)))


def _frame(draw: Draw) -> str:
    rng, language = draw.rng, draw.language
    frames = {"en": _ENGLISH_FRAMES, "de": _GERMAN_FRAMES}[language]
    things = [rng.choice(listings.subjects(group, language)) for group in rng.sample(_GROUPS, 2)]
    values: dict[str, str] = {
        **_when(draw),
        "sum": _sum_of_money(draw),
        "sum2": _sum_of_money(draw),
    }
    if language == "de":
        values["adjective"] = rng.choice(_GERMAN_ADJECTIVES)
    for number, thing in zip(("", "2"), things, strict=True):
        values[f"der{number}"] = thing
        if language == "de":
            values[f"den{number}"], values[f"dem{number}"] = german_cases(thing)
    values["Der"] = upper_first(values["der"])
    return rng.choice(frames.strip().splitlines()).format(**values)


def _word_frame(draw: Draw) -> str:
    rng, language = draw.rng, draw.language
    frame = rng.choice(_WORD_FRAMES[language].strip().splitlines())
    words = rng.sample(slots.rare_words(language), 3)
    values = {f"w{number}": word for number, word in zip(("", "2", "3"), words, strict=True)}
    return frame.format(
        **values,
        **{name.upper(): upper_first(word) for name, word in values.items()},
        **_when(draw),
    )


def _when(draw: Draw) -> dict[str, str]:
    """Draws a day, a month and a number, by the names that frames have for them."""
    return {
        "day": draw.rng.choice(slots.weekdays(draw.language)),
        "month": draw.rng.choice(slots.months(draw.language)),
        "number": str(draw.rng.randrange(2, 400)),
    }


def _sum_of_money(draw: Draw) -> str:
    """Draws a whole sum, one with cents or one of thousands, written as the language does."""
    whole = draw.rng.randrange(2, 400)
    text = draw.rng.choice(
        (
            f"{whole}",
            f"{whole}.{draw.rng.randrange(10, 100)}",
            f"{whole},{draw.rng.randrange(10)}00",
        )
    )
    return text if draw.language == "en" else text.translate(str.maketrans(".,", ",."))
