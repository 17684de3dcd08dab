"""How the minimal Q&A stage asks: questions, length limits, and where the context stands.

Slots of a question about a noun phrase: {ask} "the colour of Bransen", {accusative}, {opener}
"what", {verb} "is"; of a question with a verb: {direct} "where does Mara live", {indirect} "where
Mara lives"; of a claim: {ask}, {value}, {state}. A slot in capitals (`{Ask}`) opens a sentence.
"""

from data_gen.grammar import Wordings

PHRASE = {
    "en": Wordings("ask_phrase", "en", [
        "({Opener}|So, {opener}|And {opener}|Well, {opener}|Okay, {opener}|Hello, {opener}|Hi, {opener}"
        "|Sorry, {opener}|Excuse me, {opener}|Tell me, {opener}|Say, {opener}|Please, {opener}) {verb}"
        " {ask}?",
        "({Opener}|So, {opener}|And {opener}|Hello, {opener}|Hi, {opener}|Sorry, {opener}) {verb} {ask},"
        " (please|do you know|as far as you know|can you tell)?",
        "(Tell me|Name|Give me|State|Look up|Find|Find out|Write down|Say) {ask}(.|, please.)",
        "Please (tell me|name|give me|state|look up|find|find out|write down|say) {ask}(.| for me.)",
        "(Can|Could|Would) you (please |)(tell me|name|give me|state|look up|find) {ask}?",
        "(Do you know|Do you remember|Can you remember|May I ask for|Can I ask for|Have you found"
        "|Did you find|Do you happen to know|Could I ask for|Did you look up) {ask}?",
        "(I want to know|I need to know|I have to know|I would like to know|I'd like to know|I must know"
        "|I have forgotten|I forgot|I was asked for|I am asking for|I am looking for|We are looking for"
        "|We need to know|They want to know|She wants to know|He asked me for|I don't remember"
        "|I can't remember) {ask}.",
        "(Tell me|Please tell me|I wonder|I want to know|I would like to know|Please say|Say|Find out"
        "|Let me know|I need to know|I ask myself|We wonder|Somebody asked|Please find out|She asked me"
        "|He wants to know|I was asked) {opener} {ask} {verb}.",
        "(Can you tell me|Do you know|Could you say|Can you say|Would you tell me|Could you tell me"
        "|Will you tell me|Can you find out|Do you remember|Could you find out|Does anybody know"
        "|Do we know|Is it known|Any idea) {opener} {ask} {verb}?",
    ], plain="{Opener} {verb} {ask}?"),
    "de": Wordings("ask_phrase", "de", [
        "({Opener}|Also, {opener}|Und {opener}|Nun, {opener}|Hallo, {opener}|Gut, {opener}"
        "|Entschuldigung, {opener}|Na, {opener}|Okay, {opener}|Sag mal, {opener}|Sag, {opener}"
        "|Bitte, {opener}) {verb} {ask}?",
        "({Opener}|Und {opener}|Hallo, {opener}|Also, {opener}) {verb} (denn|eigentlich|bitte|wohl)"
        " {ask}?",
        "(Sag mir|Nenne|Nenne mir|Nenn mir|Verrate mir) (bitte |){accusative}.",
        "(Such mir|Such|Finde) (bitte |){accusative} heraus.",
        "Bitte (nenne|nenne mir|nenn mir|verrate mir|sag mir) {accusative}.",
        "(Kannst|Könntest|Würdest) du (mir |)(bitte |){accusative} (nennen|sagen|verraten"
        "|heraussuchen)?",
        "(Kennst du|Kennst du vielleicht|Kennst du zufällig|Erinnerst du dich an|Kennt jemand"
        "|Kennen wir|Kennst du eigentlich|Wer kennt) {accusative}?",
        "(Kann|Darf|Könnte|Dürfte) ich (bitte |){accusative} (wissen|erfahren)?",
        "(Ich möchte|Ich will|Ich muss|Ich würde gern|Wir möchten|Wir müssen|Wir wollen|Sie möchte"
        "|Er will) {accusative} (wissen|erfahren).",
        "(Ich wüsste gern|Wir wüssten gern|Wir suchen|Ich suche|Sie sucht) {accusative}.",
        "(Sag mir|Sag mir bitte|Verrate mir|Ich möchte wissen|Ich will wissen|Ich wüsste gern"
        "|Mich interessiert|Ich frage mich|Schreib mir|Finde heraus|Ich muss wissen|Teile mir mit"
        "|Jemand hat gefragt|Wir wollen wissen|Sie fragt|Er möchte wissen|Ich habe vergessen),"
        " {opener} {ask} {verb}.",
        "(Weißt du|Kannst du mir sagen|Könntest du mir sagen|Kannst du sagen|Weißt du noch"
        "|Kannst du mir verraten|Weißt du vielleicht|Erinnerst du dich|Weiß jemand|Ist bekannt"
        "|Kannst du herausfinden|Würdest du mir sagen|Weißt du zufällig), {opener} {ask} {verb}?",
    ], plain="{Opener} {verb} {ask}?"),
}  # fmt: skip

