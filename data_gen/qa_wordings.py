"""How the minimal Q&A stage asks: questions, length limits, and where the context stands.

Slots of a question about a noun phrase: {ask} "the colour of Bransen", {accusative}, {opener}
"what", {verb} "is"; of a question with a verb: {direct} "where does Mara live", {indirect} "where
Mara lives"; of a claim: {ask}, {value}, {state}. A slot in capitals (`{Ask}`) opens a sentence.
"""

from data_gen.grammar import Wordings

PHRASE = {
    "en": Wordings("ask_phrase", "en", [
        "({Opener}|So, {opener}|And {opener}|Now, {opener}|Well, {opener}|Then {opener}|Okay, {opener}"
        "|Hello, {opener}|Hi, {opener}|Please, {opener}) {verb} {ask}?",
        "(Question|My question|Here is my question|One question|I have a question|A question|Next question"
        "|I ask you): {opener} {verb} {ask}?",
        "(Tell me|Name|Give me|State|Say|Find|Report|Write down|Look up|Read out|Show me|Let me know"
        "|Share|Send me|Repeat) {ask}(.|, please.)",
        "Please (tell me|name|give me|state|say|find|report|write down|look up|read out|show me|share"
        "|send me|repeat) {ask}.",
        "(Can|Could|Would|Will) you (please |)(tell me|name|give me|state|find|look up|read out|share)"
        " {ask}?",
        "(Do you know|Do you have|May I have|Can I have|May I ask for|Could I have|Can I get"
        "|Is there any word on|Have you got|Do you remember|Can you remember|Are you sure about) {ask}?",
        "(I need|I want|I would like|I am looking for|I am asking for|I want to know|I need to know"
        "|I have to know|I would like to know|I must know|I am after|I have forgotten|I forgot"
        "|I can't remember|I was asked for|Somebody wants|We need|They want to know) {ask}.",
        "(Tell me|Please tell me|I wonder|I want to know|I would like to know|Please say|Say|Find out"
        "|Let me know|I need to know|I ask myself|We wonder|Somebody asked) {opener} {ask} {verb}.",
        "(Can you tell me|Do you know|Could you say|Can you say|Would you tell me|Could you tell me"
        "|Will you tell me|Can you find out|Do you remember) {opener} {ask} {verb}?",
    ]),
    "de": Wordings("ask_phrase", "de", [
        "({Opener}|Also, {opener}|Und {opener}|Nun, {opener}|Hallo, {opener}|Gut, {opener}"
        "|Bitte, {opener}|Na, {opener}|Okay, {opener}|Sag mal, {opener}|Sag, {opener}) {verb} {ask}?",
        "(Frage|Meine Frage|Hier ist meine Frage|Eine Frage|Ich habe eine Frage|Nächste Frage"
        "|Noch eine Frage|Ich frage dich): {Opener} {verb} {ask}?",
        "(Sag mir|Nenne|Nenne mir|Nenn mir|Verrate mir|Zeig mir|Schreib mir|Such mir|Gib mir"
        "|Lies mir|Schick mir|Wiederhole|Suche|Finde) (bitte |){accusative}.",
        "Bitte (sag mir|nenne|nenne mir|nenn mir|verrate mir|zeig mir|schreib mir|schick mir"
        "|wiederhole|suche|finde) {accusative}.",
        "(Kannst|Könntest|Würdest) du (mir |)(bitte |){accusative} (nennen|sagen|verraten|heraussuchen"
        "|zeigen|aufschreiben)?",
        "(Kennst du|Weißt du noch|Hast du|Kennst du vielleicht|Kennst du zufällig|Hast du vielleicht"
        "|Erinnerst du dich an|Kann ich|Darf ich) {accusative}?"
        .replace("|Kann ich|Darf ich", "").replace("Weißt du noch|", ""),
        "(Kann|Darf|Könnte|Dürfte) ich (bitte |){accusative} (haben|wissen|erfahren)?",
        "(Ich brauche|Ich suche|Ich benötige|Mir fehlt noch|Wir brauchen|Wir suchen|Ich hätte gern"
        "|Ich wüsste gern|Ich frage nach|Ich erfrage|Man sucht|Ich vergaß) {accusative}."
        .replace("Mir fehlt noch|", "").replace("|Ich frage nach|Ich erfrage", ""),
        "(Ich möchte|Ich will|Ich muss|Ich würde gern|Wir möchten|Wir müssen|Wir wollen) {accusative}"
        " (wissen|erfahren|kennen).",
        "(Sag mir|Sag mir bitte|Verrate mir|Ich möchte wissen|Ich will wissen|Ich wüsste gern"
        "|Mich interessiert|Ich frage mich|Schreib mir|Finde heraus|Ich muss wissen|Teile mir mit),"
        " {opener} {ask} {verb}.",
        "(Weißt du|Kannst du mir sagen|Könntest du mir sagen|Kannst du sagen|Weißt du noch"
        "|Kannst du mir verraten|Weißt du vielleicht|Erinnerst du dich), {opener} {ask} {verb}?",
    ]),
}  # fmt: skip

