"""The generator of stage 3a-3: texts, answers, shares, splits and size."""

import collections
import dataclasses
import json
import random
import re
import time

import pytest

from configs import curriculum, phase3a3_tasks
from data_gen import generator, notes, task_material, tasks
from data_gen.generator import Draw
from data_gen.splits import split_of
from data_gen.task_material import Fact, Plan, Source
from data_gen.task_wordings import WORDINGS, amounts
from data_gen.tasks import Form
from eval import rules
from eval.words import split_sentences
from mypt_jax import command
from mypt_jax.conversation.tokenizer import SentencePieceTokenizer, train_sentencepiece

LANGUAGES = ("en", "de")
FACTS = (
    Fact("who", "lead", "Brandolf Kest", "is led by Brandolf Kest", "The lead is Brandolf Kest."),
    Fact("cost", "budget", "4,200 euros", "costs 4,200 euros", "The budget is 4,200 euros."),
    Fact("event", "", "The road is wet", "", "The road is wet."),
    Fact("risk", "risk", "a late bus", "One risk is a late bus.", "A risk is a late bus."),
)
SOURCE = Source(
    "About the project. The lead is Brandolf Kest, and the budget is 4,200 euros. The road is wet. "
    "A risk is a late bus.",
    FACTS,
    "The project",
    "The project",
    "It",
    4,
)


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    return generator.generate(tasks.STAGE, 1500, 0, "train", unseen=False)


@pytest.fixture(scope="module")
def suites() -> dict[str, list[dict]]:
    dev = generator.suite(tasks.STAGE, 300, 300, 0, "dev")
    return {"dev": dev, "final": generator.suite(tasks.STAGE, 40, 40, 0, "final")}


# --- Answers ---------------------------------------------------------------------------------


def test_key_facts_answer_literal():
    answer = tasks.key_facts(SOURCE, FACTS[:3], 1, "en")
    assert answer.text == (
        "KEY_FACTS:\n"
        "- Lead: Brandolf Kest\n"
        "- Budget: 4,200 euros\n"
        "- The road is wet\n"
        "SUMMARY:\n"
        "The project is led by Brandolf Kest and costs 4,200 euros."
    )
    assert answer.bullets == (3, 3)
    assert answer.sentences == (1, 1)
    assert answer.min_share == 0.75


@pytest.mark.parametrize(
    ("num_facts", "count", "expected"),
    [
        (4, 1, "The project is led by Brandolf Kest and costs 4,200 euros."),
        (4, 2, "The project is led by Brandolf Kest. One risk is a late bus."),
        (3, 2, "The project is led by Brandolf Kest. It costs 4,200 euros."),
        (3, 3, "The project is led by Brandolf Kest. It costs 4,200 euros. The road is wet."),
    ],
)
def test_summary_follows_the_bullets(num_facts, count, expected):
    assert tasks.summarise(SOURCE, FACTS[:num_facts], count, "en") == expected


def test_summary_says_a_shared_helping_verb_once():
    facts = [
        Fact("count", "team", "5 people", "has a team of 5 people", ""),
        Fact("cost", "budget", "900 euros", "has a budget of 900 euros", ""),
    ]
    text = tasks.summarise(SOURCE, facts, 1, "en")
    assert text == "The project has a team of 5 people and a budget of 900 euros."


def test_summary_of_too_few_facts_is_refused():
    with pytest.raises(ValueError, match="3 sentences about 2 facts"):
        tasks.summarise(SOURCE, FACTS[:2], 3, "en")


@pytest.mark.parametrize(
    ("spoil", "metric"),
    [
        (lambda text: text.replace("Kest", "Kast"), "grounded"),
        (lambda text: text.replace("4,200", "4,300"), "facts_covered"),
        (lambda text: text.replace("SUMMARY:\n", ""), "key_facts_structure"),
        (lambda text: text.replace("- The road is wet\n", ""), "key_facts_structure"),
        (lambda text: text + " It is new.", "asked_numbers"),
        (lambda text: text + " It is new. It is old. It is long.", "key_facts_structure"),
    ],
)
def test_checks_refuse_a_spoiled_answer(spoil, metric):
    answer = tasks.key_facts(SOURCE, FACTS[:3], 1, "en")
    checks = tasks.checks(answer, SOURCE, "en")
    assert all(rules.evaluate(check, answer.text).passed for check in checks)
    failed = {c["metric"] for c in checks if not rules.evaluate(c, spoil(answer.text)).passed}
    assert metric in failed