CLAUSE = {
    "en": Wordings("ask_clause", "en", [
        "({Direct}|So, {direct}|And {direct}|Well, {direct}|Okay, {direct}|Hello, {direct}|Hi, {direct}"
        "|Sorry, {direct}|Excuse me, {direct}|Tell me, {direct}|Say, {direct}|Please, {direct})?",
        "({Direct}|So, {direct}|And {direct}|Hello, {direct}|Hi, {direct}|Sorry, {direct}),"
        " (please|do you know|as far as you know|can you tell)?",
        "(Tell me|Say|Find out|Let me know|Explain|Check|Write down|Look up|State)"
        " {indirect}(.|, please.)",
        "Please (tell me|say|find out|let me know|explain|check|write down|look up|state)"
        " {indirect}.",
        "(Can|Could|Would) you (please |)(tell me|say|find out|explain|look up|let me know)"
        " {indirect}?",
        "(Do you know|Do you remember|Have you heard|Can you remember|Any idea|Do you happen to know"
        "|Have you any idea|Is it known|May I ask|May I know|Can I ask|Does anybody know|Do we know"
        "|Did you find out) {indirect}?",
        "(I need to know|I want to know|I would like to know|I wonder|I have to know|I must know"
        "|I was asked|I ask myself|I forgot|I have forgotten|I can't remember|We wonder|Somebody asked"
        "|They want to know|We need to know|She asked me|He wants to know|I'd like to know)"
        " {indirect}.",
    ], plain="{Direct}?"),
    "de": Wordings("ask_clause", "de", [
        "({Direct}|Also, {direct}|Und {direct}|Nun, {direct}|Hallo, {direct}|Gut, {direct}"
        "|Entschuldigung, {direct}|Na, {direct}|Okay, {direct}|Sag mal, {direct}|Sag, {direct}"
        "|Bitte, {direct})?",
        "(Sag mir|Verrate mir|Schreib mir|Erkläre mir|Sag uns|Überlege|Prüfe|Schau|Erzähl mir)"
        "( bitte|), {indirect}.",
        "(Finde bitte heraus|Schau bitte nach|Sieh bitte nach|Lies bitte nach), {indirect}.",
        "(Finde heraus|Teile mir mit|Schau nach|Sieh nach|Lies nach), {indirect}.",
        "Bitte (sag mir|verrate mir|schreib mir|erkläre mir|finde heraus|sag uns|teile mir mit"
        "|prüfe|schau nach|sieh nach), {indirect}.",
        "(Kannst|Könntest|Würdest) du (mir |)(bitte |)(sagen|verraten|erklären|aufschreiben"
        "|heraussuchen), {indirect}?",
        "(Weißt du|Weißt du noch|Weißt du vielleicht|Weißt du zufällig|Ist dir bekannt|Ist bekannt"
        "|Hast du eine Ahnung|Erinnerst du dich|Darf ich fragen|Darf ich wissen|Hast du gehört"
        "|Weiß jemand|Wissen wir|Kannst du dich erinnern), {indirect}?",
        "(Ich möchte wissen|Ich will wissen|Ich wüsste gern|Mich interessiert|Ich frage mich"
        "|Ich muss wissen|Ich würde gern wissen|Wir fragen uns|Wir möchten wissen|Ich habe vergessen"
        "|Jemand hat gefragt|Es geht darum|Man will wissen|Sie fragt|Er möchte wissen"
        "|Wir wollen wissen|Ich wurde gefragt), {indirect}.",
    ], plain="{Direct}?"),
}  # fmt: skip

