"""Wordings of the format lock's families (patterns of `grammar`), and the phrases they need.

First letters are lower case where a lead may stand before them; the generator capitalises.
"""

_LEAD = "(|question: |quick question: |please answer: )"
_TAIL = "(|~One word.|~Just the answer.|~Answer in one word.|~Short answer, please.)"
_TAIL_NUMBER = "(|~Just the number.|~Digits only.|~Answer with a number.)"
# A statement is followed by an order, never by a question about it: from 3a-2 on, such a question
# is answered in a sentence.
_VALUE = "~(Just the value.|The value only.|Nothing else.|Short answer, please.|Only the value.)"
_VERB = "(say|repeat|write|type|echo|print|give me|copy)"
_W = '({w}|"{w}")'


def _ask(
    questions: tuple[str, ...],
    orders: tuple[str, ...] = (),
    completions: tuple[str, ...] = (),
    tail: str = _TAIL,
) -> list[str]:
    """Makes patterns of questions and orders, with fitting leads and tails, and of completions."""
    return [
        # A question says that a word is enough: from 3a-2 on, others are answered in a sentence.
        *(f"{_LEAD}{question}{tail.replace('(|', '(', 1)}" for question in questions),
        *(f"(|please |now |quick: |just ){order}{tail}" for order in orders),
        *(f"(|question: |complete: |short: ){completion}" for completion in completions),
    ]