def test_amounts_in_words_and_cases():
    assert amounts("en", False, 3, 1) == {"n": "three", "s": "one sentence", "d": ""}
    assert amounts("en", True, 3, 2) == {"n": "3", "s": "2 sentences", "d": ""}
    assert amounts("de", False, 4, 1) == {"n": "vier", "s": "einen Satz", "d": "einem Satz"}
    assert amounts("de", True, 4, 2) == {"n": "4", "s": "2 Sätze", "d": "2 Sätzen"}


# --- Texts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_domains_are_many_and_complete(language):
    domains = task_material.domains(language)
    assert len(domains) >= 15
    for domain in domains:
        assert len(domain.facts) >= 8, domain.name
        assert all(len(lines) >= 3 for lines in domain.extras.values()), domain.name
        assert {"date", "where"} <= {pattern.role for pattern in domain.facts}, domain.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_to_say_a_fact_grounds_its_bullet(language):
    for domain in task_material.domains(language):
        values = task_material.Values(random.Random(0), language, "train", domain.items)
        for pattern in domain.facts:
            assert len(pattern.sentences) >= 2, (domain.name, pattern.label)
            for way in pattern.sentences:
                sentence, value = values.fill(way, pattern.value)
                bullet = Fact(pattern.role, pattern.label, value, "", sentence).bullet
                check = {"metric": "grounded", "rule": "bullets_grounded", "source": sentence}
                result = rules.evaluate(check, f"- {bullet}")
                assert result.passed, (domain.name, bullet, result.reason)


def test_a_key_gives_one_text():
    plan = Plan(facts=4, risks=1, filler=1)
    first = task_material.build("de", plan, "tasks/de/1", False)
    assert first == task_material.build("de", plan, "tasks/de/1", False)
    assert first.text != task_material.build("de", plan, "tasks/de/2", False).text
    assert len(first.facts) == 5


def test_a_plan_that_no_domain_can_hold_is_refused():
    with pytest.raises(ValueError, match="no domain of language 'en'"):
        task_material.build("en", Plan(facts=3, needs=(("who", 7),)), "k", False)


def test_invented_names_stay_on_their_side():
    for split in ("train", "dev", "final"):
        key = next(k for k in map(str, range(1000)) if split_of(k) == split)
        values = task_material.Values(random.Random(key), "en", split, ("pumps",))
        for slot in ("{name}", "{name2}", "{name3}"):
            assert split_of(f"name:{values.fill(slot)[0]}") == split


# --- Episodes --------------------------------------------------------------------------------


def test_every_answer_passes_its_own_checks(rows):
    for row in rows:
        for check in row["checks"]:
            result = rules.evaluate(check, row["messages"][-1]["content"])
            assert result.passed, (row["id"], check, result.reason)


def test_families_languages_and_features_have_their_shares(rows):
    families = collections.Counter(row["family"] for row in rows)
    assert len(families) >= 8
    assert max(families.values()) <= 0.15 * len(rows) + 1
    german = sum(row["language"] == "de" for row in rows) / len(rows)
    assert 0.33 <= german <= 0.47
    features = [row["meta"]["features"] for row in rows]
    assert 0.52 <= sum(f["instruction"] == "before" for f in features) / len(rows) <= 0.68
    assert 0.52 <= sum(f["system"] == "yes" for f in features) / len(rows) <= 0.68
    structured = sum("KEY_FACTS:" in row["messages"][-1]["content"] for row in rows)
    assert structured / len(rows) >= 0.55


def test_a_text_has_one_to_four_instructions(rows):
    texts = collections.Counter()
    for row in rows:  # a conversation asks its text several times
        texts[row["payload"]] += sum(m["role"] == "assistant" for m in row["messages"])
    assert max(texts.values()) <= 4
    assert sum(n >= 2 for n in texts.values()) / len(texts) >= 0.7


