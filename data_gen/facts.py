"""General knowledge in short answers: closed tables that no package ships.

Each table maps a subject to its answer. Answers are plain: lower case but for names, no article.
Capitals, continents, currencies and codes come from `slots`; `TABLES` puts all of it together.
"""

import functools
from collections.abc import Callable, Mapping

from data_gen import slots

# A subject and its answers: the first is the one to give, all are right.
Table = Mapping[str, tuple[str, ...]]


def _pairs(table: str, separator: str = ",") -> dict[str, str]:
    """Reads "dog:puppy, cat:kitten" into a dict."""
    entries = (entry.strip().split(":") for entry in table.replace("\n", " ").split(separator))
    return {subject.strip(): answer.strip() for subject, answer in entries}


_OPPOSITES_EN = """hot:cold, big:small, tall:short, fast:slow, up:down, open:closed, day:night,
    light:dark, left:right, rich:poor, full:empty, hard:soft, early:late, high:low, long:short,
    wet:dry, young:old, new:old, loud:quiet, heavy:light, clean:dirty, happy:sad, strong:weak,
    near:far, true:false, first:last, easy:hard, cheap:expensive, inside:outside, above:below,
    before:after, on:off, push:pull, buy:sell, win:lose, start:stop, begin:end, love:hate,
    north:south, east:west, summer:winter, black:white, thick:thin, wide:narrow, deep:shallow,
    sharp:blunt, smooth:rough, tight:loose, safe:dangerous, brave:afraid, always:never,
    everything:nothing, more:less, many:few, question:answer, arrive:leave, give:take,
    remember:forget, accept:refuse, add:remove, float:sink, laugh:cry, wake:sleep, teach:learn,
    lend:borrow, rise:fall, top:bottom, front:back, entrance:exit, friend:enemy, male:female,
    king:queen, man:woman, boy:girl, husband:wife, son:daughter, uncle:aunt, public:private,
    simple:complex, possible:impossible, visible:invisible, legal:illegal, correct:wrong,
    right:left, sweet:sour, polite:rude, fresh:stale, awake:asleep, alive:dead, guest:host,
    success:failure, profit:loss, import:export, maximum:minimum, plus:minus, multiply:divide,
    increase:decrease, yes:no, hello:goodbye, odd:even, lazy:busy, raw:cooked, calm:nervous"""
_OPPOSITES_DE = """heiß:kalt, groß:klein, lang:kurz, schnell:langsam, oben:unten, offen:geschlossen,
    Tag:Nacht, hell:dunkel, links:rechts, reich:arm, voll:leer, hart:weich, früh:spät, hoch:niedrig,
    nass:trocken, jung:alt, neu:alt, laut:leise, schwer:leicht, sauber:schmutzig, stark:schwach,
    nah:fern, wahr:falsch, billig:teuer, innen:außen, vorher:nachher, an:aus, kaufen:verkaufen,
    gewinnen:verlieren, Norden:Süden, Osten:Westen, Sommer:Winter, schwarz:weiß, dick:dünn,
    breit:schmal, tief:flach, scharf:stumpf, glatt:rau, immer:nie, alles:nichts, mehr:weniger,
    viel:wenig, Frage:Antwort, geben:nehmen, vorne:hinten, Eingang:Ausgang, Freund:Feind,
    König:Königin, Mann:Frau, Sohn:Tochter, süß:sauer, fleißig:faul, Gewinn:Verlust,
    einfach:schwierig, richtig:falsch, gut:schlecht, warm:kühl, Anfang:Ende, mutig:ängstlich"""


@functools.cache
def opposites(language: str) -> dict[str, str]:
    """Maps a word to its opposite."""
    return _pairs({"en": _OPPOSITES_EN, "de": _OPPOSITES_DE}[language])


YOUNG = _pairs("""dog:puppy, cat:kitten, cow:calf, horse:foal, sheep:lamb, pig:piglet, goat:kid,
    duck:duckling, hen:chick, goose:gosling, bear:cub, lion:cub, deer:fawn, swan:cygnet,
    frog:tadpole, kangaroo:joey, eagle:eaglet, owl:owlet, wolf:pup, seal:pup, elephant:calf,
    butterfly:caterpillar, fox:cub, tiger:cub, whale:calf, giraffe:calf""")
