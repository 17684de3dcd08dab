"""Words, sentences, phrases and numbers of English and German text."""

import re
import unicodedata

_WORD = re.compile(
    r"[^\W_]+"  # letters and digits
    r"(?:[-'’‑][^\W_]+"  # well-known, don't
    r"|[.,:](?<=\d.)(?=\d)[^\W_]+"  # 3.5, 1,000, 12:30
    r"|\.(?=[a-z]{2,}\b)[^\W_]+"  # example.com
    r"|(?<=\b[^\W\d_])\.[^\W\d_]\b)*"  # z.B., e.g.
)

FUNCTION_WORDS_EN = frozenset(
    """a about above after again all also although always and any are aren't as at away be because
    been before being below between both but by called can can't cannot could couldn't did
    didn't do does doesn't don't done during each either else even ever every few for from get
    given had hadn't has hasn't have haven't he her here hers herself him himself his how
    however i i'm i've i'll if in into is isn't it it's its itself just least less like many me
    more most much must my near neither never no nobody none nor not nothing now of off often on
    once one only or other our out over own please rather same she should since so some still
    such than that that's the their them then there there's these they this those through to
    today together tomorrow too two under until up upon us very via was wasn't we were weren't
    what when where whether which while who whom whose why will with within without won't would
    yes yesterday yet you your yours""".split()
)
FUNCTION_WORDS_DE = frozenset(
    """ab aber alle allem allen aller alles als also am an andere anderen auch auf aus außer
    außerdem bei beide beiden beim bereits bevor bis bin bist bitte da dabei dadurch dafür daher
    damit danach dann daran darauf daraus darf darüber darum das dass davon davor dazu dein
    deine dem den denn der deren des deshalb dessen die dies diese diesem diesen dieser dieses
    dir doch dort du durch dürfen ein eine einem einen einer eines einige einmal er es etwa
    etwas euch euer für gab gar gegen genau genug gerade gern gibt habe haben hat hatte hatten
    heißt heute hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja
    jede jedem jeden jeder jedes jedoch jetzt kann kannst kein keine keinem keinen keiner kommt
    konnte können könnte lautet leider liegt man mehr mein meine meinen meiner mich mir mit
    morgen muss musste müssen nach nachdem neben nein nicht nichts nie noch nun nur ob oder ohne
    pro schon sehr sei seien sein seine seinem seinen seiner seit seitdem sich sie sind so
    sobald soll sollen sollte sowie sowohl statt steht trotz über um und uns unser unsere unter
    viel viele vom von vor wann war waren warum was weil weiß weiss welche welcher welches wenn
    wer werde werden wenig weniger wegen wie wieder will wir wird wo wohl wollen worden wurde
    wurden während zu zum zur zwar zwei zwischen""".split()
)
FUNCTION_WORDS = FUNCTION_WORDS_EN | FUNCTION_WORDS_DE