CLAUSE = {
    "en": Wordings("ask_clause", "en", [
        "({Direct}|So, {direct}|And {direct}|Now, {direct}|Well, {direct}|Then {direct}|Okay, {direct}"
        "|Hello, {direct}|Hi, {direct}|Please, {direct}|Say, {direct}|Tell me, {direct})?",
        "(Question|My question|Here is my question|One question|I have a question|A question|Next question"
        "|I ask you|Please answer|Answer this|Here is a question|This is the question): {direct}?",
        "(Tell me|Say|Find out|Let me know|Explain|Report|Write down|Look up|Show me|State)"
        " {indirect}(.|, please.)",
        "Please (tell me|say|find out|let me know|explain|report|write down|look up|show me|state)"
        " {indirect}.",
        "(Can|Could|Would|Will) you (please |)(tell me|say|find out|explain|look up|let me know)"
        " {indirect}?",
        "(Do you know|Do you remember|Have you heard|Can you remember|Any idea|Do you happen to know"
        "|Have you any idea|Is it known|May I ask|May I know|Can I ask) {indirect}?",
        "(I need to know|I want to know|I would like to know|I wonder|I have to know|I must know"
        "|I am asking|I ask myself|I forgot|I have forgotten|I can't remember|We wonder|Somebody asked"
        "|They want to know|We need to know|It is important to know) {indirect}.",
    ]),
    "de": Wordings("ask_clause", "de", [
        "({Direct}|Also, {direct}|Und {direct}|Nun, {direct}|Hallo, {direct}|Gut, {direct}"
        "|Bitte, {direct}|Na, {direct}|Okay, {direct}|Sag mal, {direct}|Sag, {direct})?",
        "(Frage|Meine Frage|Hier ist meine Frage|Eine Frage|Ich habe eine Frage|Nächste Frage"
        "|Noch eine Frage|Ich frage dich|Beantworte das|Antworte bitte): {Direct}?",
        "(Sag mir|Verrate mir|Schreib mir|Erkläre mir|Zeig mir|Finde heraus|Sag uns|Teile mir mit"
        "|Überlege|Prüfe|Schau nach|Sieh nach)(, bitte|), {indirect}.",
        "Bitte (sag mir|verrate mir|schreib mir|erkläre mir|zeig mir|finde heraus|sag uns|teile mir mit"
        "|prüfe|schau nach|sieh nach), {indirect}.",
        "(Kannst|Könntest|Würdest) du (mir |)(bitte |)(sagen|verraten|erklären|aufschreiben"
        "|heraussuchen), {indirect}?",
        "(Weißt du|Weißt du noch|Weißt du vielleicht|Weißt du zufällig|Ist dir bekannt|Ist bekannt"
        "|Hast du eine Ahnung|Erinnerst du dich|Darf ich fragen|Darf ich wissen|Hast du gehört),"
        " {indirect}?",
        "(Ich möchte wissen|Ich will wissen|Ich wüsste gern|Mich interessiert|Ich frage mich"
        "|Ich muss wissen|Ich würde gern wissen|Wir fragen uns|Wir möchten wissen|Ich habe vergessen"
        "|Jemand hat gefragt|Es geht darum|Man will wissen), {indirect}.",
    ]),
}  # fmt: skip