SOUNDS = _pairs("""dog:bark, cat:meow, cow:moo, sheep:baa, duck:quack, pig:oink, lion:roar,
    snake:hiss, bee:buzz, frog:croak, owl:hoot, horse:neigh, mouse:squeak, wolf:howl, hen:cluck,
    donkey:bray, bird:chirp, crow:caw, pigeon:coo, bear:growl""")
LEGS = _pairs("""dog:4, cat:4, cow:4, horse:4, spider:8, ant:6, bee:6, bird:2, human:2, snake:0,
    fly:6, chicken:2, octopus:8, fish:0, frog:4, beetle:6, lion:4, duck:2, crab:10, elephant:4""")
COLOURS = _pairs("""snow:white, grass:green, blood:red, coal:black, a banana:yellow, a lemon:yellow,
    the sky:blue, milk:white, a tomato:red, a carrot:orange, chocolate:brown, gold:yellow,
    a strawberry:red, salt:white, sugar:white, a cucumber:green, a pumpkin:orange, a crow:black,
    an elephant:gray, a flamingo:pink, cheese:yellow, soil:brown, rice:white, a frog:green,
    a cherry:red, the sun:yellow, cotton:white, a pea:green, spinach:green, a plum:purple,
    ink:black, a polar bear:white, a rose:red, a leaf:green, a fire truck:red, ketchup:red,
    butter:yellow, coffee:brown, the ocean:blue, an eggplant:purple, ash:gray, a swan:white""")
KINDS = _pairs("""apple:fruit, banana:fruit, pear:fruit, cherry:fruit, grape:fruit, lemon:fruit,
    carrot:vegetable, onion:vegetable, potato:vegetable, cabbage:vegetable, spinach:vegetable,
    dog:animal, cat:animal, horse:animal, tiger:animal, rabbit:animal, eagle:bird, owl:bird,
    crow:bird, sparrow:bird, parrot:bird, salmon:fish, trout:fish, shark:fish, tuna:fish,
    ant:insect, bee:insect, fly:insect, beetle:insect, oak:tree, pine:tree, birch:tree, maple:tree,
    rose:flower, tulip:flower, daisy:flower, lily:flower, red:color, blue:color, green:color,
    iron:metal, gold:metal, copper:metal, silver:metal, violin:instrument, piano:instrument,
    guitar:instrument, flute:instrument, hammer:tool, saw:tool, drill:tool, chair:furniture,
    table:furniture, sofa:furniture, car:vehicle, bus:vehicle, truck:vehicle, tennis:sport,
    football:sport, hockey:sport, Monday:day, Friday:day, March:month, June:month, triangle:shape,
    circle:shape, square:shape, shirt:clothing, jacket:clothing, coat:clothing, water:liquid,
    milk:liquid, oxygen:gas, helium:gas, Python:language, English:language, Paris:city, Rome:city,
    France:country, Japan:country, Africa:continent, Asia:continent, Mars:planet, Venus:planet""")
MAKERS = _pairs("""honey:bee, milk:cow, eggs:hen, wool:sheep, silk:silkworm, a web:spider, bread:baker,
    paintings:painter, novels:writer, poems:poet, songs:singer, clothes:tailor, furniture:carpenter,
    meals:cook, houses:builder, photos:photographer, laws:parliament, shoes:shoemaker, beer:brewer,
    wine:winemaker, pots:potter, programs:programmer, statues:sculptor, cakes:baker""")
PLACES_OF_WORK = _pairs("""teacher:school, doctor:hospital, nurse:hospital, farmer:farm, cook:kitchen,
    pilot:plane, sailor:ship, judge:court, actor:theater, librarian:library, waiter:restaurant,
    cashier:shop, miner:mine, baker:bakery, scientist:laboratory, gardener:garden, priest:church,
    soldier:army, mechanic:garage, student:university, banker:bank, astronaut:space""")
USES = _pairs("""cut paper:scissors, open a lock:key, tell the time:clock, take a photo:camera,
    write on paper:pen, sweep the floor:broom, dig a hole:shovel, drive in a nail:hammer,
    eat soup:spoon, comb your hair:comb, measure heat:thermometer, see the stars:telescope,
    cut bread:knife, boil water:kettle, dry your hands:towel, stay dry in rain:umbrella,
    call a friend:phone, cross a river:bridge, climb a wall:ladder, cut wood:saw, weigh flour:scale,
    find north:compass, wash your hands:soap, sleep at night:bed, toast bread:toaster,
    send a letter:stamp, hold papers:folder, erase pencil:eraser, sew clothes:needle,
    see:eyes, hear:ears, smell a rose:nose, taste food:tongue, chew food:teeth, think:brain,
    breathe:lungs""")