NUMBER_WORDS = {
    word: str(number)
    for words in (
        "zero one two three four five six seven eight nine ten eleven twelve",
        "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    )
    for number, word in enumerate(words.split())
} | {"ein": "1", "eine": "1", "einen": "1", "einem": "1", "einer": "1"}

# Full stops after these never end a sentence, ...
_TITLES = frozenset("dr prof hr fr mr mrs ms st bzw vgl ca sog dipl ing jr sr vs".split())
# ... after these only before a word that opens sentences (`at 9 a.m. The sun shone.`), ...
_ABBREVIATIONS = frozenset(
    """usw etc evtl ggf inkl exkl mind ungef approx inc ltd co corp dept tel str bd s.o s.u z.b d.h
    u.a o.ä i.d.r u.s.w e.g i.e a.m p.m u.s u.k p.s ph.d mio mrd tsd std""".split()
)
# ... and these, which are words or names as well, are abbreviations only before a number.
_BEFORE_NUMBER = frozenset("no nr max min abs kap art est jan feb apr aug sept okt oct dez".split())
_MONTHS = frozenset(
    """januar jänner februar märz april mai juni juli august september oktober november dezember
    january february march may june july october december""".split()
)
_BEFORE_ORDINAL = frozenset(
    """am vom zum zur der die das den dem des im ab bis seit jeder jede jedes jeden ihr ihre ihren
    sein seine seinen mein meine beim ein eine einen und oder""".split()
)
_TERMINATOR = re.compile(r"(?:\.{2,}|…|[.!?]+)[\"'”’“»«)\]]*")


# Words of both languages, or so common as names and loans that they prove nothing.
_NO_EVIDENCE = (FUNCTION_WORDS_EN & FUNCTION_WORDS_DE) | frozenset(
    "all am an hat her man so war was will per pro die i".split()
)
_COMMON_EN = frozenset(
    """answer begins book called car cats children city color colour cost costs day days
    dog dogs ends eat eats good has hello house know large live lives make makes meeting
    morning name named need needs new old people price red said say says see sells small
    starts take takes thank thanks town used water week weeks work works year years
    yellow green blue black white""".split()
)
_COMMON_DE = frozenset(
    """antwort arbeitet auto beginnt beträgt blau braucht buch danke endet farbe fährt fünf
    geht gelb gerne grau groß grün guten hallo haus heißen hund jahr jahre jahren katze
    kinder klein kocht kosten kostet kommen lebt leute macht mag morgen neu neue preis
    rot sagt schwarz stadt stunde tag tage treffen uhr verkauft weiß weit wohnt woche
    wochen zeit""".split()
)
# Words that speak for one of the languages.
EVIDENCE_EN = (FUNCTION_WORDS_EN | _COMMON_EN) - _NO_EVIDENCE
EVIDENCE_DE = (FUNCTION_WORDS_DE | _COMMON_DE) - _NO_EVIDENCE


def normalise(text: str) -> str:
    """Returns `text` in NFC with runs of white space made one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def split_words(text: str) -> list[str]:
    """Returns the words and numbers of `text`; `3.5`, `well-known`, `don't` and `z.B.` are one."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def _is_boundary(line: str, start: int, end: int) -> bool:
    """Decides whether the terminator `line[start:end]` ends a sentence."""
    rest = line[end:]
    if not rest.strip():
        return True
    mark = line[start:end]
    if not rest[0].isspace():
        # A missing space between two sentences: `grün.Die`; but not `z.B.`, `3.5`, `www.x.de`.
        return bool(line[:start][-1:].islower() and re.match(r"[A-ZÄÖÜ][a-zäöüß]", rest))
    following = rest.split()[0].strip("\"'“”„»«([)]")
    if not mark.startswith("."):
        return not (len(mark.rstrip("\"'”’“»«)]")) < len(mark) and following[:1].islower())
    if mark.startswith("..") and following[:1].islower():
        return False
    before = line[:start].split()[-1].strip("\"'“”„»«([)]") if line[:start].split() else ""
    return not _keeps_going(line[:start], before, following)


def _keeps_going(left: str, before: str, following: str) -> bool:
    """Decides whether the full stop after the word `before` is part of it."""
    name = before.casefold()
    starts_sentence = following.istitle() and following.casefold() in FUNCTION_WORDS
    if name.isdigit() and len(name) <= 2:
        previous = left.split()[-2].casefold() if len(left.split()) > 1 else ""
        return (
            not previous  # a numbered line: "1. Anna"
            or following.casefold() in _MONTHS
            or following[:1].islower()
            or (previous in _BEFORE_ORDINAL and not starts_sentence)
        )
    if name in _TITLES:
        return True
    if len(before) == 1 and before.isalpha():
        parts = left.split()
        pair = len(parts) > 1 and re.fullmatch(r"[(\"„“]?[^\W\d_]\.", parts[-2])
        return bool(pair) or not starts_sentence  # "z. B.", "J. R. Tolkien"; "vitamin C. The"
    if name in _ABBREVIATIONS:
        return not starts_sentence
    return name in _BEFORE_NUMBER and following[:1].isdigit()


def split_sentences(text: str) -> list[str]:
    """Splits English or German text into sentences; every line is at least one.

    Full stops of abbreviations (`Dr.`, `z. B.`), decimals, ordinals (`3. Mai`) and initials do not
    end a sentence. Pieces without a letter or digit do not count.
    """
    sentences = []
    for line in unicodedata.normalize("NFC", text).splitlines():
        begin = 0
        for match in _TERMINATOR.finditer(line):
            if _is_boundary(line, match.start(), match.end()):
                sentences.append(line[begin : match.end()].strip())
                begin = match.end()
        sentences.append(line[begin:].strip())
    return [s for s in sentences if any(c.isalnum() for c in s)]


def contains_phrase(text: str, phrase: str, case_sensitive: bool = False) -> bool:
    """Decides whether `phrase` stands in `text` as whole words and whole numbers.

    `4` is not in `14`, `4.5`, `-4` or `4th`; `Anna` is in `Anna's` but not in `Annas`.
    """
    text, phrase = normalise(text), normalise(phrase)
    if not case_sensitive:
        text, phrase = text.casefold(), phrase.casefold()
    if not phrase:
        return False
    start = text.find(phrase)
    while start >= 0:
        if _stands_alone(text, start, start + len(phrase)):
            return True
        start = text.find(phrase, start + 1)
    return False


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Decides whether `text[start:end]` is not a part of a longer word or number."""
    before, after = text[:start], text[end:]
    if text[start].isalnum():
        if before[-1:].isalnum() or before[-1:] == "_" or re.search(r"[^\W_][-'’‑]$", before):
            return False
        if text[start].isdigit() and re.search(r"(?:\d[.,:]|(?:^|[\s(])[-−])$", before):
            return False
    if text[end - 1].isalnum():
        if after[:1].isalnum() or after[:1] == "_":
            return False
        if re.match(r"[-'’‑](?!s\b)[^\W_]", after):
            return False
        if text[end - 1].isdigit() and re.match(r"[.,:]\d", after):
            return False
    return True


def find_numbers(text: str) -> list[str]:
    """Returns the numbers of `text` as written, for example `3`, `1,000`, `12.50`, `12:30`."""
    return re.findall(r"\d+(?:[.,:]\d+)*", text)


def number_spellings(number: str) -> set[str]:
    """Returns spellings that mean the same digits: with and without thousands separators."""
    spellings = {number}
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
        spellings.add(number.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", number):
        spellings.add(number.replace(".", ""))
    return spellings | {s.replace(",", ".") for s in spellings if s.count(",") == 1}
