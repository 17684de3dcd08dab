"""Instructions of the task stage, as wording grammars; at least 100 a task and language.

Slots: {n} bullets ("three" or "3"), {s} sentences ("one sentence"; German: {s} accusative "einen
Satz", {d} dative "einem Satz"), {topic} of a query, {heads} that are asked for, {order} of sorting.
"""

from data_gen.grammar import Wordings

# Headings of the other schemas.
HEADS = {
    "en": {"risks": "RISKS", "tasks": "ACTION_ITEMS", "questions": "OPEN_QUESTIONS",
           "price": "COSTS", "date": "DATES", "sorted": "SORTED", "conclusion": "CONCLUSION"},
    "de": {"risks": "RISIKEN", "tasks": "AUFGABEN", "questions": "OFFENE_FRAGEN",
           "price": "KOSTEN", "date": "TERMINE", "sorted": "SORTIERT", "conclusion": "FAZIT"},
}  # fmt: skip
# Headings for the facts of one role.
ROLE_HEADS = {
    "en": {"who": "PEOPLE", "where": "PLACES", "date": "DATES", "cost": "COSTS",
           "count": "NUMBERS"},
    "de": {"who": "PERSONEN", "where": "ORTE", "date": "TERMINE", "cost": "KOSTEN",
           "count": "ZAHLEN"},
}  # fmt: skip
# How a query names kinds of facts as the text does: "entries Date, Cost, Person".
ENTRIES = {"en": "entries {}", "de": "Einträge {}"}
# How a query for a manager names kinds of facts.
WANTED = {
    "en": {"cost": "costs", "date": "dates", "risk": "risks", "who": "people", "where": "places"},
    "de": {"cost": "Kosten", "date": "Termine", "risk": "Risiken", "who": "Personen",
           "where": "Orte"},
}  # fmt: skip
# What a query about two roles may be called, with those roles.
TOPICS = {
    "en": {
        ("date", "cost"): ("dates and costs", "costs and dates", "dates and prices"),
        ("date", "who"): ("dates and people", "people and dates"),
        ("cost", "who"): ("costs and people", "people and costs"),
    },
    "de": {
        ("date", "cost"): ("Termine und Kosten", "Kosten und Termine", "Termine und Preise"),
        ("date", "who"): ("Termine und Personen", "Personen und Termine"),
        ("cost", "who"): ("Kosten und Personen", "Personen und Kosten"),
    },
}
_COUNTS = {"en": ("", "one", "two", "three", "four", "five", "six", "seven"),
           "de": ("", "einen", "zwei", "drei", "vier", "fünf", "sechs", "sieben")}  # fmt: skip


def amounts(language: str, as_digits: bool, n: int, s: int) -> dict[str, str]:
    """Returns the slots {n}, {s} and {d} for `n` bullets and `s` sentences."""
    words = [str(i) for i in range(8)] if as_digits else _COUNTS[language]
    if language == "en":
        return {"n": words[n], "s": f"{words[s]} sentence{'s' if s > 1 else ''}", "d": ""}
    dative = "einem" if s == 1 and not as_digits else words[s]
    return {
        "n": words[n],
        "s": f"{words[s]} {'Satz' if s == 1 else 'Sätze'}",
        "d": f"{dative} {'Satz' if s == 1 else 'Sätzen'}",
    }


