"""Wordings of the format lock's families (patterns of `grammar`), and the phrases they need."""

# Leads and tails that go with any question.
_LEAD = "(|question: |quick question: |please answer: |tell me: |one question: )"
_TAIL = "(| One word.| Just the answer.| Answer in one word.| Short answer, please.| Nothing else.)"
_TAIL_NUMBER = "(| Just the number.| Digits only.| Answer with a number.| Nothing else.)"
_VERB = "(say|repeat|write|type|echo|print|give me|copy)"
_W = "({w}|\"{w}\")"


def _ask(*cores: str, tail: str = _TAIL) -> list[str]:
    """Puts leads before and tails after each question."""
    return [f"{_LEAD}{core}{tail}" for core in cores]


REPEAT = [
    f"(|please |now |just |only ){_VERB} (|the word |this word: ){_W}(|.| please.)",
    f"(|please |now |just ){_VERB} {_W}(, nothing else.| and nothing more.| once.| and stop.)",
    f"(repeat|say|echo|copy|speak) after me: {_W}(|.)",
    f"(reply|answer|respond) with (|just |only )(|the word |one word: ){_W}(|.)",
    f"(can|could|will|would) you (|please ){_VERB} (|the word ){_W}(| once| for me| again)?",
    f"i (want|need|would like|ask) you to {_VERB} (|the word ){_W}(|.| now.| please.)",
    f"your (|only )(task|job) is to {_VERB} (|the word ){_W}(|.| and no more.)",
    f"(word|input|text|term|prompt): {_W}(. | / |\n)(repeat it|say it|copy it|echo it|write it back)(|.)",
    f"the word is {_W}. (say it|repeat it|write it|what is the word|which word is it)(.|?)",
    f"here is a (|single |short )word: {_W}. (say it|repeat it|copy it|give it back)(|.)",
    f"do not explain( anything|), (just|only) {_VERB} {_W}(|.)",
    f"which word (stands|is|do you see) between the (marks|quotes): \"{{w}}\"(|?)",
    f"{_W}: (say|repeat|copy|echo|type) (that|this|that word|this word)(|.| please.)",
    f"(send|hand|read|give) (back|me back|out) (|the word |this: ){_W}(|.)",
    f"if you (can read|understand|see) this, {_VERB} {_W}(|.)",
    f"one word is enough: {_VERB} {_W}(|.)",
    f"let me (hear|see|read) (|the word ){_W}( from you|)(|.)",
    f"(finish|complete|end) with (the word |){_W}(|.)",
    f"{_VERB} (exactly |precisely )(this|what follows): {_W}",
    f"my word (for today |of the day |)is {_W}. (what is it|say it|which one is it)(|?)",
]
REPEAT_NAME = [
    f"(|please |now |just |only ){_VERB} the name {_W}(|.| please.| once.)",
    f"(|please |now |just ){_VERB} (|this: |this name: ){_W}(|.| please.| and nothing more.)",
    f"(say|repeat|echo|copy) after me: {_W}(|.)",
    f"(reply|answer|respond) with (|just |only )(|the name ){_W}(|.)",
    f"(can|could|will|would) you (|please ){_VERB} (|the name ){_W}(| once| for me)?",
    f"i (want|need|would like) you to {_VERB} (|the name ){_W}(|.| now.)",
    f"(name|input|person|place): {_W}(. |\n)(repeat it|say it|copy it|write it back)(|.)",
    "(my|her|his|the dog's|the town's|the ship's) name is {w}. "
    "(say it|repeat it|what is it|what is the name|say the name)(|?)",
    "i am (|called ){w}. (say my name|what is my name|who am i|repeat my name)(|?)",
    "this is {w}. (say the name|who is this|what is the name|repeat the name)(|?)",
    "(we|they|people) call it {w}. (what is it called|say the name|repeat that name)(|?)",
    "{w} is (here|ready|calling|at the door|on the phone). (who is it|who|which name)?",
    "(spell out|give back|read out|note down) the name {w}(|.)",
    f"your (|only )task is to {_VERB} (|the name ){_W}(|.)",
    f"{_W}: (say|repeat|copy|echo) (that name|this name|it)(|.| please.)",
    "the (winner|owner|driver|author|captain) is {w}. (who is it|who is the one|name, please)(|?)",
]
REPEAT_CODE = [
    f"(|please |now |just ){_VERB} (|the code |this code: |the text |exactly: ){_W}(|.| please.)",
    f"(reply|answer|respond) with (|just |only )(|the code ){_W}(|.)",
    f"(code|ticket|room|seat|label|key|gate|locker): {_W}(. |\n)"
    "(repeat it|copy it|say it|write it back)(|.)",
    "(the|your|my) (code|label|seat|room|ticket|gate|locker) is {w}. "
    "(say it|repeat it|what is it|write it down)(|?)",
    f"(can|could|would) you {_VERB} (|the code ){_W}(| for me| once)?",
    f"{_W}: (repeat|copy|echo|type) (that|this|the code)(|.)",
    "(copy|repeat) (the characters|these characters|what follows) exactly: {w}",
]
LOOK_UP = [
    "{record}(\n|. )(what is the {key}|what {key} is it|which {key} is given)(|?)",
    "{record}(\n|. )(give me|tell me|name|find|write|read out) the {key}(|.| only.)",
    "{record}\n{key}(:| =|?)",
    "(what is the {key}|find the {key}|tell me the {key}|read the {key}) (here|below|in this note)"
    "(?|:)(\n| ){record}",
    "(record|note|entry|data|info|card): {record}(\n|. )(the {key}|{key}|its {key})(?|, please.)",
    "look at this: {record}(\n|. )(what is|say|give) the {key}(?|.)",
    "from \"{record}\" (take|copy|get|read) the {key}(|.)",
    "{record}(\n|. )(which|what) (value|entry) stands for {key}(|?)",
]
_YES = "(| Yes or no?| Answer yes or no.| One word: yes or no.| Just yes or no.)"
YES_NO = [
    f"(|yes or no: |question: |quick question: |tell me: |one question: )is {{a}} {{b}}?{_YES}",
    f"is it (true|correct|right|a fact|so) that {{a}} is {{b}}?{_YES}",
    f"(would|could) you say that {{a}} is {{b}}?{_YES}",
    f"do you (agree|think|believe|know if it is true) that {{a}} is {{b}}?{_YES}",
    "{a} is {b}(, right|, correct|, yes or no|. Is that so|. Right|. Yes or no|. Is it true)?",
    "(check this|my claim|a claim|someone says|i was told|they say): {a} is {b}. "
    "(Yes or no|Is that right|Correct|Agreed|Is it so)?",
    "(|please )(say|answer|reply|respond) (yes or no|with yes or no)(:|.) is {a} {b}?",
    "tell me(, yes or no,|) (if|whether) {a} is {b}.( Yes or no.| Say yes or no.)",
    "i (think|believe|read|heard|am told) that {a} is {b}. "
    "(Am I right|Is it so|Yes or no|Is that correct|Do you agree)?",
]
TRUE_FALSE = [
    "(|is this |decide: |quick: |please answer: )true or false(: |? ){a} is {b}(.|)",
    "{a} is {b}(. |: |, |; )true or false?",
    "(|please )(say|answer|reply|respond|decide) (|with )true or false(: |. ){a} is {b}(.|)",
    "(statement|claim|sentence|fact or not): {a} is {b}(.|)( |\n)"
    "(true or false|is it true or false|true/false)?",
    "is (the statement|this sentence|the claim) \"{a} is {b}\" true or false?",
    "(judge|rate|check) (this|the claim|the statement): {a} is {b}.(| Answer) true or false(.|?)",
]
ARITHMETIC = [
    f"(|please |quick: |now )(what is|what's|compute|calculate|work out|solve) {{task}}(|?)"
    f"{_TAIL_NUMBER}",
    f"(how much|what) (is|does|makes) {{task}}(| make| equal| give)?{_TAIL_NUMBER}",
    "{task}( =| = ?| equals| is|?| makes)",
    f"(the result of|give the result of|tell me|find) {{task}}(|.|?){_TAIL_NUMBER}",
    "(sum|task|math|exercise|problem): {task}( = |)(?|)",
    "(can|could) you (add this up|work this out|solve this|calculate this): {task}(|?)",
]
COMPARE = [
    f"(which|what) (number |one |)is {{quality}}(:|,|?) {{numbers}}(|?){_TAIL_NUMBER}",
    f"(give|tell|show) me the {{quality}} (number|one|value)(:|, please:| of) {{numbers}}(|.)",
    "{numbers}: (which|which one|which number|what) is {quality}(|?)",
    f"(name|find|pick|choose|say) the {{quality}} (number|one|of these)(:| of) {{numbers}}(|.)"
    f"{_TAIL_NUMBER}",
    "(the|what is the) {quality} (number |)(of|among|in) {numbers}(|?)",
    "(of|between|out of) {numbers}, (which|which one) is {quality}?",
]
TO_WORD = [
    "(|please |now )(write|spell|say|give me|put) {n} (as a word|in words|as word|with letters|in letters)"
    "(|.|?)",
    "(what is|what's|how do you write|how do you spell) (|the number ){n} (in words|as a word)(|?)",
    "(number|digits|figure): {n}(. |\n| -> )(In words|As a word|Write it in words|Word)(:|.|?)",
    "(turn|change|convert|translate) (|the number ){n} into (a word|words)(|.| please.)",
    "{n} (in words|as a word|spelled out|written out)(|?|, please)",
    "(can|could) you (write|spell) {n} (in words|as a word|out)?",
]
TO_DIGITS = [
    "(|please |now )(write|give me|put|say|show) {n} (in digits|as a number|in figures|as digits)"
    "(|.|?)",
    "(what is|what's|how do you write) (|the number ){n} (in digits|as a number|in figures)(|?)",
    "(word|number word|written number): {n}(. |\n| -> )(In digits|As a number|Digits|Number)(:|.|?)",
    "(turn|change|convert|translate) {n} into (digits|a number|figures)(|.| please.)",
    "{n} (in digits|as a number|in figures)(|?|, please)",
    "which number is {n}?( Digits only.| In digits.| Use digits.|)",
]
OPPOSITE = _ask(
    "(what is|what's|name|give|tell me) the opposite of {w}(|?)",
    "(what|which word) is the opposite of ({w}|\"{w}\")?",
    "what word means the opposite of {w}?",
    "the opposite of {w}(| is|:|?)",
    "not {w}, but the opposite(:|?|)",
    "(give|find) an antonym (of|for) {w}(|.)",
    "{w} (has which opposite|and its opposite|- opposite)?",
)
LETTER = [
    "(|please |quick: )(what is|what's|give me|tell me|name) the {place} letter (of|in) "
    "(|the word )({w}|\"{w}\")(|?| please)",
    "(which|what) letter (comes|is|stands) {place} in (|the word )({w}|\"{w}\")?",
    "(word|term): {w}(. |\n)({place} letter|the {place} letter|its {place} letter)(?|:|, please.)",
    "({w}|\"{w}\"): (which|what) is (its|the) {place} letter?",
    "with (which|what) letter is {w} written in {place} place?",
    "(find|take|write|say) the {place} letter (of|from) {w}(|.)( One letter.| Just the letter.|)",
]
LENGTH = [
    "(|please |quick: )(how many letters|what number of letters) (does|has) (|the word )"
    "({w}|\"{w}\")( have| got|)(|?)",
    "(count|tell me the number of) (|the )letters (in|of) (|the word )({w}|\"{w}\")(|.)",
    "how (long|many letters long) is (the word |)({w}|\"{w}\")(?| in letters?)",
    "(word|term): {w}(. |\n)(How many letters|Number of letters|Letters)(?|:)",
    "the word {w} has how many letters(|?)( Just the number.| Digits only.|)",
]
AFTER = _ask(
    "(which|what) {unit} (comes|follows|is) (|right |directly )after {x}?",
    "(which|what) {unit} follows {x}?",
    "what is the next {unit} after {x}?",
    "(name|give me|tell me) the {unit} (after|following) {x}(|.)",
    "the {unit} after {x}(| is|?|:)",
    "after {x} comes (which {unit}|what)?",
    "{x}, and then(| which {unit}| what)?",
)
BEFORE = _ask(
    "(which|what) {unit} (comes|is) (|right |directly |just )before {x}?",
    "(which|what) {unit} (precedes|comes ahead of) {x}?",
    "what is the {unit} before {x}?",
    "(name|give me|tell me) the {unit} (before|preceding) {x}(|.)",
    "the {unit} before {x}(| is|?|:)",
    "before {x} comes (which {unit}|what)?",
    "{x} comes after which {unit}?",
)
TODAY = [
    "(if |)today is {x}(, |. |; )(what|which day|what day) {verb} {other}?",
    "(it is {x} today|today is {x}|we have {x} today|today we have {x})(. |, )"
    "(what day {verb} {other}|{other}|and {other}|which day {verb} {other})?",
    "(suppose|say|imagine|assume) (today is {x}|it is {x})(. |, )(what|which day) {verb} {other}?",
    "{other} {verb} (which|what) day if (today is {x}|it is {x}|it is {x} today)?",
    "(which|what) day {verb} {other}(, if|, when| if) (today is {x}|it is {x} today)?",
    "today: {x}(. |\n|, |; )({other}|what {verb} {other})(:|?)",
    "(name|tell me|give me) the day that {verb} {other}(, if|, given that) today is {x}(|.)",
]
# What is said, and the fitting short reply.
GREETINGS = (
    ("hello", "Hello"), ("hi", "Hi"), ("hey", "Hey"), ("good morning", "Good morning"),
    ("good evening", "Good evening"), ("good afternoon", "Good afternoon"),
    ("good night", "Good night"), ("goodbye", "Goodbye"), ("bye", "Bye"),
    ("see you", "See you"), ("welcome", "Thank you"), ("thanks", "Welcome"),
    ("thank you", "Welcome"), ("have a nice day", "Thanks"), ("good luck", "Thanks"),
    ("greetings", "Greetings"), ("welcome back", "Thank you"), ("nice to meet you", "Likewise"),
)  # fmt: skip
GREETING = [
    "{said}(|!|.|, MyPT.|, MyPT!|, my friend!|, dear assistant!)",
    "{said}(!|.|,) (I am|this is|my name is) {name}(.|)",
    "{said} from {name}(!|.|)",
    "{name} (says|writes|tells you): {said}(!|.|)",
    "{said}, (says|writes) {name}(.|!)",
    "(someone|a friend|a guest|my friend {name}|a visitor) says \"{said}\". "
    "(Reply|Answer|What do you say|Respond)(.|?| in short.)",
    "(reply|answer|respond) (shortly |briefly |)to this( greeting|): {said}(!|.|)",
    "{said}(!|.) (It is {name} again|{name} here|It is me, {name})(.|)",
]
ACKNOWLEDGEMENTS = (
    "OK", "Okay", "Done", "Noted", "Understood", "Confirmed", "Ready", "Received", "Agreed",
    "Sure", "Got it", "Will do", "Fine", "Yes", "Copy that", "All right", "Clear", "Certainly",
)  # fmt: skip
NOTES = (
    "the meeting is on {day}", "the shop opens at {hour}", "{name} comes on {day}",
    "we need a new {item}", "the {item} is broken", "{name} has the {item}",
    "lunch is at {hour}", "the train leaves at {hour}", "{name} is late", "I am leaving now",
    "the {item} arrives on {day}", "call {name} on {day}", "please wait for {name}",
    "the door is open", "keep the {item} dry", "we start at {hour}", "{name} will help you",
    "the next message is long", "send the {item} to {name}", "do not answer at length",
)  # fmt: skip
ACKNOWLEDGE = [
    "{note}. (Just |Please |)(reply|answer|respond|confirm) with {reply}(|.)",
    "{note}. (Just |Please |)say (|only )({reply}|\"{reply}\")(|.)",
    "(confirm|acknowledge) with {reply}( please|)(:|.) {note}(|.)",
    "{note}. If (that is clear|you got that|you understand|that is fine), (say|write|reply) {reply}(|.)",
    "(say|write|reply) {reply} (if|when|once) you have read this: {note}(|.)",
    "(note|message|info): {note}. (Your reply|Answer|The answer|Reply)(: | should be | is ){reply}(|.)",
    "{note}. (All I need is|I only need|I expect) (a short|the word|the reply) {reply}(|.)",
]

