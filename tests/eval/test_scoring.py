import pytest

from eval.scoring import (
    Bars,
    GateError,
    bars_from_config,
    compare_with_parent,
    default_bars,
    judge,
    score_responses,
)
from eval.suites import read_suite
from tests.eval.builders import answers, prompt, respond, write_lines, write_suite

METRICS = ("closed", "no_tag_text", "exact")
GATE = {"content_bars": {}, "format_slack": 0.0, "max_points_unseen": 5.0}


def figures_of(path, responses, bars=None, stage="own"):
    lines = read_suite(path)
    scores = score_responses(lines, {r["id"]: r for r in responses})
    return {(f.metric, f.part): f for f in judge(stage, lines, scores, bars or default_bars())}


def test_all_right_passes(tmp_path):
    path = write_suite(tmp_path / "s.jsonl")
    figures = figures_of(path, answers(path))
    assert {f.passed for f in figures.values()} == {True}
    closed = figures["closed", "seen"]
    assert (closed.value, closed.n, closed.bar, closed.kind) == (1.0, 300, 0.99, "format")
    assert figures["closed", "unseen_template"].bar == pytest.approx(0.94)
    assert figures["no_tag_text", "unseen_template"].bar == 1.0
    assert figures["exact", "unseen_template"].bar == pytest.approx(0.95)


def test_the_bar_holds_for_the_point_estimate(tmp_path):
    path = write_suite(tmp_path / "s.jsonl")
    assert figures_of(path, answers(path, wrong=30))["exact", "seen"].passed
    assert not figures_of(path, answers(path, wrong=31))["exact", "seen"].passed


def test_unseen_templates_may_stay_five_points_behind(tmp_path):
    path = write_suite(tmp_path / "s.jsonl", seen=300, unseen=200)
    responses = answers(path)
    for response in responses[300:310]:
        response["output"] = "wrong"
    assert figures_of(path, responses)["exact", "unseen_template"].passed
    responses[310]["output"] = "wrong"
    assert not figures_of(path, responses)["exact", "unseen_template"].passed


@pytest.mark.parametrize("stop_reason", ["eot", "length"])
def test_answers_that_were_not_closed_fail(tmp_path, stop_reason):
    path = write_suite(tmp_path / "s.jsonl")
    responses = answers(path)
    for response in responses[:4]:
        response["stop_reason"] = stop_reason
    assert not figures_of(path, responses)["closed", "seen"].passed


def test_missing_answers_fail_everything(tmp_path):
    figures = figures_of(write_suite(tmp_path / "s.jsonl"), [])
    assert {f.passed for f in figures.values()} == {False}


def test_empty_answers_fail_everything_but_that_they_hold_no_tag(tmp_path):
    path = write_suite(tmp_path / "s.jsonl")
    empty = [{**response, "output": ""} for response in answers(path)]
    figures = figures_of(path, empty)
    assert {metric for (metric, _), f in figures.items() if f.passed} == {"no_tag_text"}


def test_one_answer_with_tag_text_fails_the_gate(tmp_path):
    path = write_suite(tmp_path / "s.jsonl")
    responses = answers(path)
    responses[5]["output"] += "<myPT_eot>"
    assert not figures_of(path, responses)["no_tag_text", "seen"].passed


def test_too_few_prompts_fail_with_a_remedy(tmp_path):
    path = write_suite(tmp_path / "s.jsonl", seen=299, unseen=149)
    figures = figures_of(path, answers(path))
    assert not figures["closed", "seen"].passed
    assert "299 prompts, at least 300" in figures["closed", "seen"].problem
    assert figures["exact", "seen"].passed
    assert not figures["exact", "unseen_template"].passed


def test_hand_written_prompts_have_no_minimum_and_no_content_bar(tmp_path):
    lines = [prompt(n, "handwritten") for n in range(20)]
    path = write_lines(tmp_path / "s.jsonl", lines)
    figures = figures_of(path, answers(path, wrong=20))
    assert figures["closed", "handwritten"].passed
    assert figures["closed", "handwritten"].bar == pytest.approx(0.94)
    assert figures["exact", "handwritten"].passed is None
    assert not figures["closed", "seen"].passed  # there is no seen part at all


HANDWRITTEN_SLACK = {"handwritten_content_slack": 5.0, "content_bars": {"exact": 80.0}}