_EN = {
    "count": [
        "(Please |)(write|give|make|prepare) (exactly |){n} (bullets|bullet points|points) under "
        "KEY_FACTS, then a SUMMARY (of|in) {s}.",
        "KEY_FACTS: {n} (bullets|points|facts). SUMMARY: {s}.",
        "(Extract|Pick|Take) {n} key facts from the (text|note|message)(, then|. Then) "
        "(summarise|sum up) in {s}.",
        "(I need|I want|We need) KEY_FACTS with (exactly |){n} (bullets|points|entries) and a "
        "SUMMARY (of|with) {s}.",
        "(Fill|Complete|Use) the (form|template|format) KEY_FACTS: {n} bullets, SUMMARY: {s}.",
        "(First|Start with|Begin with) {n} (bullets|points) as KEY_FACTS, (then|and then|after "
        "that) {s} as SUMMARY.",
        "(Turn|Condense) (this|the text|the note) into {n} KEY_FACTS and a SUMMARY of {s}(.|:)",
        "What are the {n} (main|key|most important) facts? (Add|Finish with) a SUMMARY of {s}.",
        "(Give|Show|Tell) me {n} key facts (as bullets|with dashes|in a list) and {s} of summary.",
    ],
    "open": [
        "(Please |)(list|give|write|note|collect) the KEY_FACTS and (write|add|give) a SUMMARY.",
        "(Please |)(extract|pull|take|draw) the key facts from (this|the) (text|note|message) and "
        "(summarise it|sum it up|add a summary).",
        "What are the (key|main|important) facts? (Close|End|Finish) with a (short |)summary.",
        "KEY_FACTS (and|plus|, then) SUMMARY(, please|)(.|:)",
        "(Read|Study|Look at) the (text|note|message) and (write|give|return) KEY_FACTS and "
        "SUMMARY.",
        "Key facts (first|at the top), (then|and then|followed by) (the|a) summary(.|, please.|:)",
        "(Break|Boil) (this|the text) down (to|into) KEY_FACTS and (a |)SUMMARY.",
        "(What is|What's) (important|essential) (here|in this text)? (Use|Write) KEY_FACTS and "
        "SUMMARY.",
        "(I need|We need|Give me) the (main|important|key) facts (as bullets|in a list) and a "
        "summary(.|, please.|:)",
        "(Summarise|Sum up) (this|the text) (with|in the form) KEY_FACTS and SUMMARY.",
    ],
    "ladder": [
        "(Give|Write|Make|Prepare) (me |us |)(a|the) {length} (version|overview|digest) with "
        "KEY_FACTS and SUMMARY.",
        "(Give|Write|Show) (me |)KEY_FACTS and SUMMARY, {length}(.|, please.|:)",
        "{Length} (version|overview|form), please: KEY_FACTS (and|then|plus) SUMMARY.",
        "(Extract|List|Note) the key facts and (summarise the text|sum it all up|sum the text up), "
        "(keep it|make it|all of it) {length}.",
        "KEY_FACTS (and|plus|, then) SUMMARY. Length: {length}.",
        "(I want|We need|I would like) a {length} (digest|overview|text)(.|, please.) (Use|Write) "
        "KEY_FACTS and SUMMARY.",
    ],
    "focus": [
        "(Only|Just) the {topic}, (please|thanks): KEY_FACTS (and|then) SUMMARY.",
        "(Write|Give|List) KEY_FACTS (only about|about nothing but|on) the {topic} and a "
        "(one-sentence |short |)SUMMARY.",
        "(I only need|We only want|The team only wants|They only ask for) the {topic}. (Use|Write) "
        "KEY_FACTS and SUMMARY.",
        "(Look for|Search for|Collect|Find) the {topic}. (Give|Return|Write) KEY_FACTS and "
        "SUMMARY.",
        "KEY_FACTS and SUMMARY, (but |)(only|just) (with|for) the {topic}(.|, please.|:)",
        "(Which|What) {topic} (are|stand) in the (text|note|message)? (Answer|Reply) with "
        "KEY_FACTS and SUMMARY.",
        "(Leave out|Skip|Ignore) all but the {topic}: KEY_FACTS, (then|and then) SUMMARY.",
        "(Focus on|Stick to|Keep to) the {topic} (and write|and give|in) KEY_FACTS and SUMMARY.",
    ],
    "manager": [
        "(Write|Prepare|Make|Give) KEY_FACTS and (a |)SUMMARY of {topic} for (a|the|my|our) "
        "(manager|boss)(.|:)",
        "(For a|For the|For my|For our) (manager|boss|director), only {topic}: KEY_FACTS, (then |)"
        "SUMMARY(.|:)",
        "(My|Our|The) (boss|manager|director) (wants|needs) {topic}: KEY_FACTS (and|plus) SUMMARY.",
        "{topic} for the (boss|manager|director): KEY_FACTS (and|plus|, then) SUMMARY.",
        "(What must|What should) (the|my|our) (boss|manager) know about {topic}? KEY_FACTS (and|"
        "plus) SUMMARY.",
        "KEY_FACTS (and|plus) SUMMARY for (management|the manager|my boss), only {topic}(, please|)"
        "(.|:)",
    ],
    "risks": [
        "(List|Name|Give|Write|Find) (only |just |)the risks under RISKS(, then| and add|, plus) a "
        "(short |one-sentence |)SUMMARY.",
        "(What|Which) risks (are there|does the text name|do you see|stand in the text)? "
        "(Use|Write|Answer with) RISKS and SUMMARY.",
        "RISKS (only|and nothing else), (then|and then) (a |)SUMMARY(.|, please.|:)",
        "(Only|Just) the risks(, please|): RISKS (and|then|plus) SUMMARY.",
        "(What could|What may|What might) go wrong? (Fill|Use|Complete) RISKS and SUMMARY.",
        "(Look for|Search for|Collect|Extract) the risks. (Return|Give|Write) RISKS and SUMMARY.",
        "(I|We) (only |)(care about|need|ask for) the risks. (Use|Write) RISKS (and|, then) "
        "SUMMARY.",
        "(Ignore|Leave out|Skip) all but the risks: (give|write) RISKS and SUMMARY.",
    ],
    "tldr": [
        "(Give|Write|Make) (me |us |)(a|the) TL;DR (in|of|with) {s}.",
        "TL;DR(, please|, thanks|): {s}(.|, no more.)",
        "(Put|Turn|Condense) (this|the text|it all) into a TL;DR of {s}.",
        "(Answer|Reply|Respond) (only |)with TL;DR: and {s}(.|, please.|:)",
        "(I have|There is|We have) no time(.|:) (Write|Give me) TL;DR: and {s}.",
        "(Start|Begin|Open) with TL;DR: and (write|use|add) {s}.",
        "(Line|Heading|Format): TL;DR. (Then|After it) {s}.",
        "(Can you|Could you|Please) (write|give|make|add) a TL;DR (of|in|with) {s}(?|.)",
    ],
    "plain": [
        "(Summarise|Sum up|Condense) (the text|this|this note|the message) in {s}(.|, please.|:)",
        "(Write|Give|Make) a summary (of|in|with) {s}(, nothing else|, no list|)(.|:)",
        "(What is|What's) this (about|all about)? (Answer|Reply) in {s}.",
        "(Say|Put) (it|this|what matters) in {s}(.|, please.|:)",
        "(Please |)(shorten|reduce|cut) (the text|this|the note) to {s}.",
        "(No list, no headings|Without headings|No bullets): {s} (of summary|as a summary).",
        "(Can you|Could you) (sum up|summarise) (this|the text) in {s}?",
    ],
    "extract": [
        "(List|Write|Give|Note|Collect) {heads}(.|, please.|:)",
        "(Fill|Complete|Use) the (headings|sections|heads) {heads}(.|, please.|:)",
        "(Read|Check|Look through) the (text|note|message) and (fill in|write|return|give) {heads}.",
        "(Extract|Pull out|Take) (only |)what belongs under {heads}(.|:)",
        "(I need|We need|Give me) {heads} (from|of) (the|this) (text|note|message).",
        "(Answer|Reply|Respond) (only |)with {heads}(.|, please.|:)",
        "(Sort|Put|Place) (the facts|the content|what fits) under {heads}.",
        "{heads}(, please|, nothing else|)(:|.) (Use bullets|Bullets only|One bullet each).",
        "(Make|Draw up|Prepare) a list (with|for) {heads}(.|, please.|:)",
    ],
    "sort": [
        "(First|Step one:) (extract|list) the {what} under {head}, (then|next) sort them {order} "
        "under SORTED, (then|finally) (conclude|draw a CONCLUSION).",
        "(Extract|List|Collect) {head}, (sort|order) them (as SORTED|under SORTED), {order}, and "
        "(end|finish|close) with a CONCLUSION.",
        "(Three steps|Do three things|Work in three steps): {head}, SORTED {order}, CONCLUSION.",
        "1. {head} 2. SORTED, {order} 3. CONCLUSION(, one sentence|, in one sentence|)(.|:)",
        "(Find|Take|Note|Write down) the {what} under {head}, (sort|order|put) them {order} as "
        "SORTED and (add|write|give) a CONCLUSION.",
        "(Write|Give|Return) {head}, (then|next) SORTED, {order}, (then|finally) (a |)CONCLUSION.",
        "(I need|We need|Give me) the {what} three times: {head} as in the text, SORTED {order}, "
        "and (a |the )CONCLUSION.",
    ],
}  # fmt: skip