PLURALS = _pairs("""mouse:mice, child:children, foot:feet, tooth:teeth, man:men, woman:women,
    goose:geese, ox:oxen, knife:knives, leaf:leaves, wolf:wolves, city:cities, baby:babies, box:boxes,
    bus:buses, dish:dishes, tomato:tomatoes, potato:potatoes, sheep:sheep, person:people,
    loaf:loaves, party:parties, church:churches, dog:dogs, house:houses, tree:trees, book:books,
    story:stories, shelf:shelves, wife:wives, hero:heroes, watch:watches, fox:foxes, key:keys""")
PAST = _pairs("""go:went, see:saw, eat:ate, run:ran, come:came, take:took, give:gave, make:made, say:said,
    write:wrote, drive:drove, sing:sang, swim:swam, buy:bought, think:thought, bring:brought,
    teach:taught, catch:caught, find:found, know:knew, grow:grew, fly:flew, begin:began,
    drink:drank, break:broke, speak:spoke, sleep:slept, keep:kept, leave:left, feel:felt, lose:lost,
    tell:told, sell:sold, hear:heard, stand:stood, win:won, sit:sat, send:sent, build:built,
    walk:walked, play:played, call:called, open:opened, help:helped, ask:asked, work:worked""")
COMPARATIVES = _pairs("""big:bigger, small:smaller, good:better, bad:worse, fast:faster, slow:slower,
    tall:taller, short:shorter, long:longer, old:older, young:younger, cold:colder, hot:hotter,
    warm:warmer, easy:easier, happy:happier, heavy:heavier, light:lighter, high:higher, low:lower,
    cheap:cheaper, rich:richer, poor:poorer, strong:stronger, weak:weaker, dark:darker, near:nearer,
    far:farther, late:later, early:earlier, nice:nicer, wide:wider, thin:thinner, clean:cleaner""")
LANGUAGES = _pairs("""France:French, Germany:German, Spain:Spanish, Italy:Italian, Portugal:Portuguese,
    Brazil:Portuguese, Mexico:Spanish, Argentina:Spanish, Chile:Spanish, Peru:Spanish, Cuba:Spanish,
    Japan:Japanese, China:Chinese, Russia:Russian, Poland:Polish, Sweden:Swedish, Norway:Norwegian,
    Denmark:Danish, Finland:Finnish, Greece:Greek, Turkey:Turkish, Hungary:Hungarian, Romania:Romanian,
    Bulgaria:Bulgarian, Egypt:Arabic, Morocco:Arabic, Iraq:Arabic, Iran:Persian, Austria:German,
    Australia:English, Jamaica:English, Thailand:Thai, Vietnam:Vietnamese, Ukraine:Ukrainian,
    Croatia:Croatian, Serbia:Serbian, Iceland:Icelandic, Estonia:Estonian, Latvia:Latvian,
    Lithuania:Lithuanian, Albania:Albanian, South Korea:Korean, Colombia:Spanish, Angola:Portuguese""")
SIDES = _pairs("""triangle:3, square:4, rectangle:4, pentagon:5, hexagon:6, octagon:8, heptagon:7,
    decagon:10, cube:6""")
COUNTS = _pairs("""days are in a week:7, months are in a year:12, hours are in a day:24,
    minutes are in an hour:60, seconds are in a minute:60, seasons are in a year:4,
    letters are in the alphabet:26, wheels does a car have:4, wheels does a bicycle have:2,
    wheels does a tricycle have:3, fingers are on one hand:5, players are in a football team:11,
    planets circle the sun:8, continents are there:7, strings does a violin have:4,
    cards are in a deck:52, years are in a century:100, years are in a decade:10,
    items are in a dozen:12, items are in a pair:2, eyes does a cat have:2, legs does a chair have:4,
    sides does a coin have:2, days are in April:30, days are in January:31, cents are in a dollar:100,
    weeks are in a year:52, degrees are in a right angle:90, degrees are in a circle:360,
    quarters are in a year:4, colors are in a rainbow:7, oceans are there:5, zeros are in a million:6,
    sides does a die have:6, letters are in the word cat:3, halves make a whole:2""")
