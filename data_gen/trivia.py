"""General knowledge that a pretrained model has and a model from nothing cannot learn here.

A stage of copies alone teaches such a model to copy from the question (`Who wrote Hamlet?` ->
`Hamlet`). These questions, asked in many ways, show it that what it knows is asked for too. What
`eval/general_knowledge.jsonl` asks is not among them.

Each relation has its questions; some can be answered in a sentence, too.
"""

import dataclasses
import functools

from absl import flags

from data_gen.generator import Family


@dataclasses.dataclass(frozen=True)
class Relation:
    """Facts of one kind.

    Attributes:
        name: of the relation.
        questions: wordings with {x} for the subject, without question mark.
        entries: "subject=answer; …"; see `table`.
        clause: a question that has the same words inside a sentence ("tell me who wrote …"), or "".
        sentence: the answer to it in one sentence, with {x} and {y} for the answer, or "".
    """

    name: str
    questions: tuple[str, ...]
    entries: str
    clause: str = ""
    sentence: str = ""


RELATIONS = (
    Relation(
        "author",
        ("who wrote {x}", "who is the author of {x}", "which writer is known for {x}"),
        """Moby Dick=Herman Melville; Great Expectations=Charles Dickens; Dracula=Bram Stoker;
        War and Peace=Leo Tolstoy; Faust=Goethe; The Hobbit=Tolkien; Frankenstein=Mary Shelley;
        The Divine Comedy=Dante; The Raven=Edgar Allan Poe; The Metamorphosis=Franz Kafka;
        Alice in Wonderland=Lewis Carroll; Robinson Crusoe=Daniel Defoe; Les Misérables=Victor Hugo;
        The Jungle Book=Rudyard Kipling; Treasure Island=Stevenson; Peter Pan=J. M. Barrie;
        The Adventures of Tom Sawyer=Mark Twain; Crime and Punishment=Dostoevsky;
        Gulliver's Travels=Jonathan Swift; The Time Machine=H. G. Wells; Jane Eyre=Charlotte Brontë;
        The Great Gatsby=F. Scott Fitzgerald; Brave New World=Aldous Huxley""",
        clause="who wrote {x}",
        sentence="{x} was written by {y}.",
    ),
    Relation(
        "artist",
        ("who painted {x}", "which artist painted {x}", "who is the painter of {x}"),
        """The Scream=Edvard Munch; Guernica=Pablo Picasso; Girl with a Pearl Earring=Vermeer;
        The Night Watch=Rembrandt; Water Lilies=Claude Monet; The Birth of Venus=Botticelli;
        The Kiss=Gustav Klimt; The Persistence of Memory=Salvador Dali;
        the ceiling of the Sistine Chapel=Michelangelo; American Gothic=Grant Wood;
        The School of Athens=Raphael""",
        clause="who painted {x}",
        sentence="{x} was painted by {y}.",
    ),
    Relation(
        "composer",
        ("who composed {x}", "which composer wrote {x}", "whose music is {x}"),
        """The Four Seasons=Vivaldi; Swan Lake=Tchaikovsky; The Nutcracker=Tchaikovsky;
        Messiah=Handel; The Ring of the Nibelung=Wagner; Carmen=Bizet; Bolero=Ravel; Aida=Verdi;
        La Traviata=Verdi; The Barber of Seville=Rossini; the Brandenburg Concertos=Bach;
        The Creation=Haydn; Peer Gynt=Grieg; The Blue Danube=Johann Strauss""",
        clause="who composed {x}",
        sentence="{x} was composed by {y}.",
    ),
    Relation(
        "inventor",
        ("who invented {x}", "which inventor is known for {x}", "whose invention is {x}"),
        """the printing press=Gutenberg; dynamite=Alfred Nobel; the steam locomotive=Stephenson;
        the radio=Marconi; the World Wide Web=Tim Berners-Lee; the diesel engine=Rudolf Diesel;
        the lightning rod=Benjamin Franklin; the telegraph code of dots and dashes=Samuel Morse;
        the mercury thermometer=Fahrenheit; the electric battery=Alessandro Volta;
        writing for the blind=Louis Braille; the hot air balloon=Montgolfier""",
        clause="who invented {x}",
        sentence="{y} invented {x}.",
    ),
    Relation(
        "discovery",
        ("who discovered {x}", "which scientist discovered {x}", "who is known for finding {x}"),
        """radium=Marie Curie; the planet Neptune=Johann Galle; the four large moons of Jupiter=Galileo;
        the vaccine against smallpox=Edward Jenner; the laws of heredity in peas=Gregor Mendel;
        the electron=J. J. Thomson; the planet Uranus=William Herschel; oxygen=Joseph Priestley;
        the circulation of the blood=William Harvey; the tomb of Tutankhamun=Howard Carter""",
        clause="who discovered {x}",
        sentence="{y} discovered {x}.",
    ),
    Relation(
        "landmark",
        (
            "in which country is {x}",
            "which country has {x}",
            "{x} is in which country",
            "to see {x}, which country do you visit",
        ),
        """the Great Wall=China; Machu Picchu=Peru; the Colosseum=Italy; Stonehenge=England;
        the Acropolis=Greece; the Grand Canyon=United States; Niagara Falls=Canada;
        the Kremlin=Russia; Angkor Wat=Cambodia; Petra=Jordan; the Alhambra=Spain;
        the Brandenburg Gate=Germany; the Matterhorn=Switzerland; Chichen Itza=Mexico;
        the Little Mermaid statue=Denmark; the Great Barrier Reef=Australia; Mount Vesuvius=Italy;
        the Blue Mosque=Turkey; the Palace of Versailles=France; the Leaning Tower of Pisa=Italy;
        Mount Kilimanjaro=Tanzania; the Burj Khalifa=United Arab Emirates; Neuschwanstein=Germany""",
        clause="which country has {x}",
        sentence="{x} is in {y}.",
    ),
    Relation(
        "city_of",
        ("in which city is {x}", "which city has {x}", "where is {x}, in which city"),
        """Big Ben=London; the Louvre=Paris; the White House=Washington; the Hermitage=Petersburg;
        the Golden Gate Bridge=San Francisco; the Opera House with white sails=Sydney;
        the Sagrada Familia=Barcelona; Red Square=Moscow; the Trevi Fountain=Rome;
        the Forbidden City=Beijing; the Prado=Madrid; Hollywood=Los Angeles; Buckingham Palace=London;
        the Charles Bridge=Prague; the Hagia Sophia=Istanbul; the Rijksmuseum=Amsterdam""",
        clause="which city has {x}",
        sentence="{x} is in {y}.",
    ),
    Relation(
        "river",
        ("which river flows through {x}", "on which river is {x}", "what is the river of {x}"),
        """Paris=Seine; Vienna=Danube; Cologne=Rhine; Rome=Tiber; Cairo=Nile; New Orleans=Mississippi;
        Florence=Arno; Dresden=Elbe; Prague=Vltava; Warsaw=Vistula; Lisbon=Tagus; Baghdad=Tigris""",
        clause="which river flows through {x}",
        sentence="The river of {x} is the {y}.",
    ),
    Relation(
        "person",
        ("what is {x} known for being", "what was {x} by profession", "which profession had {x}"),
        """Johann Sebastian Bach=composer; Pablo Picasso=painter; Marie Curie=scientist;
        Leo Tolstoy=writer; Charlie Chaplin=actor; Aristotle=philosopher; Plato=philosopher;
        Emily Dickinson=poet; Marco Polo=explorer; James Cook=explorer; Auguste Rodin=sculptor;
        Muhammad Ali=boxer; Pelé=footballer; Elvis Presley=singer; Niels Bohr=physicist;
        Florence Nightingale=nurse; Yuri Gagarin=astronaut; Alfred Hitchcock=director""",
    ),
    Relation(
        "country_of_person",
        ("which country did {x} come from", "where was {x} from", "{x} was from which country"),
        """Johann Sebastian Bach=Germany; Pablo Picasso=Spain; Leo Tolstoy=Russia; Plato=Greece;
        Frédéric Chopin=Poland; Galileo Galilei=Italy; Hans Christian Andersen=Denmark;
        Edvard Grieg=Norway; Victor Hugo=France; Rembrandt=Netherlands; Sigmund Freud=Austria;
        Confucius=China; Frida Kahlo=Mexico; Alfred Nobel=Sweden; James Joyce=Ireland""",
    ),
    Relation(
        "animal_home",
        ("where do {x} live", "in which place do you find {x}", "what is the home of {x}"),
        """camels=desert; sharks=sea; monkeys=jungle; polar bears=Arctic; frogs=pond; moles=ground;
        dolphins=sea; squirrels=trees; bats=caves; cows=stable; crabs=sea; deer=forest; hens=coop""",
    ),
    Relation(
        "animal_food",
        ("what do {x} eat", "what is the food of {x}", "on what do {x} feed"),
        """pandas=bamboo; koalas=eucalyptus leaves; rabbits=grass; squirrels=nuts; anteaters=ants;
        seals=fish; horses=hay; monkeys=fruit; owls=mice; wolves=meat; giraffes=leaves; cows=grass;
        spiders=insects; sheep=grass; frogs=flies; pelicans=fish""",
    ),
    Relation(
        "group",
        ("what is a group of {x} called", "what do you call many {x} together"),
        """wolves=pack; fish=school; sheep=flock; cows=herd; lions=pride; bees=swarm; birds=flock;
        ants=colony; puppies=litter; elephants=herd; singers=choir; stars=galaxy; ships=fleet""",
    ),
    Relation(
        "body",
        (
            "which part of the body {x}",
            "which organ or part of the body {x}",
            "what in the human body {x}",
        ),
        """digests food after you swallow=stomach; takes in air=lungs; controls all others=brain;
        protects the brain=skull; lets you see=eyes; connects head and shoulders=neck;
        joins the foot and the leg=ankle; bends in the middle of the leg=knee; holds the ribs=chest;
        carries blood back to the heart=veins; makes bile=liver; lets the arm bend=elbow""",
        clause="which part of the body {x}",
        sentence="The {y} of the body {x}.",
    ),
    Relation(
        "science",
        (
            "what is the study of {x} called",
            "which science is about {x}",
            "what science studies {x}",
        ),
        """stars and planets=astronomy; rocks=geology; plants=botany; animals=zoology;
        the weather=meteorology; the mind=psychology; matter and energy=physics; the past=history;
        substances and their reactions=chemistry; numbers and shapes=mathematics; words=linguistics;
        money and trade=economics; old cultures from what they left=archaeology""",
        clause="which science is about {x}",
        sentence="The science of {x} is {y}.",
    ),
    Relation(
        "made_of",
        ("what is {x} made from", "from what do people make {x}", "what do you need to make {x}"),
        """wine=grapes; bread=flour; chocolate=cocoa beans; glass=sand; paper=wood; cheese=milk;
        cider=apples; tofu=soybeans; steel=iron; olive oil=olives; raisins=grapes; sushi=rice;
        butter=cream; beer=barley; plastic=oil; ketchup=tomatoes; guacamole=avocados""",
    ),
    Relation(
        "food_country",
        ("from which country does {x} come", "which country is known for {x}"),
        """sushi=Japan; pizza=Italy; paella=Spain; tacos=Mexico; croissants=France; goulash=Hungary;
        kimchi=Korea; fondue=Switzerland; feta cheese=Greece; maple syrup=Canada; borscht=Ukraine;
        curry=India; haggis=Scotland; samba=Brazil; tango=Argentina; flamenco=Spain; waltz=Austria;
        sauna=Finland; Lego=Denmark; Guinness=Ireland""",
        clause="which country is known for {x}",
        sentence="{x} comes from {y}.",
    ),
    Relation(
        "sport",
        ("which sport uses {x}", "in which sport do you need {x}", "what sport is played with {x}"),
        """a puck=ice hockey; a hoop for a large ball=basketball; a shuttlecock=badminton;
        a mitt=baseball; a pool lane=swimming; a saddle=horse riding; a pair of skis=skiing;
        a club and a small white ball=golf; a bow with arrows=archery; a pair of thick gloves=boxing;
        a pair of oars=rowing; a board on a wave=surfing; a ball hit over a net by hand=volleyball""",
        clause="which sport uses {x}",
        sentence="{x} is used in {y}.",
    ),
    Relation(
        "year",
        ("in which year did {x}", "in what year did {x}"),
        """the French Revolution begin=1789; the United States declare independence=1776;
        the first human fly into space=1961; the Russian Revolution happen=1917;
        the Normans conquer England=1066; the Soviet Union end=1991; the euro become cash=2002;
        the great fire of London burn=1666; the Second World War begin=1939""",
    ),
    Relation(
        "leader",
        ("who was {x}", "what is the name of {x}", "can you name {x}"),
        """the British prime minister in World War II=Churchill; the first emperor of Rome=Augustus;
        the queen of England for most of the nineteenth century=Victoria; the Sun King=Louis XIV;
        the leader of the Huns=Attila; the leader of the Soviet Union in World War II=Stalin;
        the founder of the Mongol empire=Genghis Khan; the founder of Buddhism=Buddha;
        the American president killed in 1963=Kennedy; the first woman in space=Tereshkova;
        the Greek king who conquered Persia=Alexander; the teacher of Plato=Socrates;
        the sailor who first led a voyage around the world=Magellan; the maid of Orleans=Joan of Arc""",
    ),
    Relation(
        "myth",
        ("in old stories, who was {x}", "who was {x} in myth", "what was the name of {x}"),
        """the Norse god of thunder=Thor; the Roman god of war=Mars; the Greek goddess of wisdom=Athena;
        the Greek goddess of love=Aphrodite; the Greek god of the underworld=Hades;
        the woman with snakes for hair=Medusa; the hero with twelve labours=Hercules;
        the brother of Remus=Romulus; the king with the Round Table=Arthur;
        the outlaw of Sherwood Forest=Robin Hood; the wizard at Arthur's court=Merlin""",
    ),
    Relation(
        "company",
        ("which company makes {x}", "who makes {x}", "what is the maker of {x}"),
        """Windows=Microsoft; the Galaxy phones=Samsung; the PlayStation=Sony; the Beetle car=Volkswagen;
        the Switch console=Nintendo; the 747 aeroplane=Boeing; the Android system=Google;
        the Mustang=Ford; the Walkman=Sony; the Prius=Toyota; the Kindle=Amazon; Photoshop=Adobe""",
        clause="which company makes {x}",
        sentence="{x} is made by {y}.",
    ),
    Relation(
        "word_for",
        ("what do you call {x}", "what is the word for {x}", "how do you call {x} in one word"),
        """a person who flies a plane=pilot; a place where you see animals=zoo; water as a gas=steam;
        a house made of snow=igloo; a person who writes poems=poet; a scientist of stars=astronomer;
        the meal in the middle of the day=lunch; land with water on all sides=island;
        a story about your own life=autobiography; the line where sky and land meet=horizon;
        a doctor who operates=surgeon; a long time without rain=drought; a shop for medicine=pharmacy;
        ten years=decade; a thousand years=millennium; a hundred years=century;
        the person who leads an orchestra=conductor; a word with the same meaning=synonym;
        a field of vines=vineyard; the top of a hill=summit;
        the person at the head of a ship=captain; the first meal of the day=breakfast""",
    ),
    Relation(
        "quantity",
        ("how many {x}", "exactly how many {x}"),
        """wheels does a car have=4; legs does a spider have=8; strings does a guitar have=6;
        hours do two days have=48; days does a leap year have=366; arms does an octopus have=8;
        letters does the English alphabet have=26; sides does a triangle have=3;
        players does a basketball team have on the court=5; minutes does half an hour have=30;
        grams does a kilogram have=1000; centimetres does a metre have=100;
        months does half a year have=6""",
    ),
)


@functools.cache
def table(relation: Relation) -> dict[str, str]:
    """Maps the subjects of a relation to their answers."""
    entries = (entry.split("=") for entry in " ".join(relation.entries.split()).split(";"))
    return {subject.strip(): answer.strip() for subject, answer in entries}


def with_trivia(families: list[Family], *trivia: Family) -> list[Family]:
    """Returns the families, their shares lowered, and those that ask for general knowledge."""
    left = 1 - sum(family.share for family in trivia)
    return [*(dataclasses.replace(f, share=f.share * left) for f in families), *trivia]


def define_flag(flag_values: flags.FlagValues) -> None:
    """Defines the flag that adds such questions to a stage."""
    flags.DEFINE_bool(
        "trivia",
        False,
        "General knowledge is asked for, too, for pretrained models.",
        flag_values=flag_values,
    )