_CAPITAL = _ask(
    "(what is|what's|name|tell me) the capital (|city ){x}(|?)",
    "(which|what) city is the capital {x}?",
    "the capital (|city ){x}(| is|:|?)",
    "capital {x}(|?)",
    "(give|say) me the name of the capital {x}(|.)",
    "what city (serves as|is) the capital {x}?",
)
_KILO = "(|exactly )"
FACTS: dict[str, list[str]] = {
    "capital": _CAPITAL,
    "continent": _ask(
        "(which|what) continent is {x} (in|on|part of)?",
        "on (which|what) continent (is|do you find|lies) {x}?",
        "(name|tell me) the continent of {x}(|.)",
        "{x} (is on|belongs to|lies on) which continent?",
        "the continent of {x}(| is|:|?)",
    ),
    "currency": _ask(
        "(which|what) (currency|money) (is used|do people use|do they use|is common) in {x}?",
        "(what is|name|tell me) the currency of {x}(|?)",
        "with (which|what) (currency|money) do (you|people) pay in {x}?",
        "people in {x} pay with (which currency|which money|what)?",
        "the currency of {x}(| is|:|?)",
    ),
    "language": _ask(
        "(which|what) language (is spoken|do people speak|do they speak|is the main one) in {x}?",
        "(what is|name|tell me) the (main |)language of {x}(|?)",
        "people in {x} speak (which language|what|what language)?",
        "the language of {x}(| is|:|?)",
    ),
    "young": _ask(
        "what (is|do you call) the (young|baby|child) of {ax}( called|)?",
        "a (young|baby) {x} is (called|named|known as)(| what|:)(|?)",
        "(name|tell me) the (young|baby) of {ax}(|.)",
        "what is a (baby|young) {x} called?",
        "the word for a (baby|young) {x}(| is|:|?)",
    ),
    "sound": _ask(
        "(what|which) (sound|noise) does {ax} make?",
        "(name|tell me) the (sound|noise) of {ax}(|.)",
        "the (sound|noise|cry) of {ax}(| is|:|?)",
        "what does {ax} (do when it makes a noise|say)?",
        "how does {ax} sound?",
    ),
    "legs": _ask(
        "how many legs does {ax} have?",
        "(what is|tell me|give) the number of legs of {ax}(|?)",
        "{ax} (has|walks on|stands on) how many legs?",
        "(count|give me) the legs of {ax}(|.)",
        tail=_TAIL_NUMBER,
    ),
    "colour": _ask(
        "what (color|colour) is {x}?",
        "(which|what) (color|colour) does {x} have?",
        "(name|tell me|give) the (color|colour) of {x}(|.)",
        "the (usual |)(color|colour) of {x}(| is|:|?)",
        "{x} is (which|what) (color|colour)?",
    ),
    "kind": _ask(
        "what (kind|sort|type) of thing is {x}?",
        "{x} is a (kind|sort|type) of (what|which thing)?",
        "is {x} (a fruit, an animal or what|an animal, a plant or what)?",
        "(name|tell me) the (category|group|class) of {x}(|.)",
        "to (which|what) (category|group) does {x} belong?",
        "{x} (belongs to the group|falls under the word)(:| of)",
    ),
    "maker": _ask(
        "who (or what |)makes {x}?",
        "{x} (comes|come) from (whom|which maker|which animal or person)?",
        "(name|tell me) the maker of {x}(|.)",
        "by (whom|which animal or person) is {x} made?",
        "the (one who makes|maker of) {x}(| is|:|?)",
    ),
    "workplace": _ask(
        "where does {ax} work?",
        "(name|tell me) the (usual |)(workplace|place of work) of {ax}(|.)",
        "in (which|what) place does {ax} work?",
        "{ax} (works|is found) (where|in which place)?",
        "the (workplace|place) of {ax}(| is|:|?)",
    ),
    "use": _ask(
        "what do you use to {x}?",
        "(which|what) thing (is used|helps|do you need) to {x}?",
        "to {x}, (people use|you need|you use)(| what|:)",
        "(name|tell me) the thing (used|needed) to {x}(|.)",
        "i want to {x}. (What do I need|What helps|Which thing do I take)?",
    ),
    "plural": _ask(
        "(what is|what's|name|tell me|write) the plural of ({x}|\"{x}\")(|?)",
        "one {x}, two (|what)(?|...)",
        "the plural of ({x}|\"{x}\")(| is|:|?)",
        "how do you (say|write|spell) more than one {x}?",
        "make {x} plural(|.)",
    ),
    "past": _ask(
        "(what is|what's|name|tell me|write) the past tense of ({x}|\"{x}\")(|?)",
        "today i {x}, yesterday i (|what)(?|...)",
        "the past (tense |)of ({x}|\"{x}\")(| is|:|?)",
        "put the verb {x} into the past(| tense)(|.)",
        "(which|what) word is the past of {x}?",
    ),
    "comparative": _ask(
        "(what is|name|tell me|write) the comparative of ({x}|\"{x}\")(|?)",
        "{x}, and even more: (what|which word)?",
        "more than {x} is (what|which word)?",
        "the comparative of ({x}|\"{x}\")(| is|:|?)",
        "(which|what) word means more {x}?",
    ),
    "count": _ask(
        "how many {x}?",
        "(tell me|say|give the number:|do you know) how many {x}(|.|?)",
        "what number is it: how many {x}?",
        "(count|number): how many {x}(|?)",
        tail=_TAIL_NUMBER,
    ),
    "riddle": _ask(
        "(what do you call|what is|name|tell me) {x}(|?)",
        "(which|what) word (means|stands for|fits): {x}(|?)",
        "{x} is (called|known as)(| what|:)",
        "(find|give|guess) the word(:| for) {x}(|.)",
        "one word for {x}(|:|?)",
    ),
    "pair": _ask(
        "(complete|finish|continue) (the pair|this|the phrase): {x}(| ...)",
        "(which|what) word (comes|goes) (next|with it): {x}(| ...)(|?)",
        "{x} (what|...)(|?)",
        "fill (in|the gap): {x} ___(|.)",
        "(what follows|what is missing): {x} ___(|?)",
    ),
    "sides": _ask(
        "how many (sides|edges) does {ax} have?",
        "{ax} has how many (sides|corners)?",
        "(tell me|give|what is) the number of sides of {ax}(|?)",
        tail=_TAIL_NUMBER,
    ),
    "unit_symbol": _ask(
        "(what is|what's|name|tell me|give) the (symbol|short form|abbreviation) (of|for) {x}(|?)",
        "(which|what) (symbol|abbreviation) (stands for|means) {x}?",
        "how do you (shorten|abbreviate) {x}?",
        "the symbol (of|for) {x}(| is|:|?)",
    ),
    "unit_name": _ask(
        "what does {x} (stand for|mean) (as a unit|in measurements|with numbers)?",
        "(which|what) unit (is|has the symbol|is written) {x}?",
        "(name|tell me) the unit (with the symbol|written as|written) {x}(|.)",
        "the unit {x} is (called|named)(| what|:)",
    ),
    "unit_count": _ask(
        "how many {x}?",
        "(tell me|say|work out|do you know) how many {x}(|.|?)",
        "{x}: how many(| is that| are there)?",
        "(number|count|conversion): how many {x}(|?)",
        tail=_TAIL_NUMBER,
    ),
    "http_code": _ask(
        "(which|what) HTTP (status |)code means {x}?",
        "(what is|name|tell me|give) the HTTP (status |)code for {x}(|?)",
        "HTTP {x} has (which|what) (number|code)?",
        "the HTTP (status|code) for {x}(| is|:|?)",
        tail=_TAIL_NUMBER,
    ),
    "http_phrase": _ask(
        "what does HTTP (status |code |){x} mean?",
        "(what is|name|tell me) the meaning of HTTP (status |code |){x}(|?)",
        "HTTP {x} (means|stands for)(| what|:)",
        "the server says {x}. What does (that|it) mean?",
    ),
    "file_ending": _ask(
        "(which|what) file (ending|extension) do {x} have?",
        "(what is|name|tell me|give) the file (ending|extension) (of|for) {x}(|?)",
        "the (usual |)file (ending|extension) (of|for) {x}(| is|:|?)",
        "{x} end in (which|what) extension?",
    ),
    "media_ending": _ask(
        "(which|what) file (ending|extension) goes with {x}?",
        "(what is|name|tell me|give) the file (ending|extension) for the (type|media type) {x}(|?)",
        "media type {x}: (which|what) file (ending|extension)?",
        "the file (ending|extension) of {x}(| is|:|?)",
    ),
    "element": _ask(
        "(what is|name|tell me|give) the (chemical |)symbol (of|for) {x}(|?)",
        "(which|what) (chemical |)symbol does {x} have?",
        "the (chemical |)symbol (of|for) {x}(| is|:|?)",
        "{x} in the periodic table(:|?)",
    ),
    "currency_code": _ask(
        "(what is|name|tell me|give) the (|ISO |three-letter )code (of|for) the {x}(|?)",
        "(which|what) (|currency )code (does|has) the {x}( have| got|)?",
        "the (|ISO )code (of|for) the {x}(| is|:|?)",
        "the {x} is written with (which|what) code?",
    ),
    "country_domain": _ask(
        "(what is|name|tell me|give) the (internet|web|top-level) domain of {x}(|?)",
        "(which|what) (internet |web |)domain (does|has) {x}( have| got|)?",
        "the (internet|web) domain of {x}(| is|:|?)",
        "websites (from|in|of) {x} end in (which|what) domain?",
    ),
}
