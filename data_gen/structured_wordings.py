"""How stage 3a-4 asks for JSON, and for a fact that the prompt tells."""

import functools

from data_gen.grammar import Wordings

_EXTRACT = {
    "en": [
        "(Extract|Please extract|Collect|Pull out|Pick out|Please list) the (data|details|facts) (as|in) JSON. {schema}\n{text}",
        "{text}\n(Turn|Convert|Put|Change) (this|the text) into JSON. {schema}",
        "(Return|Give me|Write|Make) (a JSON object|JSON|one JSON object) for (this text|the text below). {schema}\n(Text: |){text}",
        "{schema}\n(Fill this in|Please fill this in|Fill in the values|Complete this) (from|using) (the text|the note): {text}",
        "(Text: |Note: |){text}\n{schema}\n(Answer|Reply|Respond) (only |)(with|in) JSON.",
        "(Read|Take) (this|the text) and (answer|reply) (with|in) JSON(.| only.) {schema}\n{text}",
        "(What does the text say|Which facts are given)? (JSON only.|Use JSON.|JSON please.) {schema}\n{text}",
        "(I need|I want) (JSON|a JSON object)(.|, nothing else.) {schema}\n{text}",
        "(Form|Record|Sheet)(, to be filled in|, please complete it): {schema}\n{text}",
        "(Facts|Data|Details) wanted. {schema}\n(Source|Origin|Taken from): {text}",
    ],
    "de": [
        "(Bitte die|Bitte alle|Alle) (Daten|Angaben|Fakten|Werte) als JSON (ausgeben|ablegen). {schema}\n{text}",
        "{text}\n(Wandle|Forme) (das|den Text) in JSON um. {schema}",
        "(Gib mir|Schreibe|Erstelle|Mach) (ein JSON-Objekt|JSON) zu (diesem Text|dem Text). {schema}\n(Text: |){text}",
        "{schema}\n(Fülle das|Bitte fülle das) (anhand des Textes|mit Angaben aus dem Text) aus: {text}",
        "(Text: |Notiz: |){text}\n{schema}\n(Antworte|Antworte bitte) (nur |)(mit|in) JSON.",
        "(Lies|Nimm) (das|den Text) und antworte (mit|in) JSON. {schema}\n{text}",
        "(Was steht im Text|Welche Angaben gibt es)? (Nur JSON.|Bitte JSON.|Als JSON.) {schema}\n{text}",
        "Ich (brauche|möchte) (JSON|ein JSON-Objekt)(.|, sonst nichts.) {schema}\n{text}",
        "(Formular|Datensatz|Bogen)(, bitte ausfüllen|, zum Ausfüllen): {schema}\n{text}",
        "(Fakten|Daten|Angaben) gesucht. {schema}\n(Quelle|Herkunft|Grundlage): {text}",
    ],
}
# Parts that requests of any order are made of.
_WRITE = {
    "en": "(Write|Give|Make|Create|Return|Send|Show|Print|Prepare)",
    "de": "(Schreibe|Gib|Erstelle|Zeige|Sende|Liefere|Drucke)",
}
_WANT = {
    "en": "(I need|I'd like|We need|I want|I am waiting for|I ask for)",
    "de": "(Ich brauche|Ich hätte gern|Wir brauchen|Ich möchte|Ich warte auf|Es fehlt)",
}
_OBJECT = {
    "en": "(JSON|a JSON object|one JSON object|an object in JSON|plain JSON|valid JSON)",
    "de": "(JSON|ein JSON-Objekt|ein einziges JSON-Objekt|ein Objekt in JSON|reines JSON|gültiges JSON)",
}
_NO_MORE = {
    "en": "(, please|, nothing else|, no other words|, without any comment|)",
    "de": "(, bitte|, sonst nichts|, kein anderes Wort|, ohne Kommentar|)",
}
_FROM = {
    "en": "( from this| for this| about this| from what follows|)",
    "de": "( hieraus| dazu| zu diesem Satz| zum Folgenden|)",
}
# Short requests that name the keys within the sentence.
_INLINE = {
    "en": [
        "(Please turn|Turn|Convert|Put|Change) (this|the note) into JSON with {keys}: {text}",
        "{text} (Write|Give me|Return|Show) (this|that) as JSON with {keys}.",
        "(Make|Write|Build|Prepare) (a JSON object|JSON|one JSON object) (with|that has) {keys}. {text}",
        "JSON (with|for|containing) {keys}(, please|, nothing else|): {text}",
        "(I need|We need|Send me|Show me|I want) {keys} (as|in) JSON. (Note: |Text: |){text}",
        "(Find|Look up|Pick out) {keys} (in the note|in the text) and (answer|reply) in JSON: {text}",
        "{text} (JSON|A JSON object|Only JSON) with {keys}(, please|, nothing else|).",
        "(Save|Store|Record|Keep) (this|the following) as (JSON|a JSON object), with {keys}. {text}",
        "(Wanted|Needed|Required|Asked for): {keys}, (as|in) JSON.(\n| ){text}",
        "{text}\n(Wanted|Needed|Required|Asked for): {keys}, (as|in) JSON.",
        "(Note|Message|Entry): {text} (Turn it into|Rewrite it as|Save it as|Give it to me as) JSON with {keys}.",
        "A JSON (record|object) (that holds|holding|that has) {keys}(, please|): {text}",
        f"{_WRITE['en']} {_OBJECT['en']} with {{keys}}{_FROM['en']}(:|.) {{text}}",
        f"{{text}} {_WRITE['en']} {_OBJECT['en']} with {{keys}}{_NO_MORE['en']}.",
        f"{_WRITE['en']} {{keys}} as {_OBJECT['en']}{_NO_MORE['en']}(:|.) {{text}}",
        f"{{text}} {_WRITE['en']} {{keys}} as {_OBJECT['en']}{_NO_MORE['en']}.",
        f"{_WANT['en']} {_OBJECT['en']} with {{keys}}{_FROM['en']}{_NO_MORE['en']}(:|.) {{text}}",
        f"{{text}} {_WANT['en']} {_OBJECT['en']} with {{keys}}{_NO_MORE['en']}.",
        "(Here is|This is|Look at) (a note|a message|an entry): {text} (Write it|Express it|Put it) as JSON, with {keys}.",
        "(JSON only|Only JSON|Nothing else than JSON): {keys}. {text}",
        "(One|A single|Exactly one) (JSON object|object in JSON), with {keys}: {text}",
        "{text} (Of this|From this|Of that), {keys} (in|as) JSON(.|, please.)",
        "(We have|I have|I got) (this note|this text|a note): {text} (Please answer|Answer|Reply) in JSON, {keys}.",
        "(Form|Record|Table row) to fill in(, as JSON|, in JSON): {keys}. {text}",
        "{text} (As JSON|In JSON|JSON)(:|,) {keys}.",
        "(In JSON|JSON|As one object)(:|,) {keys}. {text}",
        "{text} (Into|To) JSON(, please|): {keys}.",
        "(From|Out of) (this|the message), (make|build) JSON, {keys}: {text}",
        "{text} (Fill in|Fill out|Complete) {keys}(, as JSON|, in JSON).",
        "(Fill in|Fill out|Complete) {keys}, (as|in) JSON(:|.) {text}",
        "From (the text|the note) below, (take|get|fetch|extract) {keys} and (write JSON|answer in JSON|reply in JSON).\n{text}",
    ],
    "de": [
        "(Bitte wandle|Wandle|Forme) (das|die Notiz) in JSON mit {with_keys} um: {text}",
        "{text} (Schreibe|Gib mir|Speichere|Zeig mir) das (bitte |)als JSON mit {with_keys}.",
        "(Mach|Schreibe|Erstelle|Baue) (bitte |)(ein JSON-Objekt|JSON|nur ein JSON-Objekt) mit {with_keys}. {text}",
        "JSON (für {keys}|mit {with_keys}|nur mit {with_keys})(, bitte|, sonst nichts|): {text}",
        "(Ich brauche|Wir brauchen|Schick mir|Ich möchte) {keys} (als JSON|im JSON-Format). (Notiz: |Text: |){text}",
        "(Suche|Finde) (bitte |){keys} (in der Notiz|im Text) und antworte (in|mit) JSON: {text}",
        "{text} (JSON|Ein JSON-Objekt|Nur JSON) mit {with_keys}(, bitte|, sonst nichts|).",
        "(Speichere|Sichere|Notiere) (das|Folgendes) als (JSON|JSON-Objekt), mit {with_keys}. {text}",
        "(Gesucht|Gebraucht|Gefragt|Erwünscht): {keys}, (als JSON|im JSON-Format).(\n| ){text}",
        "{text}\n(Gesucht|Gebraucht|Gefragt|Erwünscht): {keys}, (als JSON|im JSON-Format).",
        "(Notiz|Meldung|Eintrag): {text} (Schreibe|Speichere|Gib mir) das (bitte |)als JSON, mit {with_keys}.",
        "(Einmal|Jetzt|Nun) (bitte |)(JSON|ein JSON-Objekt) mit {with_keys}: {text}",
        f"{_WRITE['de']} (bitte |){_OBJECT['de']} mit {{with_keys}}{_FROM['de']}(:|.) {{text}}",
        f"{{text}} {_WRITE['de']} (bitte |){_OBJECT['de']} mit {{with_keys}}{_NO_MORE['de']}.",
        f"{_WANT['de']} {_OBJECT['de']} mit {{with_keys}}{_NO_MORE['de']}(:|.) {{text}}",
        f"{{text}} {_WANT['de']} {_OBJECT['de']} mit {{with_keys}}{_NO_MORE['de']}.",
        f"(Reines JSON|Gültiges JSON|Ein einziges JSON-Objekt) mit {{with_keys}}{_FROM['de']}(:|.) {{text}}",
        "(Hier ist|Das ist|Hier kommt) (eine Notiz|eine Meldung): {text} Schreibe sie (bitte |jetzt |)als JSON mit {with_keys}.",
        "(Nur JSON|Nichts als JSON|Bitte nur JSON): {keys}. {text}",
        "(Genau ein|Ein einziges|Bitte ein) (JSON-Objekt|Objekt in JSON) mit {with_keys}: {text}",
        "{text} (Davon|Daraus|Hiervon) {keys} (als|in) JSON(.|, bitte.)",
        "(Formular|Datensatz|Zeile) (zum Ausfüllen, als JSON|als JSON, zum Ausfüllen): {keys}. {text}",
        "{text} (Als JSON|In JSON|JSON)(:|,) {keys}.",
        "(In JSON|JSON|Als ein Objekt)(:|,) {keys}. {text}",
        "{text} (Ergänze|Vervollständige) {keys}(, als JSON|, in JSON).",
        "(Ergänze|Vervollständige) {keys}, als JSON(:|.) {text}",
        "(Aus der Meldung|Hieraus|Aus diesem Satz) (bitte |)JSON, {keys}: {text}",
        "(Nimm|Hole|Lies) {keys} (aus dem Text|aus der Notiz) und (schreibe JSON|antworte in JSON|antworte mit JSON).\n{text}",
    ],
}
_ASK_FACT = {
    "en": [
        "{text}\n(What|Tell me: what) is the {label}?",
        "(Text: |Note: |){text}\n(Please (name|tell me|give me|state|find)|Now (name|tell me|give me|state|find)|Name|Tell me|Give me|State|Find) the {label}.",
        "{text}\n(I need to know|I want to know|I would like to know|I am looking for|Show me) the {label}.",
        "(What does (this|the text) say about the {label}?|Tell me what (this|the text) says about the {label}.) {text}",
        "(Look for|Find) the {label} (here|in this text): {text}",
        "(Which|What) {label} is (given|named|mentioned) (here|in the text)? {text}",
        "{text}\n(Quick|Short|One) question: (what is|can you tell me) the {label}?",
        "(Task: (name|state|read out) the {label}.|Question: what is the {label}?) (Text|Source): {text}",
        "{text} (So what|Now what|And what) is the {label}(, please|)?",
        "(Can|Could) you (tell|give) me the {label}(, please|)? {text}",
    ],
    "de": [
        "{text}\n(Nenne|Gib|Sag) mir (bitte |jetzt |)(diese Angabe|die folgende Angabe): {label}.",
        "(Text: |Notiz: |){text}\n(Gesucht|Gefragt|Gesucht wird|Gesuchte Angabe): {label}.",
        '(Was sagt (der|dieser) Text|Was steht in (dem|diesem) Text) (zum Punkt|zum Stichwort|zur Angabe) "{label}"? {text}',
        "(Suche|Finde|Nenne) (bitte |)(diese Angabe|die folgende Angabe) aus dem Text: {label}. {text}",
        '{text}\n(Ich brauche|Ich suche|Wir brauchen|Mir fehlt) (noch |nur |)die Angabe "{label}".',
        '(Welche Angabe gibt es|Was steht) (hier |im Text |)zum (Punkt|Stichwort) "{label}"? {text}',
        '{text}\n(Kurze|Eine|Noch eine) Frage: Was steht (hier |da |)zum Punkt "{label}"?',
        '(Aufgabe|Auftrag): (Nenne|Finde|Suche) die Angabe "{label}". (Text|Quelle): {text}',
        '(Kannst|Könntest) du mir (bitte |)die Angabe "{label}" (nennen|sagen|geben)? {text}',
        '{text} (Wie|Und wie) lautet (also |hier |nun |)die Angabe "{label}"?',
    ],
}


@functools.cache
def wordings(name: str, language: str) -> Wordings:
    """Returns the wordings of requests: "extract", "inline" (keys in a sentence) or "ask"."""
    patterns = {"extract": _EXTRACT, "inline": _INLINE, "ask": _ASK_FACT}[name][language]
    return Wordings(name, language, patterns)