def test_there_are_no_duplicates_and_no_frequent_answer(rows):
    assert len({json.dumps(row["messages"][:-1]) for row in rows}) == len(rows)
    answers = collections.Counter(row["messages"][-1]["content"] for row in rows)
    assert max(answers.values()) <= 0.03 * len(rows)


def test_the_same_seed_gives_the_same_episodes():
    first, second, other = (
        generator.generate(tasks.STAGE, 60, seed, "train", unseen=False) for seed in (3, 3, 4)
    )
    assert first == second
    assert first != other


def test_wordings_are_many():
    assert all(wordings.count >= 100 for wordings in WORDINGS.values())


def test_splits_share_no_text_and_unseen_parts_no_wording(rows, suites):
    payloads = {"train": {row["payload"] for row in rows}}
    payloads |= {split: {r["payload"] for r in suite} for split, suite in suites.items()}
    assert payloads["train"].isdisjoint(payloads["dev"] | payloads["final"])
    assert payloads["dev"].isdisjoint(payloads["final"])
    wordings = {row["template"] for row in rows}
    for suite in suites.values():
        unseen = {row["template"] for row in suite if row["part"] == "unseen_template"}
        assert unseen and wordings.isdisjoint(unseen)


def test_suites_judge_enough(suites):
    for part in ("seen", "unseen_template"):
        lines = [row for row in suites["dev"] if row["part"] == part]
        counts = collections.Counter(c["metric"] for row in lines for c in row["checks"])
        assert len(lines) == 300
        assert counts["grounded"] == counts["facts_covered"] == 300
        assert counts["key_facts_structure"] >= 150
        assert counts["asked_numbers"] >= 112  # of 400, as the curriculum asks, 150
        assert counts["language"] >= 150


def test_bullets_can_be_clauses_of_the_text():
    rows = generator.generate(tasks.stage(as_clauses=True), 200, 0, "train", unseen=False)
    copied = 0
    for row in rows:
        source = next(m["content"] for m in row["messages"] if m["role"] == "user")
        for message in row["messages"]:
            if message["role"] == "assistant":
                found = [line for line in message["content"].split("\n") if line[:2] == "- "]
                assert all(line.removeprefix("- ") in source for line in found), message
                copied += len(found)
    assert copied > 400


def test_clause_bullets_literal():
    facts = [dataclasses.replace(fact, is_clause=True) for fact in FACTS[:3]]
    assert tasks.bullets(facts) == (
        "- The lead is Brandolf Kest.\n- The budget is 4,200 euros.\n- The road is wet."
    )


def test_texts_name_the_kinds_of_their_facts_where_kinds_are_asked_for():
    rows = generator.generate(tasks.stage(as_clauses=True), 300, 0, "train", unseen=False)
    kinds = {kind for table in task_material.KINDS.values() for kind in table.values()}
    asking = ("focus", "manager", "risks", "action_items", "lists", "sort")
    named = 0
    for row in rows:
        if row["family"] not in asking:
            continue
        for line in row["messages"][-1]["content"].split("\n"):
            if line.startswith("- "):
                assert line[2:].split(":")[0] in kinds, line
                named += 1
    assert named > 100


@pytest.mark.parametrize(
    "ladder", [*tasks._LADDER.values(), tasks._clauses_ladder(4), tasks._clauses_ladder(5)]
)
def test_longer_versions_tell_more(ladder):
    rungs = list(ladder.values())
    assert list(ladder) == ["short", "medium", "long"]
    (short, *_), _, (long, *_) = rungs
    assert short < long
    assert rungs == sorted(rungs, key=lambda rung: rung[:2])
    for bullets, count, bullet_range, sentence_range in rungs:
        assert bullet_range[0] <= bullets <= bullet_range[1]
        assert sentence_range[0] <= count <= sentence_range[1]


def test_clauses_of_asked_kinds_come_in_the_asked_order():
    suite = generator.suite(tasks.stage(as_clauses=True), 300, 300, 0, "dev")
    checked = 0
    for row in suite:
        # Only a prompt for some of the facts forbids the others.
        if row["family"] == "focus" and any(c["metric"] == "focused" for c in row["checks"]):
            prompt = row["messages"][-2]["content"]
            facts = next(c["facts"] for c in row["checks"] if c["metric"] == "facts_covered")
            kinds = [clause.split(":")[0] for _, clause in facts]
            assert len(set(kinds)) == len(kinds) == 3
            assert ", ".join(kinds) in prompt, (kinds, prompt)
            checked += 1
    assert checked > 20