CLAIM = {
    "en": Wordings("ask_claim", "en", [
        "(Is|So is|And is|Okay, is|Tell me, is|Well, is|Hello, is|Sorry, is|Say, is|Please, is) {ask}"
        " {value}?",
        "(Is it|Is it really|Can it be) (true|right|correct|so|a fact) that {ask} is {value}?",
        "(Would you say|Can you confirm|Could you confirm|Do you agree|Am I right|Can I say|Can we say"
        "|Will you confirm|Do we know) that {ask} is {value}?",
        "{Ask} is {value}, (right|correct|is that so|true|is that right|is that true|yes)?",
        "(True or false|Yes or no|Right or wrong|Check this|Please check|Check this claim|Claim"
        "|Please check this claim|Correct or not|True or not|Is this right|Is this true): {ask} is"
        " {value}.",
        "(Someone|A friend|My brother|My boss|A guest|Somebody|The guide|A colleague|My neighbour)"
        " says that {ask} is {value}. Is that (true|right|correct|so)?",
        "(I think|I believe|I guess|I heard|I was told|They say) that {ask} is {value}."
        " Is that (right|correct)?",
    ], plain="Is {ask} {value}?"),
    "de": Wordings("ask_claim", "de", [
        "({State}|Und {state}|Also {state}|Sag, {state}|Hallo, {state}|Sag mal, {state}"
        "|Entschuldigung, {state}|Nun, {state}|Okay, {state}|Bitte, {state}) {ask} {value}?",
        "(Stimmt es|Ist es wahr|Ist es richtig|Stimmt es wirklich|Kann es sein|Trifft es zu"
        "|Ist es korrekt|Ist es so|Steht fest|Kannst du bestätigen|Würdest du sagen|Meinst du auch"
        "|Kann man sagen|Ist sicher), dass {ask} {value} {state}?",
        "{Ask} {state} {value}, (oder|richtig|stimmt das|nicht wahr|ist das so|stimmt es|korrekt)?",
        "(Richtig oder falsch|Ja oder nein|Stimmt das|Prüfe das|Bitte prüfe|Prüfe diese Aussage"
        "|Aussage|Behauptung|Wahr oder falsch|Ist das richtig|Stimmt diese Aussage|Bitte prüfe das):"
        " {Ask} {state} {value}.",
        "(Jemand|Ein Freund|Mein Bruder|Meine Chefin|Ein Gast|Die Führerin|Eine Kollegin|Mein Nachbar"
        "|Meine Oma) sagt, dass {ask} {value} {state}. (Stimmt das|Ist das wahr|Ist das richtig"
        "|Ist das so)?",
        "(Ich glaube|Ich denke|Ich meine|Ich habe gehört|Man sagt|Ich vermute), dass {ask} {value}"
        " {state}. (Stimmt das|Ist das richtig|Habe ich recht|Ist das so)?",
    ], plain="{State} {ask} {value}?"),
}  # fmt: skip

