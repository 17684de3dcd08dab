"""Open questions in a wide vocabulary: what a small model does not know, beside what it was taught.

Any noun, verb or adjective can stand in a question, known or not. Without these questions, words
that no other family of this stage uses would occur only where format lock asks to repeat them, and
would come to mean that a word is enough.
"""

import dataclasses
import functools
import re

from data_gen import everyday_facts, slots
from data_gen.generator import Draft, Draw
from data_gen.grammar import Wordings
from data_gen.qa_episodes import Question, Scene, group, known_clause, unknown_clause
from data_gen.qa_material import UNKNOWN, german_cases, place, with_article

# Topics of the hand-written gate prompts of this stage.
_KEPT_FOR_GATES = frozenset(
    """compass bread sea librarian clock snow elephant bicycle garden season tea coffee harbour
    Kompass Meer Schnee Fahrrad Garten Bibliothek""".split()
)
# Direct question | indirect one. English: {noun}, {a} noun, {verb}, {adjective}; {people}; German:
# {der}, {den}, {dem}, {ein} noun.
_QUESTIONS = {
    "en": """
what is {a} | what {a} is
what does {a} do | what {a} does
what is {a} made of | what {a} is made of
how does {a} work | how {a} works
what does {a} look like | what {a} looks like
why should anyone {verb} {a} | why anyone should {verb} {a}
why did they {verb} the {noun} | why they had to {verb} the {noun}
how can we {verb} the {noun} | how we can {verb} the {noun}
who should {verb} the {noun} | who should {verb} the {noun}
who told you to {verb} | who told you to {verb}
when will your {noun} {verb} | when your {noun} will {verb}
where can I {verb} {a} | where I can {verb} {a}
which {noun} is the most {adjective} one | which {noun} is the most {adjective} one
how {adjective} is the {noun} | how {adjective} the {noun} is
what makes {a} {adjective} | what makes {a} {adjective}
what happened to the {noun} in {place} | what happened to the {noun} in {place}
who invented the {noun} | who invented the {noun}
how do you like the {noun} | how you like the {noun}
how is your {noun} this week | how your {noun} is this week
is there {a} in {place} | whether there is {a} in {place}
did my {noun} {verb} last night | whether my {noun} did {verb} last night
what would you {verb} first | what you would {verb} first
how long can {a} {verb} | how long {a} can {verb}
why do {people} {verb} so often | why {people} {verb} so often
when do {people} {verb} | when {people} {verb}
how long do {people} {verb} | how long {people} {verb}
do {people} like to {verb} | whether {people} like to {verb}
what do {people} {verb} at night | what {people} {verb} at night
are you {adjective} now | whether you are {adjective} now
do you like to {verb} | whether you like to {verb}
what is your favourite {noun} | what your favourite {noun} is
which {noun} do I mean | which {noun} I mean
how many of the {people} {verb} | how many of the {people} {verb}
what number did the {noun} have | what number the {noun} had
""",
    "de": """
was ist {ein} | was {ein} ist
was macht {ein} | was {ein} macht
was macht {der} | was {der} macht
wozu braucht man {den} | wozu man {den} braucht
wie funktioniert {der} | wie {der} funktioniert
wie sieht {der} aus | wie {der} aussieht
wer hat {den} erfunden | wer {den} erfunden hat
wer braucht {den} | wer {den} braucht
warum ist {der} so {adjective} | warum {der} so {adjective} ist
wie {adjective} ist {der} | wie {adjective} {der} ist
wann war {der} zuletzt {adjective} | wann {der} zuletzt {adjective} war
wo findet man {den} in {place} | wo man {den} in {place} findet
was kann man mit {dem} machen | was man mit {dem} machen kann
was passierte mit {dem} in {place} | was mit {dem} in {place} passierte
wie gefällt dir {der} | wie dir {der} gefällt
wer sucht {den} in {place} | wer {den} in {place} sucht
was bedeutet {adjective} | was {adjective} bedeutet
wie lange hält {der} | wie lange {der} hält
wer mag {den} nicht | wer {den} nicht mag
""",
}
TOPIC = {
    "en": Wordings("ask_topic", "en", [
        "(Tell me|Say|Write|Please tell me|Please say|Please write|Let me hear|Let me read) (something"
        "|anything|a fact|a few words|a little|one thing) about {topic}.",
        "(What can you (tell me|say|write)|What do you know|What have you learned|What have you heard"
        "|What is known|What is there to say|What should I know|What do they say) about {topic}?",
        "(Can|Could|Would|Will) you (please |)(tell me|say|write) (something|a fact|a few words)"
        " about {topic}?",
        "(Talk|Speak|Inform me|Teach me something|Help me to learn|Give some information|Tell the class"
        "|Write a note) about {topic}(.|, please.)",
        "(I want to learn|I would like to hear|I want to read|I need some facts|I have a question"
        "|We are talking|I am curious) about {topic}(.|, please help.|, go ahead.)",
    ]),
    "de": Wordings("ask_topic", "de", [
        "(Erzähl mir|Sag mir|Schreib mir|Bitte sag mir|Bitte erzähl mir|Bitte schreib mir|Sag|Schreib)"
        " (etwas|irgendetwas|ein wenig|ein bisschen|kurz etwas) über {topic}.",
        "(Was weißt du|Was kannst du sagen|Was kannst du mir sagen|Was weiß man|Was hast du gehört"
        "|Was hast du gelernt|Was sagt man|Was sollte ich wissen) über {topic}?",
        "(Kannst|Könntest|Würdest) du (mir |)(bitte |)etwas über {topic} (sagen|erzählen"
        "|schreiben|berichten)?",
        "(Sprich|Berichte|Informiere mich|Unterrichte mich|Gib mir Auskunft|Rede) (bitte |)über"
        " {topic}.",
        "(Ich möchte etwas|Ich will etwas|Ich würde gern etwas|Wir möchten etwas) über {topic}"
        " (wissen|erfahren|hören|lernen|lesen).",
    ]),
}  # fmt: skip
_INDEFINITE = {"der": "ein", "die": "eine", "das": "ein"}
_PEOPLE = """children teachers farmers birds horses neighbours students doctors guests cats workers
    ships trees flowers machines singers drivers tourists painters judges cooks robots ants whales
    actors lawyers kings queens miners pilots sailors writers babies parents friends rivers stars
    computers songs""".split()