CLAIM = {
    "en": Wordings("ask_claim", "en", [
        "(Is|So is|And is|Now, is|Okay, is|Please say: is|Question: is|My question: is|Tell me: is"
        "|One question: is|Well, is) {ask} {value}?",
        "(Is it|Is it really|Can it be) (true|right|correct|so|a fact) that {ask} is {value}?",
        "(Would you say|Can you confirm|Could you confirm|Do you agree|Am I right|Can I say|Can we say"
        "|Will you confirm|Is it said|Do we know) that {ask} is {value}?",
        "{Ask} is {value}, (right|correct|is that so|true|is that right|is that true|is it|yes)?",
        "(True or false|Yes or no|Right or wrong|Check this|Please check|Check this claim|Claim"
        "|Please check this claim|Correct or not|True or not|Is this right|Is this true): {ask} is {value}.",
        "(Someone|A friend|My brother|My boss|A guest|Somebody|The guide|A colleague|My neighbour)"
        " says that {ask} is {value}. Is that (true|right|correct|so)?",
        "(I think|I believe|I guess|I heard|I was told|They say) that {ask} is {value}."
        " (Is that|Am I) (right|correct)?",
    ]),
    "de": Wordings("ask_claim", "de", [
        "({State}|Und {state}|Also {state}|Sag mir: {State}|Frage: {State}|Meine Frage: {State}"
        "|Eine Frage: {State}|Nun, {state}|Okay, {state}|Bitte sag: {State}) {ask} {value}?",
        "(Stimmt es|Ist es wahr|Ist es richtig|Stimmt es wirklich|Kann es sein|Trifft es zu"
        "|Ist es korrekt|Ist es so|Steht fest|Kannst du bestätigen|Würdest du sagen|Meinst du auch"
        "|Kann man sagen|Ist sicher), dass {ask} {value} {state}?",
        "{Ask} {state} {value}, (oder|richtig|stimmt das|nicht wahr|ist das so|stimmt es|ja|korrekt)?",
        "(Richtig oder falsch|Ja oder nein|Stimmt das|Prüfe das|Bitte prüfe|Prüfe diese Aussage"
        "|Aussage|Behauptung|Wahr oder falsch|Ist das richtig|Stimmt diese Aussage|Bitte prüfe das):"
        " {Ask} {state} {value}.",
        "(Jemand|Ein Freund|Mein Bruder|Meine Chefin|Ein Gast|Der Führer|Eine Kollegin|Mein Nachbar"
        "|Meine Oma) sagt, dass {ask} {value} {state}. (Stimmt das|Ist das wahr|Ist das richtig"
        "|Hat das seine Richtigkeit|Ist das so)?",
        "(Ich glaube|Ich denke|Ich meine|Ich habe gehört|Man sagt|Ich vermute), dass {ask} {value}"
        " {state}. (Stimmt das|Ist das richtig|Habe ich recht|Ist das so)?",
    ]),
}  # fmt: skip