_DE = {
    "count": [
        "(Bitte |)(schreibe|nenne|gib|notiere) (genau |){n} (Stichpunkte|Punkte) unter KEY_FACTS, "
        "(dann|danach) eine SUMMARY (mit|aus|in) {d}.",
        "KEY_FACTS: {n} (Punkte|Stichpunkte|Fakten). SUMMARY: {s}.",
        "(Hole|Nimm|Ziehe) {n} wichtige Fakten aus dem Text(, dann|. Dann) (fasse|fass) ihn in {d} "
        "zusammen.",
        "(Ich brauche|Ich möchte|Wir brauchen) KEY_FACTS mit (genau |){n} (Punkten|Stichpunkten) "
        "und eine SUMMARY (aus|in|mit) {d}.",
        "(Nutze|Verwende|Befolge) das (Schema|Muster|Format) KEY_FACTS: {n} Punkte, SUMMARY: {s}.",
        "(Zuerst|Erst|Beginne mit) {n} (Punkte|Stichpunkte|Fakten) als KEY_FACTS, (dann|danach) "
        "{s} als SUMMARY.",
        "(Kürze|Verkürze|Reduziere) den Text auf {n} KEY_FACTS und eine SUMMARY aus {d}(.|:)",
        "Was sind die {n} (wichtigsten|zentralen) (Fakten|Punkte)? (Am Ende|Zum Schluss) eine "
        "SUMMARY in {d}.",
    ],
    "open": [
        "(Bitte |)(nenne|schreibe|notiere|sammle) die KEY_FACTS und (schreibe|ergänze|gib) "
        "eine SUMMARY.",
        "(Hole|Ziehe|Nimm) die wichtigsten Fakten aus dem Text und (fasse ihn zusammen|ergänze eine "
        "Zusammenfassung|schreibe eine SUMMARY)(.|:)",
        "(Was sind|Welches sind|Wie lauten) die wichtigsten (Fakten|Punkte)? (Ende|Schließe) mit "
        "einer (kurzen |)Zusammenfassung.",
        "KEY_FACTS (und|plus|, dann) SUMMARY(, bitte|)(.|:)",
        "(Lies|Prüfe|Studiere) (den Text|die Notiz|die Nachricht) und (schreibe|liefere|gib) "
        "KEY_FACTS und SUMMARY.",
        "(Erst|Zuerst) (die Fakten|die wichtigen Fakten|die Kernpunkte), (dann|danach) (die|eine) "
        "Zusammenfassung(.|:)",
        "(Was ist|Was steht) (hier |)Wichtiges (drin|im Text)? (Nutze|Schreibe) KEY_FACTS und "
        "SUMMARY.",
        "(Ich brauche|Wir brauchen|Gib mir) die (wichtigen|zentralen|wichtigsten) (Fakten|Punkte) "
        "(als Liste|als Stichpunkte|in Stichpunkten) und eine Zusammenfassung(.|:)",
        "(Fasse|Fass) (das|den Text|alles) (mit|in der Form) KEY_FACTS und SUMMARY zusammen.",
    ],
    "ladder": [
        "(Gib mir|Schreibe|Erstelle|Mach) eine {length}e (Fassung|Übersicht|Version) mit KEY_FACTS "
        "und SUMMARY.",
        "(Schreibe|Gib|Liefere) KEY_FACTS und SUMMARY, {length}(.|, bitte.|:)",
        "{Length}e (Fassung|Übersicht|Version)(, bitte|): KEY_FACTS (und|dann|plus) SUMMARY.",
        "(Nenne|Sammle|Notiere) die wichtigen Fakten und (fasse|fass) (den Text|alles|das) "
        "zusammen, {length}(.|, bitte.|:)",
        "KEY_FACTS (und|plus|, dann) SUMMARY. Länge: {length}.",
        "(Ich möchte|Wir brauchen|Ich brauche) eine {length}e (Fassung|Übersicht). "
        "(Nutze|Schreibe) KEY_FACTS und SUMMARY.",
    ],
    "focus": [
        "(Nur|Bitte nur|Ausschließlich) {topic}: KEY_FACTS (und|dann|plus) SUMMARY.",
        "(Schreibe|Gib|Nenne|Notiere) KEY_FACTS (nur über|nur für|über) {topic} und eine (kurze |)"
        "SUMMARY.",
        "(Ich brauche|Wir brauchen|Das Team braucht) nur {topic}. (Nutze|Schreibe) KEY_FACTS und "
        "SUMMARY.",
        "(Suche|Sammle|Finde|Notiere) {topic}. (Gib|Schreibe|Liefere) KEY_FACTS und SUMMARY.",
        "KEY_FACTS und SUMMARY, (aber |)nur (über|für) {topic}(.|, bitte.|:)",
        "Welche {topic} (stehen|gibt es|findest du) (im Text|in der Notiz)? (Antworte|Schreibe) "
        "mit KEY_FACTS und SUMMARY.",
        "(Lass alles andere weg|Alles andere kann weg), nur {topic} zählen: KEY_FACTS(, dann|, "
        "danach| und) SUMMARY.",
        "Es geht (mir|uns) nur um {topic}. (Nutze|Schreibe|Gib) KEY_FACTS (und|plus|, dann) "
        "SUMMARY.",
        "(Uns interessieren|Mich interessieren|Wichtig sind) nur {topic}. KEY_FACTS (und|plus) "
        "SUMMARY(.|, bitte.)",
    ],
    "manager": [
        "(Schreibe|Gib|Liefere) KEY_FACTS und (eine |)SUMMARY für (die Chefin|den Chef|die "
        "Leitung), nur {topic}(.|:)",
        "Für (die Chefin|den Chef|die Leitung|die Direktion) nur {topic}: KEY_FACTS, (dann |)"
        "SUMMARY(.|:)",
        "(Die Chefin|Der Chef|Die Leitung) (will|braucht) {topic}: KEY_FACTS (und|plus) SUMMARY.",
        "{topic} für (die Chefin|den Chef|die Leitung): KEY_FACTS (und|plus|, dann) SUMMARY.",
        "Was (muss|soll) (die Chefin|der Chef|die Leitung) über {topic} wissen? KEY_FACTS (und|"
        "plus) SUMMARY.",
        "KEY_FACTS (und|plus) SUMMARY über {topic} für (die Leitung|die Chefin|den Chef|die "
        "Direktion)(, bitte|)(.|:)",
    ],
    "risks": [
        "(Nenne|Sammle|Schreibe|Notiere) (nur |)die Risiken unter RISIKEN(, dann| und ergänze|, "
        "danach) eine (kurze |)SUMMARY.",
        "Welche Risiken (gibt es|nennt der Text|siehst du|stehen im Text)? "
        "(Nutze|Schreibe|Antworte mit) RISIKEN und SUMMARY.",
        "(Nur|Bitte nur) RISIKEN, (dann|danach) (eine |)SUMMARY(.|:)",
        "(Nur die Risiken|Bitte nur die Risiken|Allein die Risiken): RISIKEN (und|dann|plus) "
        "SUMMARY.",
        "Was (kann|könnte) (hier |)schiefgehen? (Nutze|Verwende|Schreibe) RISIKEN und SUMMARY.",
        "(Suche|Sammle|Finde|Notiere) die Risiken. (Gib|Liefere|Schreibe) RISIKEN und SUMMARY.",
        "(Mich|Uns) interessieren nur die Risiken. (Nutze|Schreibe) RISIKEN (und|, dann) SUMMARY.",
        "(Lass|Lasse) alles außer den Risiken weg: (schreibe|gib) RISIKEN und SUMMARY.",
    ],
    "tldr": [
        "(Gib mir|Schreibe|Mach) (ein|das) TL;DR (in|aus|mit) {d}.",
        "TL;DR(, bitte|, danke|): {s}(.|, mehr nicht.)",
        "(Fasse|Fass) (das|den Text|alles) als TL;DR (in|mit) {d} zusammen.",
        "Antworte (nur |)mit TL;DR: und {d}(.|, bitte.|:)",
        "(Ich habe|Wir haben|Da ist) keine Zeit(.|:) (Schreibe|Gib mir) TL;DR: und {s}.",
        "(Beginne|Starte|Fang an) mit TL;DR: und (schreibe|nutze) {s}.",
        "(Zeile|Überschrift|Format): TL;DR. (Dann|Danach) {s}.",
        "(Kannst|Könntest) du (bitte |)ein TL;DR (in|aus|mit) {d} (schreiben|machen|geben)?",
    ],
    "plain": [
        "(Fasse|Fass) (den Text|das|die Notiz|die Nachricht) in {d} (zusammen|knapp zusammen)(.|:)",
        "(Schreibe|Gib|Mach) eine Zusammenfassung (aus|in|mit) {d}(, sonst nichts|, ohne Liste|)"
        "(.|:)",
        "Worum geht es (hier|im Text|dabei)? (Antworte|Sag es) in {d}.",
        "(Sage|Schreibe|Nenne) das Wichtigste in {d}(.|, bitte.|:)",
        "(Bitte |)(kürze|verkürze) (den Text|das|die Notiz) auf {s}.",
        "(Keine Liste|Ohne Überschriften|Keine Punkte): {s} als Zusammenfassung.",
        "(Kannst|Könntest) du (das|den Text|die Notiz) in {d} zusammenfassen?",
    ],
    "extract": [
        "(Liste {heads} auf|Schreibe {heads} heraus|Notiere {heads}|Sammle {heads})(.|, bitte.|:)",
        "Fülle die (Überschriften|Abschnitte|Rubriken) {heads} (aus|mit Punkten|mit Inhalt)(.|:)",
        "(Lies|Prüfe) (den Text|die Notiz|die Nachricht) und (schreibe|gib|liefere) {heads}.",
        "(Hole|Nimm|Schreibe) (nur |)heraus, was unter {heads} gehört(.|:)",
        "(Ich brauche|Wir brauchen|Gib mir) {heads} (aus dem Text|zu diesem Text|aus der Notiz).",
        "Antworte (nur |)mit {heads}(.|, bitte.|:)",
        "(Ordne|Sortiere|Gliedere) (die Fakten|den Inhalt|alles) nach {heads}(.|, bitte.)",
        "{heads}(, bitte|, sonst nichts|)(:|.) (Nur Punkte|Nimm Stichpunkte|In Stichpunkten).",
        "(Mache|Erstelle|Schreibe) eine Liste (mit|für) {heads}(.|, bitte.|:)",
    ],
    "sort": [
        "(Erst|Zuerst|Schritt eins:) die {what} unter {head}, (dann|danach) {order} sortiert unter "
        "SORTIERT, (am Ende|zum Schluss) ein FAZIT.",
        "(Nenne|Schreibe|Sammle) {head}, sortiere sie {order} (als|unter) SORTIERT und "
        "(ende|schließe) mit einem FAZIT.",
        "(Bitte |)(drei Schritte|in drei Schritten|arbeite in drei Schritten): {head}, SORTIERT {order}, "
        "FAZIT.",
        "1. {head} 2. SORTIERT, {order} 3. FAZIT(, ein Satz|, in einem Satz|)(.|:)",
        "(Suche|Nimm|Notiere) die {what} unter {head}, (sortiere|ordne) sie {order} als SORTIERT und "
        "(schreibe|gib|ergänze) ein FAZIT.",
        "(Schreibe|Gib|Liefere) {head}, (dann|danach) SORTIERT, {order}, (dann|zuletzt) (ein |)"
        "FAZIT.",
        "(Ich brauche|Wir brauchen|Gib mir|Bitte gib uns) die {what} (dreifach|dreimal|in drei Teilen): {head} wie im Text, SORTIERT "
        "{order} und (ein|das) FAZIT.",
    ],
}  # fmt: skip