REPEAT = [
    f"(|please |now |just |only ){_VERB} (|the word |this word: ){_W}(|.)",
    f"(|please |now |just ){_VERB} {_W}(, nothing else.| and nothing more.| once.| and stop.)",
    f"(repeat|say|echo|copy|speak) after me: {_W}(|.)",
    f"(reply|answer|respond) with (|just |only )(|the word |one word: ){_W}(|.)",
    f"(can|could|will|would) you (|please ){_VERB} (|the word ){_W}(| once| for me| again)?",
    f"i (want|need|would like|ask) you to {_VERB} (|the word ){_W}(|.| now.)",
    f"your (|only )(task|job) is to {_VERB} (|the word ){_W}(|.| and no more.)",
    f"(word|input|text|term|prompt): {_W}(~| / |\n)(repeat it|say it|copy it|write it back)(|.)",
    f"the word is {_W}~(say it|repeat it|write it|give it back)(|.| now.| please.)",
    f"here is a (|single |short )word: {_W}~(say it|repeat it|copy it|give it back)(|.)",
    f"do not explain( anything|). (Just|Only) {_VERB} {_W}(|.)",
    'which word (stands|is|do you see) between the (marks|quotes): "{w}"(|?)',
    f"{_W}: (say|repeat|copy|echo|type) (that|this|that word|this word)(|.)",
    f"(send|hand|read|give) (back|me back|out) (|the word |this: ){_W}(|.)",
    f"if you (can read|understand|see) this, {_VERB} {_W}(|.)",
    f"one word is enough: {_VERB} {_W}(|.)",
    f"let me (hear|see|read) (|the word ){_W}(| from you)(|.)",
    f"{_VERB} (exactly |precisely )(this|what follows): {_W}",
    f"my word (for today |of the day |)is {_W}~(say it|repeat it|type it|write that word)(|.)",
]
_VERB_DE = "(sag|wiederhole|schreibe|nenne|tippe|kopiere)"
REPEAT_DE = [
    f"(|bitte |jetzt |nun |nur: ){_VERB_DE} (|das Wort |dieses Wort: ){_W}(|.)",
    f"(|bitte |jetzt |nun ){_VERB_DE} (|das Wort ){_W}( noch einmal.| und sonst nichts.)",
    f"(sprich|schreib|sag) mir nach: {_W}(|.)",
    f"antworte (nur |bloß |bitte |)mit (|dem Wort |diesem Wort: ){_W}(|.)",
    f"(kannst|könntest|würdest) du (bitte |)(|das Wort ){_W} (sagen|wiederholen|schreiben)?",
    f"(Wort|Text|Eingabe|Begriff): {_W}(~| / )(wiederhole es|schreib es ab|sag es)(|.)",
    f"das Wort (heißt|lautet|ist) {_W}~(wiederhole es|sag es|schreib es ab)(|.)",
    f"{_W}: (wiederhole|schreibe|sag) das(|.| bitte.)",
    f"(deine|deine einzige) Aufgabe: {_VERB_DE} {_W}(|.)",
    f"ich möchte (nur |)das Wort {_W} (lesen|hören|sehen)(|.)",
]
REPEAT_NAME = [
    f"(|please |now |just |only ){_VERB} the name {_W}(|.| once.)",
    f"(|please |now |just ){_VERB} (|this: |this name: ){_W}(|.| and nothing more.)",
    f"(say|repeat|echo|copy) after me: {_W}(|.)",
    f"(reply|answer|respond) with (|just |only )(|the name ){_W}(|.)",
    f"(can|could|will|would) you (|please ){_VERB} (|the name ){_W}(| once| for me)?",
    f"i (want|need|would like) you to {_VERB} (|the name ){_W}(|.| now.)",
    f"(name|input|person|place): {_W}(~|\n)(repeat it|say it|copy it|write it back)(|.)",
    "(her|his|the town's|the ship's) name is {w}~(say it.|repeat it.|say the name.|echo it.)",
    "this is {w}~(say the name.|repeat the name.|echo the name.)",
    "(we|they|people) call it {w}~(say the name.|repeat that name.|write that name.)",
    "{w} is (here|ready|calling|at the door|on the phone)~(say the name.|repeat that name.)",
    "(spell out|give back|read out|note down) the name {w}(|.)",
    f"your (|only )task is to {_VERB} (|the name ){_W}(|.)",
    f"{_W}: (say|repeat|copy|echo) (that name|this name|it)(|.)",
    "the (winner|owner|driver|author|captain) is {w}~(say the name.|repeat the name.|echo it.)",
]
REPEAT_CODE = [
    f"(|please |now |just ){_VERB} (|the code |this code: |the text |exactly: ){_W}(|.)",
    f"(reply|answer|respond) with (|just |only )(|the code ){_W}(|.)",
    f"(code|ticket|room|seat|label|key|gate|locker): {_W}(~|\n)"
    "(repeat it|copy it|say it|write it back)(|.)",
    "(the|your|my) (code|label|seat|room|ticket|gate|locker) is {w}~"
    "(say it.|repeat it.|copy it.|write it down.)",
    f"(can|could|would) you {_VERB} (|the code ){_W}(| for me| once)?",
    f"{_W}: (repeat|copy|echo|type) (that|this|the code)(|.)",
    "(copy|repeat) (the characters|these characters|what follows) exactly: {w}",
]
LOOK_UP = [
    f"{{record}}(\n|~)(give me|tell me|name|find|write|read out) (the {{key}} only.|the {{key}}{_VALUE})",
    "{record}\n{key}(:| =|?)",
    "(just|only) the {key} (here|below|in this note)(| please):(\n| ){record}",
    "(record|note|entry|data|info|card): {record}(\n|~)(just|only) (the {key}|its {key})(.|, please.)",
    f"look at this: {{record}}(\n|~)(say|give|copy) the {{key}}{_VALUE}",
    'from "{record}" (take|copy|get|read) (only|just) the {key}(|.)',
    f"{{record}}(\n|~)(take|copy|get) the (value|entry) for {{key}}{_VALUE}",
]
_YES = "( Yes or no?| Answer yes or no.| One word: yes or no.| Just yes or no.)"
YES_NO = [
    f"(|yes or no: |question: |quick question: |one question: )is {{a}} {{b}}?{_YES}",
    f"is it (true|correct|right|a fact|so) that {{a}} is {{b}}?{_YES}",
    f"(would|could) you say that {{a}} is {{b}}?{_YES}",
    f"do you (agree|think|believe|know if it is true) that {{a}} is {{b}}?{_YES}",
    f"{{a}} is {{b}}(, right|, correct|. Is that so|. Right|. Is it true)?{_YES}",
    "{a} is {b}(, yes or no|. Yes or no)?",
    "(check this|my claim|a claim|someone says|i was told|they say): {a} is {b}. "
    f"(Yes or no?|Is that right?{_YES}|Correct?{_YES}|Is it so?{_YES})",
    "(|please )(say|answer|reply|respond) (|with )yes or no: is {a} {b}?",
    "tell me(, yes or no,|) (if|whether) {a} is {b}.( Yes or no.| Say yes or no.)",
    "i (think|believe|read|heard|am told) that {a} is {b}. "
    f"(Yes or no?|Am I right?{_YES}|Is it so?{_YES}|Is that correct?{_YES}|Do you agree?{_YES})",
]
TRUE_FALSE = [
    "(|decide: |quick: |please answer: |question: |one question: )true or false: {a} is {b}(.|)",
    "{a} is {b}(, |; |~)true or false?",
    "(|please )(say|answer|reply|respond|decide) (|with )true or false: {a} is {b}(.|)",
    "(statement|claim|sentence|fact or not): {a} is {b}(~|\n)"
    "(true or false|is it true or false|true/false)?",
    'is (the statement|this sentence|the claim) "{a} is {b}" true or false?',
    "(judge|rate|check) (this|the claim|the statement): {a} is {b}~(true|answer true) or false.",
    "{a} is {b}~(say|answer|reply|decide|respond) (|with )true or false(.|, please.)",
    "(is it true or false|do you call it true or false|would you say it is true or false) "
    "that {a} is {b}?",
]
ARITHMETIC = [
    f"(|quick: |question: )(what is|what's|how much is) {{task}}(|?{_TAIL_NUMBER})",
    f"(|please |now )(compute|calculate|work out|solve|add up) {{task}}(|.){_TAIL_NUMBER}",
    f"what does {{task}} (make|equal|give)?{_TAIL_NUMBER}",
    "{task}( =| = ?| equals| is|?| makes)",
    f"(give the result of|tell me|find|say what you get for) {{task}}(|.){_TAIL_NUMBER}",
    "(sum|task|math|exercise|problem): {task}( = |)(?|)",
    "(can|could) you (work this out|solve this|calculate this): {task}(|?)",
]
COMPARE = [
    f"(which|what) (number |one |)is {{quality}}(:|,) {{either}}?{_TAIL_NUMBER}",
    "(give|tell|show) me the {quality} (number|one|value) of {both}(|.)",
    "{either}: (which|which one|which number|what) is {quality}(|?)",
    f"(name|find|pick|choose|say) the {{quality}} (number|one) of {{both}}(|.){_TAIL_NUMBER}",
    "(the|what is the) {quality} (number |)(of|among|in) {both}?",
    "(of|out of) {both}, (which|which one) is {quality}?",
    "{both}~(which is {quality}?|name the {quality}.|say the {quality} one.)",
]
TO_WORD = [
    "(|please |now )(write|spell|say|give me|put) {n} "
    "(as a word|in words|as one word|with letters|in letters)(|.)",
    "(what is|what's|how do you write|how do you spell) (|the number ){n} (in words|as a word)(|?)",
    "(number|digits|figure): {n}(~|\n| -> )(in words|as a word|write it in words|word)(:|.)",
    "(turn|change|convert|translate) (|the number ){n} into (a word|words)(|.)",
    "{n} (in words|as a word|spelled out|written out)(|?|, please)",
    "(can|could) you (write|spell) {n} (in words|as a word|out)?",
]
TO_DIGITS = [
    "(|please |now )(write|give me|put|say|show) {n} (in digits|as a number|in figures|as digits)"
    "(|.)",
    "(what is|what's|how do you write) (|the number ){n} (in digits|as a number|in figures)(|?)",
    "(word|number word|written number): {n}(~|\n| -> )(in digits|as a number|digits|number)(:|.)",
    "(turn|change|convert|translate) {n} into (digits|a number|figures)(|.)",
    "{n} (in digits|as a number|in figures)(|?|, please)",
    "which number is {n}?( Digits only.| In digits.| Use digits.|)",
]
OPPOSITE = _ask(
    (
        "(what is|what's) the opposite of {w}?",
        '(what|which word) is the opposite of "{w}"?',
        "what word means the opposite of {w}?",
        "{w} has which opposite?",
    ),
    ("(name|give|tell me|find) the opposite of {w}(|.)", "(give|find) an antonym (of|for) {w}(|.)"),
    ("the opposite of {w}( is|:|)", "not {w}, but", "{w}, opposite:"),
)
LETTER = [
    "(|please |quick: )(give me|tell me|name|say) the {place} letter (of|in) (|the word )"
    '({w}|"{w}")(|.)',
    '(|quick: |question: )(what is|what\'s) the {place} letter (of|in) (|the word )({w}|"{w}")(|?)',
    '(which|what) letter (comes|is|stands) {place} in (|the word )({w}|"{w}")?',
    "(word|term): {w}(~|\n)(|the |its ){place} letter(?|:|, please.)",
    '({w}|"{w}"): (which|what) is (its|the) {place} letter?',
    "(find|take|write|say) the {place} letter (of|from) {w}(|.|~One letter.|~Just the letter.)",
]
LENGTH = [
    '(|quick: )how many letters does (|the word )({w}|"{w}") have(|?)',
    '(|quick: |please )(count|tell me the number of) (|the )letters (in|of) (|the word )({w}|"{w}")(|.)',
    'how (long|many letters long) is the word ({w}|"{w}")?',
    "(word|term): {w}(~|\n)(how many letters?|number of letters:|letters:)",
    "the word {w} has how many letters?(| Just the number.| Digits only.)",
]
AFTER = _ask(
    (
        "(which|what) {unit} comes (|right |directly )after {x}?",
        "(which|what) {unit} follows {x}?",
        "what is the next {unit} after {x}?",
        "after {x} comes which {unit}?",
    ),
    ("(name|give me|tell me|say) the {unit} (after|following) {x}(|.)",),
    ("the {unit} after {x}( is|:|)", "{x}, and then", "after {x} comes"),
)
BEFORE = _ask(
    (
        "(which|what) {unit} comes (|right |directly |just )before {x}?",
        "(which|what) {unit} precedes {x}?",
        "what is the {unit} before {x}?",
        "before {x} comes which {unit}?",
    ),
    ("(name|give me|tell me|say) the {unit} (before|preceding) {x}(|.)",),
    ("the {unit} before {x}( is|:|)", "before {x} comes", "{x} comes right after"),
)
TODAY = [
    "(if |)today is {x}(, |~|; )(what|which day|what day) {verb} {other}?",
    "(it is {x} today|today is {x}|we have {x} today|today we have {x})(~|, )"
    "(what day {verb} {other}|{other}|and {other}|which day {verb} {other})?",
    "(suppose|say|imagine|assume) (today is {x}|it is {x})(~|, )(what|which day) {verb} {other}?",
    "{other} {verb} (which|what) day if (today is {x}|it is {x}|it is {x} today)?",
    "(which|what) day {verb} {other}(, if|, when| if) (today is {x}|it is {x} today)?",
    "today: {x}(~|\n|, |; )({other}|what {verb} {other})(:|?)",
    "(name|tell me|give me) the day that {verb} {other}(, if|, given that) today is {x}(|.)",
]
_LEAD_DE = "(|Frage: |kurze Frage: |bitte antworte: |sag mal: )"
_TAIL_DE = "(~Ein Wort.|~Nur die Antwort.|~Antworte mit einem Wort.|~Kurze Antwort, bitte.)"
_TAIL_NUMBER_DE = "(|~Nur die Zahl.|~Nur Ziffern.|~Antworte mit einer Zahl.)"
_VERB_ORDER_DE = "(|bitte |nun |schnell: )(nenne|sag|schreibe|gib) mir"
ARITHMETIC_DE = [
    f"(|kurz: |Frage: )(was ist|wie viel ist|was ergibt|wie viel macht) {{task}}(|?{_TAIL_NUMBER_DE})",
    f"(|bitte |nun )(rechne|berechne|rechne aus|löse): {{task}}(|.){_TAIL_NUMBER_DE}",
    f"was (kommt bei {{task}} heraus|erhält man bei {{task}})?{_TAIL_NUMBER_DE}",
    "{task}( =| = ?| ergibt| ist|?| macht)",
    f"(gib mir|nenne|sag mir) das Ergebnis von {{task}}(|.){_TAIL_NUMBER_DE}",
    "(Summe|Aufgabe|Rechnung|Übung): {task}( = |)(?|)",
    "(kannst|könntest) du das (ausrechnen|lösen|berechnen): {task}(|?)",
]
COMPARE_DE = [
    f"(welche|welche Zahl|was) ist {{quality}}(:|,) {{either}}?{_TAIL_NUMBER_DE}",
    "{either}: (welche|welche Zahl|was) (ist|davon ist) {quality}(|?)",
    "(von|unter) {both}, (welche|welche Zahl|was) ist {quality}?",
    f"(nenne|sag|schreibe|wähle) die Zahl, die {{quality}} ist(:|,) {{either}}(|.){_TAIL_NUMBER_DE}",
    "{both}~(welche|welche Zahl|was) (davon |)ist {quality}?",
    f"(Vergleich|Aufgabe): {{both}}~(welche|was) ist {{quality}}?{_TAIL_NUMBER_DE}",
]
TO_WORD_DE = [
    "(|bitte |nun )(schreibe|schreib|gib mir) {n} (als Wort|in Worten|mit Buchstaben)(|.)",
    "(wie schreibt man|wie schreibe ich|wie schreiben wir) (|die Zahl ){n} (als Wort|in Worten)(|?)",
    "(Zahl|Ziffern|Nummer): {n}(~|\n| -> )(als Wort|in Worten|Wort)(:|.)",
    "wandle (|die Zahl ){n} in (ein Wort|Worte) um(|.)",
    "{n} (in Worten|als Wort|ausgeschrieben)(|?|, bitte)",
    "(kannst|könntest|würdest) du {n} (als Wort|in Worten) schreiben?",
]
TO_DIGITS_DE = [
    "(|bitte |nun )(schreibe|schreib|gib mir) {n} (in Ziffern|als Zahl|mit Ziffern)(|.)",
    "(wie schreibt man|wie schreibe ich|wie schreiben wir) {n} (in Ziffern|als Zahl)(|?)",
    "(Zahlwort|Wort|Zahl in Worten): {n}(~|\n| -> )(in Ziffern|als Zahl|Ziffern|Zahl)(:|.)",
    "wandle {n} in (Ziffern|eine Zahl) um(|.)",
    "{n} (in Ziffern|als Zahl|mit Ziffern)(|?|, bitte)",
    "welche Zahl (ist|meint|heißt) {n}?( Nur Ziffern.| In Ziffern.| Bitte in Ziffern.)",
    "(kannst|könntest|würdest) du {n} (in Ziffern|als Zahl) schreiben?",
]
OPPOSITE_DE = [
    f'{_LEAD_DE}(was ist|wie heißt|wie lautet) das Gegenteil von ({{w}}|"{{w}}")?{_TAIL_DE}',
    f"{_LEAD_DE}welches Wort (ist|meint) das Gegenteil von {{w}}?{_TAIL_DE}",
    f"{_VERB_ORDER_DE} das Gegenteil von {{w}}(|.)",
    "(|Frage: |ergänze: )(das Gegenteil von {w}( ist|:|)|nicht {w}, sondern|{w}, Gegenteil:)",
]
# {which} "welcher Tag", {that} "den Tag"
AFTER_DE = [
    f"{_LEAD_DE}{{which}} (kommt|folgt|ist) (direkt |gleich |)nach {{x}}?{_TAIL_DE}",
    f"{_LEAD_DE}nach {{x}} (kommt|folgt) {{which}}?{_TAIL_DE}",
    f"{_VERB_ORDER_DE} {{that}} nach {{x}}(|.)",
    "(|Frage: |ergänze: )(nach {x} kommt|{x}, und dann|nach {x} folgt)",
]
BEFORE_DE = [
    f"{_LEAD_DE}{{which}} (kommt|ist|steht) (direkt |gleich |)vor {{x}}?{_TAIL_DE}",
    f"{_LEAD_DE}vor {{x}} (kommt|steht) {{which}}?{_TAIL_DE}",
    f"{_VERB_ORDER_DE} {{that}} vor {{x}}(|.)",
    "(|Frage: |ergänze: )(vor {x} kommt|vor {x} steht|{x} kommt gleich nach)",
]
TODAY_DE = [
    f"wenn heute {{x}} ist, (welcher Tag|was) {{verb}} (dann |){{other}}?{_TAIL_DE}",
    f"(heute ist|heute haben wir|wir haben heute) {{x}}~(welcher Tag|was) {{verb}} {{other}}?{_TAIL_DE}",
    f"(|Frage: )(welcher Tag|was) {{verb}} {{other}}, wenn heute {{x}} ist?{_TAIL_DE}",
    "heute: {x}(~|\n|, |; ){other}(:|?)",
    f"{_VERB_ORDER_DE} den Tag, der {{other}} {{verb}}, wenn heute {{x}} ist(|.)",
    f"(angenommen|nimm an|stell dir vor), heute ist {{x}}~welcher Tag {{verb}} {{other}}?{_TAIL_DE}",
]
# What is said, and the fitting short reply.
GREETINGS = (
    ("hello", "Hello"), ("hi", "Hi"), ("hey", "Hey"), ("good morning", "Good morning"),
    ("good evening", "Good evening"), ("good afternoon", "Good afternoon"),
    ("good night", "Good night"), ("goodbye", "Goodbye"), ("bye", "Bye"), ("see you", "See you"),
    ("welcome", "Thank you"), ("thanks", "No problem"), ("thank you", "No problem"),
    ("have a nice day", "Thanks"), ("good luck", "Thanks"), ("greetings", "Greetings"),
    ("welcome back", "Thank you"), ("nice to meet you", "Likewise"), ("see you later", "See you"),
)  # fmt: skip
GREETING = [
    "{said}(|!|.|, MyPT.|, MyPT!|, my friend!|, dear assistant!)",
    "{said}(!|.|,) (I am|this is|my name is) {name}(.|)",
    "{said} from {name}(!|.|)",
    "{name} (says|writes|tells you): {said}(!|.|)",
    "{said}, (says|writes) {name}(.|!)",
    '(someone|a friend|a guest|my friend {name}|a visitor) says "{said}". '
    "(Reply.|Answer.|What do you say?|Respond in short.)",
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
    "{note}~(|just |please )(reply|answer|respond|confirm) with {reply}(|.)",
    '{note}~(|just |please )say (|only )({reply}|"{reply}")(|.)',
    "(confirm|acknowledge) with {reply}(| please): {note}(|.)",
    "{note}~if (that is clear|you got that|you understand|that is fine), (say|write|reply) {reply}(|.)",
    "(say|write|reply) {reply} (if|when|once) you have read this: {note}(|.)",
    "(note|message|info): {note}~(your reply|answer|the answer|reply)(: | should be ){reply}(|.)",
    "{note}~(all I need is|I only need|I expect) (a short|the word|the reply) {reply}(|.)",
]