# {n} is the number, {word} the number in words.
_WORD_LIMIT = {
    "en": [
        "(Use|Answer in|Answer with|Reply in|Reply with|Respond in|Respond with|Keep it to|Stay within"
        "|Write|Say it in|Limit yourself to|Keep to) (at most|no more than|a maximum of|up to"
        "|not more than) ({n}|{word}) words(.|, please.)",
        "(At most|No more than|A maximum of|Up to|Not more than) ({n}|{word}) words(.|, please.)",
        "(Maximum|Limit|Word limit|Max length|Longest answer): {n} words.",
        "(Your answer|The answer|Your reply|The reply) (must|may|should|can) (have|be) (at most|no more than"
        "|up to) ({n}|{word}) words( long|).".replace("(have|be)", "have").replace("( long|)", ""),
        "(Do not|Don't|Never) (use|write|say) more than ({n}|{word}) words.",
        "({n}|{Word}) words (at most|or fewer|or less|maximum|at the most)(.|, please.)",
    ],
    "de": [
        "(Antworte|Antworte bitte|Schreib|Sag es|Bitte antworte|Antworte mir) (in|mit) (höchstens"
        "|maximal|nicht mehr als) ({n}|{word}) Wörtern.",
        "(Nimm|Nutze|Verwende|Benutze|Schreib|Brauche) (bitte |)(höchstens|maximal|nicht mehr als)"
        " ({n}|{word}) Wörter.",
        "(Höchstens|Maximal|Nicht mehr als|Bitte höchstens|Bitte maximal) ({n}|{word}) Wörter"
        "( bitte|).".replace("( bitte|)", ""),
        "(Obergrenze|Höchstens|Maximum|Limit|Wortgrenze|Längste Antwort): {n} Wörter.",
        "(Deine Antwort|Die Antwort) (darf|soll|kann|sollte) (höchstens|maximal|nicht mehr als)"
        " ({n}|{word}) Wörter (haben|umfassen|lang sein).",
        "(Mehr als|Über) ({n}|{word}) Wörter (sind|wären) (nicht erlaubt|zu viel|zu lang).",
        "({n}|{Word}) Wörter (reichen|sind genug|müssen reichen|sind das Maximum).",
    ],
}
_ONE_SENTENCE = {
    "en": [
        "(Answer|Reply|Respond|Say it|Write|Tell me|Please answer|Please reply|Please respond|Put it"
        "|Explain it|Give it) (in|with) (exactly |just |only |)(one|a single|1) sentence.",
        "(Exactly|Just|Only) (one|1) sentence(.|, please.)",
        "(Use|Write|Give me|I want|Please use|Please write|Please give me|I need) (exactly |just |only |)"
        "(one|a single|1) (full |whole |complete |)sentence.",
        "(One|A single) (full |whole |complete |)sentence (is enough|will do|only)(.|, please.)",
        "(Your answer|The answer|Your reply) (must|should|has to) be (exactly |just |)(one|1) sentence.",
    ],
    "de": [
        "(Antworte|Antworte bitte|Bitte antworte|Sag es|Schreib es|Sag es mir|Erkläre es|Antworte mir)"
        " (in|mit) (genau |nur |)(einem|1) (ganzen |vollständigen |)Satz.",
        "(Genau|Nur|Bitte genau|Bitte nur) (ein|1) Satz.",
        "(Schreib|Nimm|Nutze|Verwende|Ich möchte|Ich brauche|Gib mir) (bitte |)(genau |nur |)"
        "(einen|1) (ganzen |)Satz.".replace("(bitte |)", ""),
        "Ein (ganzer |vollständiger |einziger |)Satz (genügt|reicht|ist genug|reicht mir)(.|, danke.)",
        "(Deine Antwort|Die Antwort) (soll|muss|sollte) (genau |nur |)ein (einziger |)Satz sein.",
    ],
}
_BRIEF = {
    "en": [
        "(Answer|Reply|Respond|Say it|Tell me|Please answer|Please reply|Please respond|Put it)"
        " (briefly|shortly|in short|in brief|in a few words|concisely|with few words).",
        "(Keep it|Make it|Please keep it|Please make it|Keep the answer|Keep your answer|Let it be)"
        " (short|brief|very short|concise|as short as possible|very brief).",
        "(Be|Please be) (brief|short|concise|very brief|quick)(.| here.)",
        "(A|Just a|Only a|Give me a|I want a|I need a|Please give a|I only need a) (short|brief|quick"
        "|concise|very short) (answer|reply|response)(.|, please.)",
        "(In short|Briefly|In brief|In a few words|No long answer|Few words)(.|, please.)",
    ],
    "de": [
        "(Antworte|Antworte bitte|Bitte antworte|Sag es|Schreib es|Sag es mir|Fass dich|Bitte fass dich)"
        " (kurz|möglichst kurz|ganz kurz|so kurz wie möglich|sehr kurz).",
        "(Kurz|Knapp|Ganz kurz|Möglichst kurz|Kurz und knapp|In wenigen Worten|Mit wenigen Worten"
        "|Keine lange Antwort|Bitte kurz|Bitte knapp|Nur kurz)(.|, bitte.)".replace("(.|, bitte.)", "."),
        "(Eine|Nur eine|Gib mir eine|Ich möchte eine|Ich brauche eine|Bitte eine|Ich will nur eine)"
        " (kurze|knappe|sehr kurze|möglichst kurze|ganz kurze) (Antwort|Auskunft).",
        "(Halte|Halt) (dich|die Antwort|deine Antwort) (bitte |)(kurz|knapp|möglichst kurz).",
        "(Die|Deine) Antwort (soll|sollte|darf|muss) (kurz|knapp|möglichst kurz) sein.",
        "(Antworte|Bitte antworte) (knapp|in wenigen Worten|mit wenigen Worten|kurz und knapp).",
    ],
}
_TWO_SENTENCES = {
    "en": [
        "(Answer|Reply|Respond|Say it|Please answer|Please reply|Please respond|Put it|Explain it)"
        " (in|with) (exactly |just |)(two|2) (sentences|full sentences|short sentences).",
        "(Exactly|Please write|Give me|I want|Use|Write|I need|Please use) (two|2) (sentences"
        "|full sentences|short sentences)(.|, please.)",
        "(Your answer|The answer|Your reply) (must|should|has to) (have|be|fill) (exactly |)(two|2)"
        " sentences.".replace("(have|be|fill)", "have"),
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
        "{context}\n(|Question: |Now the question: |Answer this: |Please answer: ){question}",
        "(Context|Text|Note|Facts|Notes|Information|Given|Source|Memo|Record|Known|Data|Entry)"
        ":{gap}{context}\n(|Question: |\n|\nQuestion: ){question}",
        "(Read this|Use this|Look at this|Here is a note|Here are some facts|Here is what I know"
        "|This is given|I have this note|Use the text|Use only this|Use these facts|Read the text"
        "|This is a note|I was told this|Look at the note|Here is the text|Start from this"
        "|My note says|The note says|This is what we know):{gap}{context}\n(|\n){question}",
        "{question}\n(Context|Text|Note|Facts|Notes|Information|Given|Source|Memo|Record|Known|Data"
        "|Here is the text|Here is a note|Use this|Use the text|Look at this|Use only this|The note"
        "|Use this note|My note):{gap}{context}",
        "(Question|Q|My question|Answer this|Please answer): {question}\n(Context|Text|Note|Facts"
        "|Information|Given|Source):{gap}{context}",
    ]),
    "de": Wordings("layout", "de", [
        "{context}\n(|Frage: |Nun die Frage: |Beantworte das: |Bitte beantworte: ){question}",
        "(Kontext|Text|Notiz|Fakten|Notizen|Angaben|Gegeben|Quelle|Merkzettel|Eintrag|Bekannt|Daten"
        "|Auszug):{gap}{context}\n(|Frage: |\n|\nFrage: ){question}",
        "(Lies das|Nutze das|Schau dir das an|Hier ist eine Notiz|Hier sind ein paar Fakten"
        "|Das weiß ich|Das ist gegeben|Ich habe diese Notiz|Nutze den Text|Nutze nur das"
        "|Nutze diese Fakten|Lies den Text|Das ist eine Notiz|Man hat mir das gesagt"
        "|Sieh in die Notiz|Hier ist der Text|Geh davon aus|In meiner Notiz steht"
        "|In der Notiz steht|So viel ist bekannt):{gap}{context}\n(|\n){question}",
        "{question}\n(Kontext|Text|Notiz|Fakten|Notizen|Angaben|Gegeben|Quelle|Eintrag|Bekannt|Daten"
        "|Hier ist der Text|Hier ist eine Notiz|Nutze das|Nutze den Text|Schau dir das an"
        "|Nutze nur das|Die Notiz|Nutze diese Notiz|Meine Notiz):{gap}{context}",
        "(Frage|Meine Frage|Beantworte das|Bitte beantworte|Ich frage dich): {question}\n(Kontext|Text"
        "|Notiz|Fakten|Angaben|Gegeben|Quelle):{gap}{context}",
    ]),
}  # fmt: skip