@pytest.mark.parametrize(
    ("wrong_seen", "wrong", "bar", "passed"),
    [
        (75, 5, 0.75, True),  # the seen part stands below its own bar: the bar counts
        (75, 6, 0.75, False),
        (0, 1, 0.95, True),  # 95 % of 20, and the seen part has 100 %
        (0, 2, 0.95, False),
    ],
)
def test_content_on_hand_written_prompts_may_stay_so_far_behind_the_seen_ones(
    tmp_path, wrong_seen, wrong, bar, passed
):
    lines = [prompt(n) for n in range(300)] + [prompt(n, "handwritten") for n in range(20)]
    path = write_lines(tmp_path / "s.jsonl", lines)
    responses = answers(path, wrong=wrong_seen)[:300] + answers(path, wrong=wrong)[300:]
    bars = bars_from_config(GATE | HANDWRITTEN_SLACK, 1000)
    figure = figures_of(path, responses, bars)["exact", "handwritten"]
    assert (figure.bar, figure.n, figure.passed) == (pytest.approx(bar), 20, passed)
    unjudged = bars_from_config(
        GATE | HANDWRITTEN_SLACK | {"handwritten_content_slack": None}, 1000
    )
    assert figures_of(path, responses, unjudged)["exact", "handwritten"].passed is None


def test_hand_written_prompts_follow_unseen_ones_where_nothing_is_seen(tmp_path):
    unseen = [prompt(n, "unseen_template", metric="known") for n in range(200)]
    hand = [prompt(n, "handwritten", metric="known") for n in range(20)]
    path = write_lines(tmp_path / "s.jsonl", unseen + hand)
    settings = HANDWRITTEN_SLACK | {"content_bars": {"known": 50.0}}
    bars = bars_from_config(GATE | settings, 1000)
    responses = answers(path, wrong=20)[:200] + answers(path, wrong=4)[200:]
    figures = figures_of(path, responses, bars)
    assert figures["known", "unseen_template"].value == pytest.approx(0.9)
    assert figures["known", "unseen_template"].bar == pytest.approx(0.45)
    hand_figure = figures["known", "handwritten"]
    assert (hand_figure.value, hand_figure.bar) == (pytest.approx(0.8), pytest.approx(0.85))
    assert hand_figure.passed is False


def test_content_on_fewer_hand_written_prompts_is_not_judged(tmp_path):
    path = write_lines(tmp_path / "s.jsonl", [prompt(n, "handwritten") for n in range(19)])
    bars = bars_from_config(GATE | HANDWRITTEN_SLACK, 1000)
    figure = figures_of(path, answers(path, wrong=19), bars)["exact", "handwritten"]
    assert (figure.bar, figure.n, figure.passed) == (None, 19, None)


def test_a_stage_must_judge_its_metrics(tmp_path):
    path = write_suite(tmp_path / "s.jsonl", stage="3a1")
    figures = figures_of(path, answers(path), stage="3a1")
    missing = {key for key, f in figures.items() if f.n == 0}
    parts = ("seen", "unseen_template")
    expected = {(m, p) for m in ("max_five_tokens", "repeat_word") for p in parts}
    assert missing == expected | {("known", "unseen_template")}
    assert not any(figures[key].passed for key in missing)


def test_a_bar_that_no_prompt_judges_fails(tmp_path):
    path = write_suite(tmp_path / "s.jsonl")
    bars = bars_from_config(GATE | {"content_bars": {"politeness": 90.0}}, 1000)
    assert figures_of(path, answers(path), bars)["politeness", "seen"].passed is False


def test_a_bar_that_only_hand_written_prompts_judge_fails(tmp_path):
    hand = [prompt(n, "handwritten", metric="politeness") for n in range(30)]
    path = write_lines(tmp_path / "s.jsonl", [prompt(n) for n in range(300)] + hand)
    bars = bars_from_config(GATE | {"content_bars": {"politeness": 90.0}}, 1000)
    figure = figures_of(path, answers(path), bars)["politeness", "seen"]
    assert (figure.n, figure.passed) == (0, False)


def test_a_metric_without_a_bar_is_only_reported(tmp_path):
    lines = [prompt(n, metric="exact/numbers") for n in range(300)]
    path = write_lines(tmp_path / "s.jsonl", lines)
    figure = figures_of(path, answers(path, wrong=299))["exact/numbers", "seen"]
    assert (figure.passed, figure.bar, figure.n) == (None, None, 300)


def test_several_checks_of_a_metric_must_all_pass(tmp_path):
    line = prompt(4)
    line["checks"].append({"metric": "exact", "rule": "max_words", "limit": 0})
    path = write_lines(tmp_path / "s.jsonl", [line])
    figure = figures_of(path, answers(path))["exact", "seen"]
    assert (figure.n, figure.value) == (1, 0.0)