FACTS: dict[str, list[str]] = {
    "capital": _ask(
        (
            "(what is|what's) the capital (|city ){x}?",
            "(which|what) city is the capital {x}?",
            "what city serves as the capital {x}?",
        ),
        ("(name|tell me|give me|say) the capital (|city ){x}(|.)",),
        ("the capital (|city ){x}( is|:|)", "capital {x}(:|)", "the capital {x} is called"),
    ),
    "continent": _ask(
        (
            "(which|what) continent is {x} (in|on|part of)?",
            "on (which|what) continent (is|do you find) {x}?",
            "{x} (is on|belongs to|lies on) which continent?",
        ),
        ("(name|tell me|give me) the continent of {x}(|.)",),
        ("the continent of {x}( is|:|)", "{x} is a country in", "{x} belongs to the continent"),
    ),
    "currency": _ask(
        (
            "(which|what) (currency|money) (is used|do people use|do they use|is common) in {x}?",
            "what is the currency of {x}?",
            "with (which|what) (currency|money) do (you|people) pay in {x}?",
        ),
        ("(name|tell me|give me) the currency of {x}(|.)",),
        ("the currency of {x}( is|:|)", "people in {x} pay with the"),
    ),
    "language": _ask(
        (
            "(which|what) language (is spoken|do people speak|do they speak|is the main one) in {x}?",
            "what is the (main |)language of {x}?",
            "people in {x} speak (which language|what language)?",
        ),
        ("(name|tell me|give me) the (main |)language of {x}(|.)",),
        ("the language of {x}( is|:|)", "people in {x} speak"),
    ),
    "young": _ask(
        (
            "what (is|do you call) the (young|baby|child) of {ax}?",
            "what is a (baby|young) {x} called?",
            "(which|what) word means a (baby|young) {x}?",
        ),
        ("(name|tell me|give me the word for) the (young|baby) of {ax}(|.)",),
        (
            "a (young|baby) {x} is (called|named|known as) a",
            "the word for a (baby|young) {x}( is|:|)",
        ),
    ),
    "sound": _ask(
        (
            "(what|which) (sound|noise) does {ax} make?",
            "what is the (sound|noise|cry) of {ax}?",
            "how do you call the (sound|noise) of {ax}?",
        ),
        ("(name|tell me|give me) the (sound|noise) of {ax}(|.)",),
        ("the (sound|noise|cry) of {ax}( is|:|)",),
    ),
    "legs": _ask(
        (
            "how many legs does {ax} have?",
            "what is the number of legs of {ax}?",
            "{ax} (has|walks on|stands on) how many legs?",
        ),
        ("(count|give me the number of|tell me the number of) the legs of {ax}(|.)",),
        ("number of legs of {ax}(:|)", "legs of {ax}(:|)"),
        tail=_TAIL_NUMBER,
    ),
    "colour": _ask(
        (
            "what (color|colour) is {x}?",
            "(which|what) (color|colour) does {x} have?",
            "{x} is (which|what) (color|colour)?",
        ),
        ("(name|tell me|give me) the (color|colour) of {x}(|.)",),
        ("the (usual |)(color|colour) of {x}( is|:|)", "{x} is usually"),
    ),
    "kind": _ask(
        (
            "what (kind|sort|type) of thing is {ax}?",
            "{ax} is (what|which) (kind|sort) of thing?",
            "to (which|what) (category|group) does {ax} belong?",
        ),
        ("(name|tell me|give me) the (category|group|class) of {x}(|.)",),
        ("{ax} belongs to the (group|category)", "{x} (group|category|class):"),
    ),
    "maker": _ask(
        (
            "who (or what |)makes {x}?",
            "from (whom|which animal or person) do we get {x}?",
            "by (whom|which animal or person) is it made: {x}?",
        ),
        ("(name|tell me|give me) the maker of {x}(|.)",),
        ("the maker of {x}( is|:|)", "the one who makes {x}( is|:|)"),
    ),
    "workplace": _ask(
        (
            "where does {ax} work?",
            "in (which|what) place does {ax} work?",
            "{ax} works in (which|what) place?",
        ),
        ("(name|tell me|give me) the (usual |)(workplace|place of work) of {ax}(|.)",),
        ("the (workplace|place) of {ax}( is|:|)", "{ax} works in a"),
    ),
    "use": _ask(
        (
            "what do (you|people) use to {x}?",
            "(which|what) thing (is used|helps|do you need) to {x}?",
            "i want to {x}~(what do I need|what helps|which thing do I take)?",
        ),
        ("(name|tell me|give me the word for) the thing (used|needed) to {x}(|.)",),
        ("to {x}, (people use|you need|you use) a", "a thing to {x}(:|)"),
    ),
    "plural": _ask(
        (
            '(what is|what\'s) the plural of ({x}|"{x}")?',
            "how do you (say|write|spell) more than one {x}?",
            "(which|what) word is the plural of {x}?",
        ),
        ('(name|tell me|write|give me) the plural of ({x}|"{x}")(|.)',),
        ("one {x}, two", 'the plural of ({x}|"{x}")( is|:|)', "plural of {x}:"),
    ),
    "past": _ask(
        (
            '(what is|what\'s) the past tense of ({x}|"{x}")?',
            "(which|what) word is the past of {x}?",
            "how do you put the verb {x} into the past?",
        ),
        ('(name|tell me|write|give me) the past tense of ({x}|"{x}")(|.)',),
        ("today I {x}, yesterday I", 'the past (tense |)of ({x}|"{x}")( is|:|)'),
    ),
    "comparative": _ask(
        (
            '(what is|what\'s) the comparative of ({x}|"{x}")?',
            "(which|what) word means more {x}?",
            "how do you say more {x} in one word?",
        ),
        ('(name|tell me|write|give me) the comparative of ({x}|"{x}")(|.)',),
        ("{x}, and even more:", 'the comparative of ({x}|"{x}")( is|:|)'),
    ),
    "count": _ask(
        (
            "how many {x}?",
            "(do you know|can you say|who knows) how many {x}?",
            "what number is it: how many {x}?",
        ),
        ("(tell me|say) how many {x}(|.)",),
        ("number of these: how many {x}",),
        tail=_TAIL_NUMBER,
    ),
    "riddle": _ask(
        (
            "(what do you call|what is) {x}?",
            "(which|what) word (means|stands for|fits): {x}?",
            "what is the word for {x}?",
        ),
        ("(find|give me|guess|name) the word for {x}(|.)", "(name|tell me) {x}(|.)"),
        ("{x} is (called|known as)", "one word for {x}(:|)"),
    ),
    "pair": _ask(
        (
            "(which|what) word (comes next|goes with it|is missing): {x} ...?",
            'what follows after "{x}"?',
        ),
        (
            "(complete|finish|continue) (the pair|this|the phrase): {x}(| ...)",
            "fill (in|the gap): {x} ___(|.)",
        ),
        ("{x}(| ...)",),
    ),
    "sides": _ask(
        (
            "how many (sides|edges) does {ax} have?",
            "{ax} has how many (sides|corners)?",
            "what is the number of sides of {ax}?",
        ),
        ("(tell me|give me) the number of sides of {ax}(|.)",),
        ("sides of {ax}(:|)",),
        tail=_TAIL_NUMBER,
    ),
    "unit_symbol": _ask(
        (
            "(what is|what's) the (symbol|short form|abbreviation) (of|for) {x}?",
            "(which|what) (symbol|abbreviation) (stands for|means) {x}?",
            "how do you (shorten|abbreviate) {x}?",
        ),
        ("(name|tell me|give me) the (symbol|abbreviation) (of|for) {x}(|.)",),
        ("the symbol (of|for) {x}( is|:|)",),
    ),
    "unit_name": _ask(
        (
            "what does {x} (stand for|mean) (as a unit|in measurements|after a number)?",
            "(which|what) unit (has the symbol|is written) {x}?",
        ),
        ("(name|tell me|give me) the unit (with the symbol|written as|written) {x}(|.)",),
        ("the unit {x} is (called|named)", "{x} as a unit(:| means)"),
    ),
    "unit_count": _ask(
        ("how many {x}?", "(do you know|can you say|who knows) how many {x}?"),
        ("(tell me|say|work out) how many {x}(|.)",),
        ("in numbers, how many {x}",),
        tail=_TAIL_NUMBER,
    ),
    "http_code": _ask(
        (
            "(which|what) HTTP (status |)code means {x}?",
            "(what is|what's) the HTTP (status |)code for {x}?",
            "HTTP {x} has (which|what) (number|code)?",
        ),
        ("(name|tell me|give me) the HTTP (status |)code for {x}(|.)",),
        ("the HTTP (status|code) for {x}( is|:|)",),
        tail=_TAIL_NUMBER,
    ),
    "http_phrase": _ask(
        (
            "what does HTTP (status |code |){x} mean?",
            "(what is|what's) the meaning of HTTP (status |code |){x}?",
            "the server says {x}~what does (that|it) mean?",
        ),
        ("(name|tell me) the meaning of HTTP (status |code |){x}(|.)",),
        ("HTTP {x} (means|stands for)",),
    ),
    "file_ending": _ask(
        (
            "(which|what) file (ending|extension) do {x} have?",
            "(what is|what's) the file (ending|extension) (of|for) {x}?",
            "{x} end in (which|what) extension?",
        ),
        ("(name|tell me|give me) the file (ending|extension) (of|for) {x}(|.)",),
        ("the (usual |)file (ending|extension) (of|for) {x}( is|:|)",),
    ),
    "media_ending": _ask(
        (
            "(which|what) file (ending|extension) goes with {x}?",
            "(what is|what's) the file (ending|extension) for the (type|media type) {x}?",
            "media type {x}: (which|what) file (ending|extension)?",
        ),
        ("(name|tell me|give me) the file (ending|extension) (of|for) {x}(|.)",),
        ("the file (ending|extension) of {x}( is|:|)",),
    ),
    "element": _ask(
        (
            "(what is|what's) the (chemical |)symbol (of|for) {x}?",
            "(which|what) (chemical |)symbol does {x} have?",
            "how do chemists write {x}?",
        ),
        ("(name|tell me|give me) the (chemical |)symbol (of|for) {x}(|.)",),
        ("the (chemical |)symbol (of|for) {x}( is|:|)", "{x} in the periodic table:"),
    ),
    "currency_code": _ask(
        (
            "(what is|what's) the (|ISO |three-letter )code (of|for) the {x}?",
            "(which|what) (|currency )code does the {x} have?",
            "the {x} is written with (which|what) code?",
        ),
        ("(name|tell me|give me) the (|ISO |three-letter )code (of|for) the {x}(|.)",),
        ("the (|ISO )code (of|for) the {x}( is|:|)",),
    ),
    "country_domain": _ask(
        (
            "(what is|what's) the (internet|web|top-level) domain of {x}?",
            "(which|what) (internet |web |)domain does {x} have?",
            "websites (from|in|of) {x} end in (which|what) domain?",
        ),
        ("(name|tell me|give me) the (internet|web|top-level) domain of {x}(|.)",),
        ("the (internet|web) domain of {x}( is|:|)",),
    ),
}


_GENERAL_LEADS = {
    "en": (
        "(|question: |quick question: |please answer: |do you know: |a quiz question: |for the quiz: |"
        "next question: |one more: )"
    ),
    "de": (
        "(|Frage: |kurze Frage: |sag mal, |weißt du es: |eine Quizfrage: |fürs Quiz: |nächste Frage: |"
        "noch eine: )"
    ),
}
_GENERAL_TAILS = {
    "en": (
        "~(One word.|Just the answer.|Answer in one word.|Short answer, please.|A word or two.|"
        "Only the answer.)"
    ),
    "de": (
        "~(Ein Wort.|Nur die Antwort.|Antworte mit einem Wort.|Kurze Antwort, bitte.|"
        "Ein oder zwei Wörter.|Nichts weiter.)"
    ),
}


def general_knowledge(questions: tuple[str, ...], language: str) -> list[str]:
    """Makes patterns of questions that want a word of general knowledge."""
    lead, tail = _GENERAL_LEADS[language], _GENERAL_TAILS[language]
    return [f"{lead}{question}?{tail}" for question in questions]