def test_clauses_are_all_told_where_a_number_is_asked_for():
    rows = generator.generate(tasks.stage(as_clauses=True), 300, 0, "train", unseen=False)
    sentences = collections.Counter()
    for row in rows:
        if row["family"] == "key_facts_count":
            answer = row["messages"][-1]["content"]
            told, summary = answer.split("\nSUMMARY:\n")
            bullets = [line[2:] for line in told.split("\n")[1:]]
            source = next(m["content"] for m in row["messages"] if m["role"] == "user")
            assert [b for b in bullets if source.count(b) == 1] == bullets
            sentences[len(split_sentences(summary))] += 1
    assert min(sentences[1], sentences[2]) > 5


def test_clauses_of_short_versions_are_the_first_three_of_the_long_ones():
    group = tasks.ladder_family(Draw(random.Random(5), "de", "train", "train"), Form(False, True))
    short, medium, long = (task.answer.text.split("\nSUMMARY:")[0].split("\n- ") for task in group)
    assert len(short) == 4  # the heading and three bullets
    assert short == long[:4] and short != long and medium == long


def test_clauses_have_three_to_seven_bullets():
    rows = generator.generate(tasks.stage(as_clauses=True), 600, 0, "train", unseen=False)
    counts = collections.Counter(
        row["messages"][-1]["content"].count("\n- ")
        for row in rows
        if row["messages"][-1]["content"].startswith("KEY_FACTS:")
    )
    assert sorted(counts) == [3, 4, 5, 6, 7]
    assert min(counts[3], counts[4], counts[5]) > 50


# How a query may begin the words for facts of a role.
ASKED = {
    "what": "topic|thema", "who": "person|people", "where": "place|ort", "date": "date|termin",
    "cost": "cost|price|kosten|preis", "count": "number|zahl", "state": "state|stand",
    "risk": "risk|risik",
}  # fmt: skip