def open_questions(draw: Draw) -> list[Draft]:
    """Asks three things that were taught and two that were not, all about anything."""
    statements = draw.rng.sample(everyday_facts.statements(draw.language), 3)
    questions = []
    for said in statements:
        question = known_clause(
            said.direct, said.indirect, said.sentence, said.sentence, said.value
        )
        if said.topic and draw.rng.random() < 0.4:
            question = _about(question, said.topic)
        questions.append(question)
    for _ in range(2):
        direct, indirect, topic = _drawn(draw)
        answer = draw.rng.choice(UNKNOWN[draw.language])
        question = unknown_clause(direct, indirect, answer, answer, "open", has_context=False)
        if draw.rng.random() < 0.25:
            question = _about(question, topic)
        questions.append(question)
    return group(draw, Scene([], 0, None, questions))


def _about(question: Question, topic: str) -> Question:
    """Turns a question into one for anything about a topic."""
    return dataclasses.replace(question, wordings=TOPIC, slots={"topic": topic})


def _drawn(draw: Draw) -> tuple[str, str, str]:
    """Draws an open question, direct and indirect, and its topic."""
    rng, language = draw.rng, draw.language
    noun = rng.choice(_nouns(language))
    slots_ = {"adjective": rng.choice(slots.adjectives(language)), "place": place(draw)}
    if language == "en":
        slots_ |= {"noun": noun, "a": with_article(noun), "verb": rng.choice(slots.verbs())}
        slots_["people"] = rng.choice(_PEOPLE)
        topic = slots_["a"]
    else:
        article = slots.genders("de")[noun]
        accusative, dative = german_cases(f"{article} {noun}")
        slots_ |= {
            "der": f"{article} {noun}",
            "den": accusative,
            "dem": dative,
            "ein": f"{_INDEFINITE[article]} {noun}",
        }
        topic = slots_["den"]
    direct, indirect = rng.choice(_QUESTIONS[language].strip().splitlines()).split(" | ")
    return direct.format(**slots_), indirect.format(**slots_), topic


@functools.cache
def _nouns(language: str) -> tuple[str, ...]:
    """Returns nouns about which nothing is taught."""
    taught = set(_KEPT_FOR_GATES)
    for said in everyday_facts.statements(language):
        taught.update(re.findall(r"\w+", said.sentence))
    candidates = slots.nouns("en") if language == "en" else tuple(slots.genders("de"))
    return tuple(noun for noun in candidates if noun not in taught)
