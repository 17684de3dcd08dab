"""How stage 3a-4 asks for JSON, and for a fact that the prompt tells."""

import functools

from data_gen.grammar import Wordings

_EXTRACT = {
    "en": [
        "(Please |)(extract|collect|pull out|pick out|list) the (data|details|facts) (as|in) JSON. {schema}\n{text}",
        "{text}\n(Turn|Convert|Put|Change) (this|the text) into JSON. {schema}",
        "(Return|Give me|Write|Make) (a JSON object|JSON|one JSON object) for (this text|the text below). {schema}\n(Text: |){text}",
        "{schema}\n(Fill|Complete) (this|it) (from|with) (the text|the note): {text}",
        "(Text: |Note: |){text}\n{schema}\n(Answer|Reply|Respond) (only |)(with|in) JSON.",
        "(Read|Take) (this|the text) and (answer|reply) (with|in) JSON(.| only.) {schema}\n{text}",
        "(What does the text say|Which facts are given)? (JSON only.|Use JSON.|JSON please.) {schema}\n{text}",
        "(I need|I want) (JSON|a JSON object)(.|, nothing else.) {schema}\n{text}",
    ],
    "de": [
        "(Bitte |)(die |)(Daten|Angaben|Fakten|Werte) als JSON (ausgeben|ablegen). {schema}\n{text}",
        "{text}\n(Wandle|Forme) (das|den Text) in JSON um. {schema}",
        "(Gib mir|Schreibe|Erstelle|Mach) (ein JSON-Objekt|JSON) zu (diesem Text|dem Text). {schema}\n(Text: |){text}",
        "{schema}\n(Fülle|Ergänze) (das|es) (aus|mit) dem Text: {text}",
        "(Text: |Notiz: |){text}\n{schema}\n(Antworte|Antworte bitte) (nur |)(mit|in) JSON.",
        "(Lies|Nimm) (das|den Text) und antworte (mit|in) JSON. {schema}\n{text}",
        "(Was steht im Text|Welche Angaben gibt es)? (Nur JSON.|Bitte JSON.|Als JSON.) {schema}\n{text}",
        "Ich (brauche|möchte) (JSON|ein JSON-Objekt)(.|, sonst nichts.) {schema}\n{text}",
    ],
}
# Short requests that name the keys within the sentence.
_INLINE = {
    "en": [
        "(Please turn|Turn|Convert|Put|Change) (this|the note) into JSON with {keys}: {text}",
        "{text} (Write|Give me|Return|Show) (this|that) as JSON with {keys}.",
        "(Make|Write|Build|Prepare) (a JSON object|JSON|one JSON object) (with|out of) {keys}. {text}",
        "JSON (with|for|of) {keys}(, please|, nothing else|): {text}",
        "(I need|We need|Send me|Show me|I want) {keys} (as|in) JSON. (Note: |Text: |){text}",
        "(Pick|Find|Read) {keys} (in the note|in the text) and (answer|reply) in JSON: {text}",
        "{text} (JSON|A JSON object|Only JSON) with {keys}(, please|, nothing else|).",
        "(Save|Store|Record|Keep) (this|the following) as (JSON|a JSON object), with {keys}. {text}",
        "(Wanted|Needed|Required|Asked for): {keys}, (as|in) JSON.(\n| ){text}",
        "{text}\n(Wanted|Needed|Required|Asked for): {keys}, (as|in) JSON.",
        "(Note|Message|Entry): {text} (File|Enter|Sort) it (in|into) JSON with {keys}.",
        "A JSON (record|object) (that holds|holding|that has) {keys}(, please|): {text}",
        "(From|Out of) (the text|the line) below, (take|get|fetch) {keys} and (write|answer) JSON.\n{text}",
    ],
    "de": [
        "(Bitte wandle|Wandle|Forme) (das|die Notiz) in JSON mit {with_keys} um: {text}",
        "{text} (Schreibe|Gib mir|Nenne|Zeig mir) das (bitte |)als JSON mit {with_keys}.",
        "(Mach|Schreibe|Erstelle|Baue) (bitte |)(ein JSON-Objekt|JSON|ein Objekt) (mit|aus) {with_keys}. {text}",
        "JSON (für|über) {keys}(, bitte|, sonst nichts|): {text}",
        "(Ich brauche|Wir brauchen|Schick mir|Ich möchte) {keys} (als|in) JSON. (Notiz: |Text: |){text}",
        "(Suche|Finde|Lies) {keys} (in der Notiz|im Text) und antworte (in|mit) JSON: {text}",
        "{text} (JSON|Ein JSON-Objekt|Nur JSON) mit {with_keys}(, bitte|, sonst nichts|).",
        "(Speichere|Sichere|Notiere) (das|Folgendes) als (JSON|JSON-Objekt), mit {with_keys}. {text}",
        "(Gesucht|Gebraucht|Gefragt|Erwünscht): {keys}, (als|in) JSON.(\n| ){text}",
        "{text}\n(Gesucht|Gebraucht|Gefragt|Erwünscht): {keys}, (als|in) JSON.",
        "(Notiz|Meldung|Eintrag): {text} (Ordne|Trage) das in JSON ein, mit {with_keys}.",
        "(Einmal|Jetzt|Nun) (bitte |)(JSON|ein JSON-Objekt) mit {with_keys}: {text}",
        "(Nimm|Hole|Ziehe) {keys} (aus dem Text|aus der Zeile) und (schreibe|antworte in) JSON.\n{text}",
    ],
}
_ASK_FACT = {
    "en": [
        "{text}\n(What|Tell me, what) is the {label}?",
        "(Text: |Note: |){text}\n(Please |Now |)(name|tell me|give me|state|find) the {label}.",
        "{text}\n(I need|I want to know|I look for|Show me) the {label}(.|, please.)",
        "(What|Tell me what) does (this|the text) say about the {label}? {text}",
        "(Look for|Find) the {label} (here|in this text): {text}",
        "(Which|What) {label} (is given|do you read) (here|in the text)? {text}",
        "{text}\n(Quick|Short|One) question: (what|which) {label}?",
        "(Question|Task): (name|state|read out) the {label}. (Text|Source): {text}",
        "{text} (So what|So which one|Now what|And what) is the {label}(, please|)?",
        "(Can|Could) you (tell|give) me the {label}(, please|)? {text}",
    ],
    "de": [
        "{text}\n(Bitte |Jetzt |)(nenne|sag mir|gib mir|lies) die Angabe: {label}.",
        "(Text: |Notiz: |){text}\n(Frage|Gesucht|Gefragt): {label}(?| bitte.)",
        "(Was sagt|Was steht in) (dem|diesem) Text zu: {label}? {text}",
        "(Suche|Finde|Lies|Nenne) (bitte |)(hier |im Text |)die Angabe {label}: {text}",
        "{text}\n(Ich brauche|Ich suche|Siehst du) die Angabe {label}(.|, bitte.)",
        "(Welche|Was für eine) Angabe gibt es (hier |)zu {label}? {text}",
        "{text}\n(Kurze|Eine|Noch eine) Frage: was steht (da |)zu {label}?",
        "(Aufgabe|Frage|Bitte): (nenne|lies|finde) {label}. (Text|Quelle): {text}",
        "(Kannst|Könntest) du mir {label} (nennen|sagen|geben)? {text}",
        "{text} (Also, |Und |)was ist (hier |)die Angabe zu {label}?",
    ],
}


@functools.cache
def wordings(name: str, language: str) -> Wordings:
    """Returns the wordings of requests: "extract", "inline" (keys in a sentence) or "ask"."""
    patterns = {"extract": _EXTRACT, "inline": _INLINE, "ask": _ASK_FACT}[name][language]
    return Wordings(name, language, patterns)