# {n} is the number, {word} the number in words.
_WORD_LIMIT = {
    "en": [
        "(Use|Answer in|Answer with|Reply in|Reply with|Respond in|Respond with|Write|Say it in"
        "|Please use|Please answer in|Please reply in) (at most|no more than|a maximum of|up to"
        "|not more than) ({n}|{word}) words.",
        "(Keep it to|Stay within|Limit yourself to|Keep to|Please keep to|Please stay within"
        "|Please keep it to) ({n}|{word}) words.",
        "(At most|No more than|A maximum of|Up to|Not more than) ({n}|{word}) words(.|, please.)",
        "(Maximum|Limit|Word limit|Max length|Longest answer): {n} words.",
        "(Your answer|The answer|Your reply|The reply) (must|may|should|can) have (at most"
        "|no more than|up to) ({n}|{word}) words.",
        "(Do not|Don't|Never|Please don't) (use|write|say) more than ({n}|{word}) words.",
        "({n}|{Word}) words (at most|or fewer|maximum|at the most|at the very most)(.|, please.)",
    ],
    "de": [
        "(Antworte|Antworte bitte|Sag es|Bitte antworte|Antworte mir|Erkläre es) (in|mit) (höchstens"
        "|maximal|nicht mehr als) ({n}|{word}) Wörtern.",
        "(Nimm|Nutze|Verwende|Benutze|Schreib) (bitte |)(höchstens|maximal|nicht mehr als)"
        " ({n}|{word}) Wörter.",
        "(Höchstens|Maximal|Nicht mehr als|Bitte höchstens|Bitte maximal) ({n}|{word}) Wörter.",
        "(Obergrenze|Höchstzahl|Maximum|Limit|Wortgrenze|Längste Antwort): {n} Wörter.",
        "(Deine Antwort|Die Antwort) (darf|soll|kann|sollte) (höchstens|maximal|nicht mehr als)"
        " ({n}|{word}) Wörter (haben|umfassen|lang sein).",
        "Mehr als ({n}|{word}) Wörter (sind|wären) (nicht erlaubt|zu viel|zu lang).",
        "({n}|{Word}) Wörter (reichen|sind genug|müssen reichen|sind das Maximum).",
    ],
}
_ONE_SENTENCE = {
    "en": [
        "(Answer|Reply|Respond|Say it|Please answer|Please reply|Please respond|Put it|Explain it) (in"
        "|with) (exactly one|just one|only one|one|a single|exactly 1|1) sentence.",
        "(Exactly|Just|Only) (one|1) sentence(.|, please.)",
        "(Use|Write|Give me|I want|Please use|Please write|Please give me|I need) (exactly one|just one"
        "|only one|one|a single|exactly 1|1) (full |complete |)sentence.",
        "(One|A single) (full |whole |complete |)sentence (is enough|will do|only)(.|, please.)",
        "(Your answer|The answer|Your reply) (must|should|has to) be (exactly one|just one|one|a single)"
        " sentence.",
    ],
    "de": [
        "(Antworte|Antworte bitte|Bitte antworte|Sag es|Schreib es|Sag es mir|Erkläre es|Antworte mir)"
        " (in|mit) (genau einem|nur einem|einem|einem einzigen|genau 1) Satz.",
        "(Antworte|Antworte bitte|Bitte antworte|Sag es|Schreib es|Sag es mir) in (genau |nur |)einem"
        " (ganzen|vollständigen) Satz.",
        "(Genau|Nur|Bitte genau|Bitte nur) (ein|1) Satz.",
        "(Schreib|Nimm|Nutze|Verwende|Ich möchte|Ich brauche|Gib mir) (genau |nur |)(einen Satz"
        "|einen ganzen Satz|1 Satz|einen einzigen Satz).",
        "Ein (ganzer |vollständiger |einziger |)Satz (genügt|reicht|ist genug|reicht mir)(.|, danke.)",
        "(Deine Antwort|Die Antwort) (soll|muss|sollte) (genau |nur |)ein Satz sein.",
    ],
}
_BRIEF = {
    "en": [
        "(Answer|Reply|Respond|Say it|Please answer|Please reply|Please respond|Put it)"
        " (briefly|in short|in brief|in a few words|concisely|with few words|shortly).",
        "(Keep it|Make it|Please keep it|Please make it|Keep the answer|Keep your answer|Please keep"
        " your answer) (short|brief|very short|concise|as short as possible|very brief).",
        "(Be|Please be) (brief|concise|very brief|quick)(.| here.)",
        "(Just a|Only a|Give me a|I want a|I need a|I'd like a|I only need a|A) (short|brief|quick"
        "|concise|very short) (answer|reply|response)(.|, please.)",
        "(Briefly|In brief|In a few words|No long answer|Few words)(.|, please.)",
    ],
    "de": [
        "(Antworte|Antworte bitte|Bitte antworte|Sag es|Schreib es|Sag es mir) (kurz|möglichst kurz"
        "|ganz kurz|so kurz wie möglich|sehr kurz|knapp|in wenigen Worten|kurz und knapp).",
        "(Kurz|Knapp|Ganz kurz|Möglichst kurz|Kurz und knapp|In wenigen Worten|Mit wenigen Worten"
        "|Keine lange Antwort|Bitte kurz|Bitte knapp|Nur kurz|Bitte ganz kurz).",
        "(Nur eine|Gib mir eine|Ich möchte eine|Ich brauche eine|Bitte eine|Ich will nur eine|Eine)"
        " (kurze|knappe|sehr kurze|möglichst kurze|ganz kurze) (Antwort|Auskunft)(.|, bitte.)",
        "(Halte|Halt) (dich|die Antwort|deine Antwort) (bitte |)(kurz|knapp|möglichst kurz).",
        "(Die|Deine) Antwort (soll|sollte|darf|muss) (kurz|knapp|möglichst kurz) sein.",
        "(Fass dich|Bitte fass dich|Fasse dich|Bitte fasse dich) (kurz|möglichst kurz|ganz kurz"
        "|sehr kurz|so kurz wie möglich).",
    ],
}
_TWO_SENTENCES = {
    "en": [
        "(Answer|Reply|Respond|Say it|Please answer|Please reply|Please respond|Put it|Explain it)"
        " (in|with) (exactly |just |)(two|2) (sentences|full sentences|short sentences).",
        "(Exactly|Please write|Give me|I want|Use|Write|I need|Please use) (two|2) (sentences"
        "|full sentences|short sentences).",
        "(Your answer|The answer|Your reply) (must|should|has to) have (exactly |)(two|2) sentences.",
        "(Two|2) (full |short |)sentences(.|, please.)",
    ],
    "de": [
        "(Antworte|Antworte bitte|Bitte antworte|Sag es|Schreib es|Sag es mir|Erkläre es|Antworte mir)"
        " (in|mit) (genau |)(zwei|2) (Sätzen|ganzen Sätzen|kurzen Sätzen).",
        "(Genau|Bitte genau|Schreib|Nimm|Ich möchte|Ich brauche|Gib mir|Verwende) (zwei|2)"
        " (Sätze|ganze Sätze|kurze Sätze).",
        "(Deine Antwort|Die Antwort) (soll|muss|sollte) (genau |)(zwei|2) Sätze haben.",
        "(Zwei|2) (ganze |kurze |)Sätze(.|, bitte.)",
    ],
}
LIMITS = {
    kind: {language: Wordings(f"limit_{kind}", language, table[language]) for language in table}
    for kind, table in {
        "words": _WORD_LIMIT,
        "one": _ONE_SENTENCE,
        "brief": _BRIEF,
        "two": _TWO_SENTENCES,
    }.items()
}