RIDDLES = _pairs("""frozen water:ice, water falling from clouds:rain, frozen rain in winter:snow,
    the star nearest to us:sun, the planet we live on:Earth, the red planet:Mars,
    the largest planet:Jupiter, the planet with rings:Saturn, the largest ocean:Pacific,
    the largest animal:whale, the fastest land animal:cheetah, the tallest animal:giraffe,
    the king of animals:lion, the season after winter:spring, the season after summer:autumn,
    the hottest season:summer, the coldest season:winter, the first month:January,
    the last month:December, a doctor for teeth:dentist, a doctor for animals:vet,
    the meal in the morning:breakfast, the meal at noon:lunch, the meal in the evening:dinner,
    a house for cars:garage, a house for bees:hive, a bird's home:nest, water with salt in it:seawater,
    the color of snow:white, a baby cat:kitten, a baby dog:puppy, the opposite of north:south,
    a shape with three sides:triangle, a shape with four equal sides:square, a very tall plant:tree,
    a place to borrow books:library, a place to watch films:cinema, a place to buy bread:bakery,
    the highest mountain:Everest, the longest river in Africa:Nile, the largest desert:Sahara,
    the hardest gem:diamond, the gas we breathe in:oxygen, the metal in rust:iron,
    the currency of Japan:yen, the smallest prime number:2, the sister of your mother:aunt,
    the brother of your father:uncle, the father of your father:grandfather,
    the child of your aunt:cousin, a person who flies planes:pilot, a person who bakes bread:baker,
    a person who puts out fires:firefighter, a person who teaches:teacher, the sense of the nose:smell,
    the sense of the ears:hearing, the day before Sunday:Saturday, the first day of the year:New Year""")
PAIRS = _pairs("""salt and:pepper, bread and:butter, black and:white, king and:queen, day and:night,
    knife and:fork, cup and:saucer, lock and:key, thunder and:lightning, hot and:cold, up and:down,
    left and:right, mother and:father, brother and:sister, needle and:thread, rise and:fall,
    question and:answer, supply and:demand, stop and:go, trial and:error, name and:address,
    bow and:arrow, fish and:chips, shoes and:socks, sooner or:later, now or:never, yes or:no""")
ELEMENTS = _pairs("""gold:Au, silver:Ag, iron:Fe, copper:Cu, oxygen:O, hydrogen:H, carbon:C, nitrogen:N,
    helium:He, sodium:Na, potassium:K, calcium:Ca, lead:Pb, tin:Sn, zinc:Zn, mercury:Hg, chlorine:Cl,
    sulfur:S, phosphorus:P, neon:Ne, argon:Ar, aluminum:Al, silicon:Si, magnesium:Mg, lithium:Li,
    nickel:Ni, platinum:Pt, uranium:U, iodine:I, fluorine:F, titanium:Ti, cobalt:Co, boron:B""")
FILE_KINDS = _pairs("""Python programs:.py, plain text files:.txt, PDF documents:.pdf, PNG images:.png,
    JPEG photos:.jpg, web pages:.html, style sheets:.css, JavaScript programs:.js, zip archives:.zip,
    MP3 music:.mp3, MP4 videos:.mp4, CSV tables:.csv, JSON data:.json, XML documents:.xml,
    Markdown texts:.md, Word documents:.docx, Excel tables:.xlsx, Java programs:.java,
    C programs:.c, C headers:.h, Rust programs:.rs, Go programs:.go, shell scripts:.sh,
    GIF images:.gif, SVG images:.svg, YAML files:.yaml, log files:.log, tar archives:.tar,
    Windows programs:.exe, WAV sound:.wav""")
# Kinds that exclude each other, so that "a dog is a tool" is plainly false.
PLAIN_KINDS = ("fruit", "vegetable", "animal", "tree", "flower", "instrument", "tool", "vehicle")
# Nouns that take no article.
MASSES = frozenset(
    """snow grass blood coal milk gold chocolate salt sugar cheese soil rice cotton spinach ink
    ketchup butter coffee ash iron copper silver water oxygen helium tennis football hockey red
    blue green""".split()
)


@functools.cache
def currency_words() -> dict[str, str]:
    """Maps countries (English) to the last word of their currency's name: Japan to yen."""
    names = dict(slots.currencies("en"))
    words = {
        c.name: names[c.currency].split()[-1] for c in slots.countries("en") if c.currency in names
    }
    return {name: word.lower() for name, word in words.items() if word.isalpha()}


@functools.cache
def known_countries(language: str) -> tuple[slots.Country, ...]:
    """Returns the countries that people ask about: the 90 most populous and all of Europe."""
    countries = slots.countries(language)
    wanted = {c.code for c in countries[:90]} | {
        c.code for c in countries if c.continent in ("Europe", "Europa") and c.population > 3e5
    }
    return tuple(c for c in countries if c.code in wanted)