# Words for the steps of the length ladder, and for both orders of sorting.
LENGTHS = {
    "en": {"short": ("short", "brief", "very short"), "medium": ("medium", "normal", "medium-size"),
           "long": ("long", "detailed", "full")},
    "de": {"short": ("kurz", "knapp", "sehr kurz"), "medium": ("normal", "durchschnittlich",
           "mittelgroß"), "long": ("lang", "ausführlich", "vollständig")},
}  # fmt: skip
ORDERS = {
    "en": {("price", False): ("from low to high", "cheapest first"),
           ("price", True): ("from high to low", "most expensive first"),
           ("date", False): ("from early to late", "earliest first"),
           ("date", True): ("from late to early", "latest first")},
    "de": {("price", False): ("aufsteigend", "vom kleinsten zum größten Betrag"),
           ("price", True): ("absteigend", "vom größten zum kleinsten Betrag"),
           ("date", False): ("vom frühesten zum spätesten", "zeitlich vorwärts"),
           ("date", True): ("vom spätesten zum frühesten", "zeitlich rückwärts")},
}  # fmt: skip

WORDINGS = {
    (task, language): Wordings(f"tasks_{task}", language, patterns)
    for language, tasks in (("en", _EN), ("de", _DE))
    for task, patterns in tasks.items()
}