# {gap} is a space before a context of one line and a newline before a longer one; {question} holds
# the limit too, if there is one.
LAYOUT = {
    "en": Wordings("layout", "en", [
        "{context}\n(|\n|Question: |\nQuestion: |Q: |Now the question: |Here is the question: "
        "|My question: |And now: ){question}",
        "(|Text: |Note: |So: |Listen: |I read: |I know: |It says: ){context}{gap}(|Now: |And: |So: )"
        "{question}",
        "(Context|Text|Note|Facts|Notes|Information|Given|Source|Memo|Record|Known|Data|Entry)"
        ":{gap}{context}\n(|\n|Question: |\nQuestion: ){question}",
        "(Read this|Use this|Look at this|Here is a note|Here are some facts|Here is what I know"
        "|This is given|I have this note|Use the text|Use only this|Use these facts|Read the text"
        "|This is a note|I was told this|Look at the note|Here is the text|Start from this"
        "|My note says|The note says|This is what we know):{gap}{context}\n(|\n){question}",
        "{question}\n(Context|Text|Note|Facts|Notes|Information|Given|Source|Memo|Record|Known|Data"
        "|Here is the text|Here is a note|Use this|Use the text|Look at this|Use only this|The note"
        "|Use this note|My note):{gap}{context}",
        "(Question|Q|My question): {question}\n(Context|Text|Note|Facts|Information|Given|Source)"
        ":{gap}{context}",
    ]),
    "de": Wordings("layout", "de", [
        "{context}\n(|\n|Frage: |\nFrage: |Nun die Frage: |Hier ist die Frage: |Meine Frage: "
        "|Dazu die Frage: |Und jetzt: ){question}",
        "(|Text: |Notiz: |Also: |Hör zu: |Ich las: |Ich weiß: |Es heißt: ){context}{gap}"
        "(|Nun: |Und: |Also: ){question}",
        "(Kontext|Text|Notiz|Fakten|Notizen|Angaben|Gegeben|Quelle|Merkzettel|Eintrag|Bekannt|Daten"
        "|Auszug):{gap}{context}\n(|\n|Frage: |\nFrage: ){question}",
        "(Lies das|Nutze das|Schau dir das an|Hier ist eine Notiz|Hier sind ein paar Fakten"
        "|Das weiß ich|Das ist gegeben|Ich habe diese Notiz|Nutze den Text|Nutze nur das"
        "|Nutze diese Fakten|Lies den Text|Das ist eine Notiz|Man hat mir das gesagt"
        "|Sieh in die Notiz|Hier ist der Text|Geh davon aus|In meiner Notiz steht"
        "|In der Notiz steht|So viel ist bekannt):{gap}{context}\n(|\n){question}",
        "{question}\n(Kontext|Text|Notiz|Fakten|Notizen|Angaben|Gegeben|Quelle|Eintrag|Bekannt|Daten"
        "|Hier ist der Text|Hier ist eine Notiz|Nutze das|Nutze den Text|Schau dir das an"
        "|Nutze nur das|Die Notiz|Nutze diese Notiz|Meine Notiz):{gap}{context}",
        "(Frage|Meine Frage|Ich frage dich): {question}\n(Kontext|Text|Notiz|Fakten|Angaben|Gegeben"
        "|Quelle):{gap}{context}",
    ]),
}  # fmt: skip