def _single(table: dict[str, str]) -> Callable[[], Table]:
    return lambda: {subject: (answer,) for subject, answer in table.items()}


@functools.cache
def _countries(field: str) -> Table:
    """Maps countries to their capital, continent or internet domain."""
    keys = {"capital": "of", "continent": "name", "tld": "name"}
    # Countries on two continents are not asked about.
    both = ("RU", "TR", "EG", "KZ", "ID", "AZ", "GE", "CY", "AM") if field == "continent" else ()
    known = [c for c in known_countries("en") if c.code not in both]
    return {getattr(c, keys[field]): (getattr(c, field),) for c in known}


@functools.cache
def _http(by_code: bool) -> Table:
    common = {200, 201, 202, 204, 301, 302, 304, 400, 401, 403, 404, 405, 408, 409, 410, 411, 413,
              418, 429, 500, 501, 502, 503, 504}  # fmt: skip
    pairs = [(str(code), phrase) for code, phrase in slots.http_statuses() if code in common]
    if by_code:
        return {code: (phrase, phrase.lower()) for code, phrase in pairs}
    return {phrase: (code,) for code, phrase in pairs}


@functools.cache
def _media_endings() -> Table:
    """Maps media types with a single file ending to it; types with odd names are left out."""
    endings: dict[str, list[str]] = {}
    for ending, media_type in slots.file_endings():
        endings.setdefault(media_type, []).append(ending)
    plain = ("image/", "audio/", "video/", "text/", "font/", "application/")
    return {
        media_type: (found[0],)
        for media_type, found in endings.items()
        if len(found) == 1 and media_type.startswith(plain) and "x-" not in media_type
        and "vnd" not in media_type
    }  # fmt: skip


@functools.cache
def _unit_table(by_symbol: bool) -> Table:
    units = slots.units("en")
    if by_symbol:
        return {symbol: (one, many) for symbol, one, many in units if symbol not in ("t", "mi")}
    return {one: (symbol,) for symbol, one, _ in units}


@functools.cache
def unit_counts() -> Table:
    """Maps "minutes are in 3 hours" to 180, and so on."""
    sizes = (("meters", "kilometer", 1000), ("centimeters", "meter", 100), ("minutes", "hour", 60),
             ("seconds", "minute", 60), ("hours", "day", 24), ("days", "week", 7),
             ("months", "year", 12), ("grams", "kilogram", 1000), ("milliliters", "liter", 1000),
             ("millimeters", "centimeter", 10), ("years", "decade", 10), ("years", "century", 100),
             ("cents", "dollar", 100), ("inches", "foot", 12), ("feet", "yard", 3))  # fmt: skip
    table = {}
    for small, big, size in sizes:
        table[f"{small} are in {'an' if big == 'hour' else 'a'} {big}"] = (str(size),)
        if big not in ("foot", "century"):
            for count in range(2, 7):
                table[f"{small} are in {count} {big}s"] = (str(count * size),)
    return table


TABLES: dict[str, Callable[[], Table]] = {
    "capital": functools.partial(_countries, "capital"),
    "continent": functools.partial(_countries, "continent"),
    "country_domain": functools.partial(_countries, "tld"),
    "currency": lambda: _single(currency_words())(),
    "language": _single(LANGUAGES),
    "young": _single(YOUNG),
    "sound": _single(SOUNDS),
    "legs": _single(LEGS),
    "colour": _single(COLOURS),
    "kind": _single(KINDS),
    "maker": _single(MAKERS),
    "workplace": _single(PLACES_OF_WORK),
    "use": _single(USES),
    "plural": _single(PLURALS),
    "past": _single(PAST),
    "comparative": _single(COMPARATIVES),
    "count": _single(COUNTS),
    "riddle": _single(RIDDLES),
    "pair": _single(PAIRS),
    "sides": _single(SIDES),
    "unit_symbol": functools.partial(_unit_table, False),
    "unit_name": functools.partial(_unit_table, True),
    "unit_count": unit_counts,
    "http_code": functools.partial(_http, False),
    "http_phrase": functools.partial(_http, True),
    "file_ending": _single(FILE_KINDS),
    "media_ending": _media_endings,
    "element": _single(ELEMENTS),
    "currency_code": lambda: {name: (code,) for code, name in slots.currencies("en")},
}