@pytest.mark.parametrize("as_clauses", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", [tasks.focus_family, tasks.manager_family])
def test_two_queries_about_a_text_name_what_they_want_and_want_different_facts(
    family, language, as_clauses
):
    for seed in range(20):
        draw = Draw(random.Random(seed), language, "train", "train")
        first, second = family(draw, Form(False, as_clauses))
        assert first.text is second.text
        wanted = [{fact.value for fact in task.answer.facts} for task in (first, second)]
        assert len(wanted[0]) == len(wanted[1]) == 3 and wanted[0] != wanted[1]
        for task in (first, second):
            for fact in task.answer.facts:
                words = rf"(?i)\b({ASKED[fact.role]})"
                assert re.search(words, task.instruction), (fact.role, task.instruction)


@pytest.mark.parametrize("as_clauses", [False, True])
def test_short_episodes_and_conversations_fit_a_row_of_the_tiny_preset(as_clauses):
    base = curriculum.get_config("tiny").base
    rows = generator.generate(tasks.stage(as_clauses=as_clauses), 1500, 0, "train", unseen=False)
    tokenizer = _tokenizer(rows, base.vocab_size)
    _check_lengths(rows, tokenizer, phase3a3_tasks.get_config("tiny").data.max_seq_len)


def _tokenizer(rows, vocab_size):
    lines = [m["content"] for row in rows for m in row["messages"]]
    return SentencePieceTokenizer(train_sentencepiece(lines, vocab_size))


def _check_lengths(rows, tokenizer, most):
    answers = []
    for row in rows:
        lengths = [len(tokenizer.encode(m["content"])) for m in row["messages"]]
        # Two tags and a line break a message.
        assert sum(lengths) + 3 * len(lengths) <= most - 6, row["id"]
        answers.append(lengths[-1])
        assert lengths[-1] < row["max_tokens"]
    # Answers of a few bullets: 45 to 115 tokens of 1280 pieces are 25 to 75 of 4096.
    assert 25 <= sum(answers) / len(answers) <= 75


def test_long_sources_are_long_and_ask_for_up_to_seven_bullets():
    rows = generator.generate(tasks.stage(1.0), 100, 0, "train", unseen=False)
    bullets = {f["bullets"] for r in rows if "bullets" in (f := r["meta"]["features"])}
    assert {"3", "6", "7"} <= bullets
    texts = [m["content"] for row in rows for m in row["messages"] if m["role"] == "user"]
    assert max(map(len, texts)) > 350


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", tasks.STAGE.families, ids=lambda family: family.name)
def test_every_family_makes_verified_drafts(family, language):
    rng = random.Random(1)
    for _ in range(5):
        for draft in family.make(Draw(rng, language, "train", "train")):
            generator.verify(draft)
            assert draft.messages[-1]["role"] == "assistant"
            assert split_of(draft.payload) == "train"


def test_sources_have_three_to_nine_sentences():
    rng = random.Random(2)
    for is_long in (False, True):
        for _ in range(20):
            for task in tasks.count_family(Draw(rng, "en", "train", "train"), Form(is_long)):
                source = task.text.source
                assert len(split_sentences(source.text)) == source.num_sentences
                assert 3 <= source.num_sentences <= 9


def test_focus_forbids_the_other_facts():
    first, second = tasks.focus_family(Draw(random.Random(5), "en", "train", "train"), Form())
    assert first.features["topic"] != second.features["topic"]
    for task, other in ((first, second), (second, first)):
        check = next(c for c in task.draft("en").checks if c["metric"] == "focused")
        assert rules.evaluate(check, task.answer.text).passed
        assert not rules.evaluate(check, other.answer.text).passed


def test_it_is_fast(rows):
    start = time.process_time()
    generator.generate(tasks.STAGE, 300, 1, "train", unseen=False)
    assert time.process_time() - start < 5


def test_command_writes_episodes_and_a_card(tmp_path):
    output = tmp_path / "tasks.jsonl"
    arguments = [f"--output={output}", "--episodes=50", "--long_sources=0.5"]
    assert command.run(tasks.main, tasks.define_flags, arguments) == command.DONE
    assert len(output.read_text(encoding="utf-8").splitlines()) == 50
    card = json.loads((tmp_path / "tasks.card.json").read_text(encoding="utf-8"))
    assert card["episodes"] == 50
    assert set(card["features"]["instruction"]) == {"before", "after"}


def test_answer_dataclass_can_widen_what_was_asked():
    answer = tasks.key_facts(SOURCE, FACTS, 1, "en")
    wide = dataclasses.replace(answer, bullets=tasks.ANY_BULLETS)
    for asked, limits in ((answer, (len(FACTS), len(FACTS))), (wide, (3, 7))):
        checks = {c["metric"]: c for c in tasks.checks(asked, SOURCE, "en")}
        check = checks["asked_numbers"]
        assert (check["min_bullets"], check["max_bullets"]) == limits
        # The form itself is the same whatever was asked for.
        assert checks["key_facts_structure"].keys() == {"metric", "rule"}


def test_texts_of_clauses_are_half_notes_about_anything_unless_kinds_are_asked_for():
    texts = [task_material.build("en", Plan(facts=3), f"key {i}", True) for i in range(100)]
    notes_ = [text for text in texts if text.facts[0].role == "note"]
    assert 35 <= len(notes_) <= 65
    for text in notes_:
        sentences = [fact.sentence for fact in text.facts]
        assert len(set(sentences)) == 3
        assert text.text in (" ".join(sentences), "\n".join(sentences))
    asked = Plan(facts=3, asks_kinds=True)
    texts = [task_material.build("de", asked, f"key {i}", True) for i in range(100)]
    assert all(fact.role != "note" for text in texts for fact in text.facts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("most", [notes.SHORT, notes.LONG])
def test_sentences_of_notes_are_short_and_single_and_stay_on_their_side(language, most):
    train, final = (
        {notes.sentence(Draw(random.Random(i), language, split, split), most) for i in range(400)}
        for split in ("train", "final")
    )
    for text in train | final:
        assert len(text) <= most and text[0].isupper() and text.endswith(".")
        assert split_sentences(text) == [text]
    facts = set(notes.facts())
    assert len(facts) > 2000
    assert (train & facts).isdisjoint(final & facts)
    assert bool(final & facts) == (language == "en")