def test_bullets_count_one_by_one(tmp_path):
    check = {"metric": "grounded", "rule": "bullets_grounded", "source": "a red lamp"}
    path = write_lines(tmp_path / "s.jsonl", [prompt(n) | {"checks": [check]} for n in range(2)])
    responses = [respond("own-seen-0", "- red\n- lamp"), respond("own-seen-1", "- red\n- blue")]
    figure = figures_of(path, responses)["grounded", "seen"]
    assert (figure.n, figure.value) == (2, 0.75)


def test_plain_text_is_judged_by_its_own_checks_only(tmp_path):
    checks = [{"metric": "copy_probe", "rule": "starts_with", "expected": ["Kest"]}]
    line = {"text": "Kest. Name:", "max_tokens": 8, "stage": "domain", "part": "seen"}
    lines = [line | {"id": str(n), "checks": checks} for n in range(150)]
    path = write_lines(tmp_path / "s.jsonl", lines)
    responses = [respond(str(n), " Kest who" if n else " Kestrel", "length") for n in range(150)]
    figures = figures_of(path, responses, stage="domain")
    assert [(key, f.passed) for key, f in figures.items()] == [(("copy_probe", "seen"), True)]
    assert figures["copy_probe", "seen"].value == pytest.approx(149 / 150)


# ------------------------------------------------------------------------------------------ config


def test_bars_come_from_the_config_in_percent():
    gate = GATE | {"content_bars": {"exact": 88.0}, "format_slack": 2.0}
    bars = bars_from_config(gate, 1_000_000)
    assert bars.content["exact"] == pytest.approx(0.88)
    assert bars.content["values"] == 0.95
    assert (bars.format_slack, bars.max_points_unseen) == pytest.approx((0.02, 0.05))


def test_slack_lowers_format_bars_but_never_tag_text(tmp_path):
    path = write_suite(tmp_path / "s.jsonl")
    figures = figures_of(path, answers(path), Bars({"exact": 0.9}, format_slack=0.02))
    assert figures["closed", "seen"].bar == pytest.approx(0.97)
    assert figures["closed", "unseen_template"].bar == pytest.approx(0.92)
    assert figures["closed", "seen"].min_n == 300
    assert figures["no_tag_text", "seen"].bar == 1.0


BAD_GATES = [
    ({"content_bars": {"exact": 0.88}}, 1000, "percentage above 1"),
    ({"content_bars": {"exact": 101}}, 1000, "at most 100"),
    ({"content_bars": {"closed": 95.0}}, 1000, "format bar"),
    ({"format_slack": 2.5}, 1000, "allowed are 0 to 2"),
    ({"format_slack": -1.0}, 1000, "allowed are 0 to 2"),
    ({"format_slack": 1.0}, 699_000_000, "tiny ones only"),
    ({"max_points_unseen": -1.0}, 1000, "allowed are 0 to 100"),
    ({"handwritten_content_slack": -1.0}, 1000, "handwritten_content_slack is -1.0, allowed are 0"),
]


@pytest.mark.parametrize(("change", "num_params", "message"), BAD_GATES)
def test_a_gate_cannot_be_loosened(change, num_params, message):
    with pytest.raises(GateError, match=message):
        bars_from_config(GATE | change, num_params)


# --------------------------------------------------------------------------------------- retention


@pytest.mark.parametrize(("lost", "passes"), [(0, True), (8, True), (20, False)])
def test_a_fall_beyond_two_points_and_the_interval_is_a_regression(tmp_path, lost, passes):
    path = write_suite(tmp_path / "s.jsonl", unseen=100)
    lines = read_suite(path)
    before = score_responses(lines, {r["id"]: r for r in answers(path)})
    responses = answers(path)
    for response in responses[:lost]:
        response["output"] = "wrong"
    after = score_responses(lines, {r["id"]: r for r in responses})
    changes = {c.metric: c for c in compare_with_parent("own", after, before, METRICS)}
    assert set(changes) == {"closed", "no_tag_text", "exact"}
    assert changes["closed"].passed
    assert changes["exact"].passed is passes
    assert changes["exact"].change == pytest.approx(-lost / 400)


def test_what_the_parent_lacked_already_is_no_regression(tmp_path):
    path = write_suite(tmp_path / "s.jsonl")
    lines = read_suite(path)
    scores = score_responses(lines, {r["id"]: r for r in answers(path, wrong=100)})
    assert all(c.passed for c in compare_with_parent("own", scores, scores, METRICS))


def test_a_prompt_that_the_parent_did_not_answer_is_an_error(tmp_path):
    path = write_suite(tmp_path / "s.jsonl")
    lines = read_suite(path)
    scores = score_responses(lines, {r["id"]: r for r in answers(path)})
    with pytest.raises(GateError, match="lack prompt"):
        compare_with_parent("own", scores, scores[3:], METRICS)
