import collections
import itertools
import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from data_gen import copy_task, domain_text
from data_gen.splits import split_of
from data_gen.task_wordings import LENGTHS
from mypt_jax import command
from mypt_jax.conversation.tags import contains_tag_text


def test_documents_are_varied_and_of_the_right_size():
    lines = list(domain_text.documents(1500, 0))
    families = collections.Counter(line["family"] for line in lines)
    languages = collections.Counter(line["language"] for line in lines)
    assert len({domain_text.text_of(line) for line in lines}) == 1500
    assert len({line["id"] for line in lines}) == 1500
    for family, share in domain_text.SHARES.items():
        assert abs(families[family] / 1500 - share) < 0.05
    assert 0.33 < languages["de"] / 1500 < 0.47
    sizes = [domain_text.estimated_tokens(domain_text.text_of(line)) for line in lines]
    assert 40 <= min(sizes) <= max(sizes) <= 165


def test_documents_hold_no_tags_and_no_unfilled_slots():
    for line in domain_text.documents(600, 1):
        text = domain_text.text_of(line)
        assert not contains_tag_text(text)
        assert "  " not in text
        assert "{}" not in text
        assert text == domain_text.unmarked(text).strip()


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_documents_are_deterministic(seed):
    assert list(domain_text.documents(20, seed)) == list(domain_text.documents(20, seed))


def test_absent_keys_are_answered_none():
    lines = [x for x in domain_text.documents(800, 0) if x["family"] == "lookup"]
    absent = {"en": ("none", "null"), "de": ("keine Angabe", "null")}
    with_none = [
        x for x in lines if any(word in domain_text.text_of(x) for word in absent[x["language"]])
    ]
    assert 0.5 < len(with_none) / len(lines) < 0.95


def test_excerpts_have_as_many_entries_as_their_number_says():
    words = {"two": 2, "three": 3, "zwei": 2, "drei": 3}
    lengths = {
        word: count
        for language in LENGTHS.values()
        for count, names in enumerate(language.values(), start=1)
        for word in " ".join(names).split()
    }
    checked = of_length = 0
    for line in domain_text.documents(1000, 0):
        if line["family"] != "excerpts" or "\n- " not in domain_text.text_of(line):
            continue
        head, *excerpts, _ = domain_text.text_of(line).split("\n\n")
        entries = head.split("\n- ")[1:]
        for excerpt in excerpts:
            asked, *found = excerpt.split("\n- ")
            said = re.findall(r"[\w-]+", asked.lower())
            assert found == entries[: len(found)]
            if len(found) in [words.get(word, word) for word in said] or str(len(found)) in said:
                checked += 1
            elif len(found) in [
                lengths.get(word, lengths.get(word.removesuffix("e"))) for word in said
            ]:
                of_length += 1
            else:
                assert len(found) > 3
        # where a list goes on and ends weighs as much as what is in it
        assert ["\n- ", 1] in line["parts"]
        assert ["\n\n", 1] in line["parts"]
    assert checked > 20 and of_length > 10


def test_selections_are_the_named_lines_in_the_order_of_the_names():
    checked = 0
    for line in domain_text.documents(600, 0):
        if line["family"] == "selections":
            text, picked, _ = domain_text.text_of(line).split("\n\n")
            asked, *found = picked.split("\n- ")
            labels = [entry.partition(":")[0] for entry in found]
            assert asked.endswith(f" {', '.join(labels)}:") and len(labels) in (2, 3)
            assert all(entry in text for entry in found)
            assert all([entry, 1] in line["parts"] for entry in found)
            checked += 1
    assert checked > 15


def test_notes_come_again_as_a_list_and_their_sentences_weigh_there():
    checked = 0
    for line in domain_text.documents(600, 0):
        text = domain_text.text_of(line)
        if line["family"] != "notes" or text.endswith(".") and ":\n- " not in text:
            continue
        before, _, after = text.partition("\n\n")
        if ":\n- " in before:
            continue
        sentences = after.split("\n\n")[0].split("\n- ")[1:]
        assert before == " ".join(sentences)
        assert all([sentence, 1] in line["parts"] for sentence in sentences)
        checked += 1
    assert checked > 20


def test_jumbles_share_words_and_no_two_words_in_a_row():
    checked = shared = 0
    for line in domain_text.documents(600, 0):
        if line["family"] != "jumbles" or ":\n- " not in domain_text.text_of(line):
            continue
        [listed] = [p for p in domain_text.text_of(line).split("\n\n") if ":\n- " in p]
        rows = [row.rstrip(".").lower().split() for row in listed.split("\n- ")[1:]]
        pairs = [pair for row in rows for pair in itertools.pairwise(row)]
        assert len(rows) > 1 and len(pairs) == len(set(pairs))
        words = [word for row in rows for word in row]
        shared += len(words) > len(set(words))
        checked += 1
    assert checked > 20 and shared > 0.9 * checked


def test_filled_forms_follow_the_listed_keys_and_weigh_where_they_end():
    lines = [x for x in domain_text.documents(600, 0) if '\n{"' in domain_text.text_of(x)]
    forms = 0
    for line in lines:
        *_, listed, filled = domain_text.text_of(line).rsplit("\n", 2)
        if line["family"] == "lookup" and filled.startswith('{"') and "," in listed:
            keys = [key for key in json.loads(filled) if key in listed]
            assert sorted(keys, key=listed.index) == keys
            assert line["parts"][-1][1] == 1
            forms += 1
    assert forms > 5


def test_estimated_tokens():
    assert domain_text.estimated_tokens("The mill, 12.") == 1 + 1 + 2 + 1 + 1 + 2 + 1


def test_probe_names_are_to_be_copied_and_not_in_the_corpus():
    corpus = "\n".join(map(domain_text.text_of, domain_text.documents(1500, 0)))
    for split in ("dev", "final"):
        lines = list(domain_text.probes(300, 0, split))
        assert len({line["payload"] for line in lines}) == 300
        for line in lines:
            name = line["checks"][0]["expected"][0]
            assert name in line["text"]
            assert not line["text"].rstrip(' "').endswith(name)
            assert line["checks"][0]["metric"] == line["family"]
            assert split_of(line["payload"]) == split
            assert f" {name} " not in corpus


def test_what_can_be_looked_up_weighs_ten_times_as_much():
    kest, red, none = map(domain_text.told, ("Kest", "red", "none"))
    text = f"{kest} is {red}.\n{kest}, color: {red}\nday: {none}"
    assert domain_text.weighted_parts(text, is_known=False) == [
        ["Kest is red.\n", 0.1],
        ["Kest", 1],
        [", color: ", 0.1],
        ["red", 1],
        ["\nday: ", 0.1],
        ["none", 1],
    ]


def test_general_knowledge_weighs_as_much():
    text = f"The capital of Peru is {domain_text.told('Lima')}."
    assert domain_text.weighted_parts(text, is_known=True) == [
        ["The capital of Peru is ", 0.1],
        ["Lima", 1],
        [".", 0.1],
    ]


def test_a_probe_line():
    line = next(domain_text.probes(1, 0, "dev"))
    name = line["payload"].capitalize()
    assert line["checks"] == [{"metric": "copy_probe", "rule": "starts_with", "expected": [name]}]
    assert (line["stage"], line["part"], line["max_tokens"]) == ("domain", "seen", 12)


def test_commands(tmp_path, tokenizer, capsys):
    corpus, suite, copies = (tmp_path / f"{n}.jsonl" for n in ("corpus", "suite", "copies"))
    run = command.run
    assert (
        run(domain_text.main, domain_text.define_flags, [f"--output={corpus}", "--documents=50"])
        == 0
    )
    arguments = [f"--output={suite}", "--suite=final", "--seen=30"]
    assert run(domain_text.main, domain_text.define_flags, arguments) == 0
    tokenizer.save(tmp_path / "tokenizer")
    arguments = [f"--output={copies}", f"--tokenizer={tmp_path / 'tokenizer'}", "--documents=20"]
    assert run(copy_task.main, copy_task.define_flags, arguments) == 0
    assert [len(path.read_text().splitlines()) for path in (corpus, suite, copies)] == [50, 30, 20]
    assert json.loads((tmp_path / "corpus.card.json").read_text())["documents"] == 50
    assert "50 documents" in capsys.readouterr().out


def test_copy_documents_fill_a_row_and_what_is_trained_occurred_before(tokenizer):
    kinds = collections.Counter()
    for document in copy_task.documents(tokenizer, 30, 128, 0):
        parts = document["parts"]
        encoded = tokenizer.encode_parts([text for text, _ in parts])
        assert sum(map(len, encoded)) == 128
        told: list[list[int]] = []
        for ids, (_, weight) in zip(encoded[:-1], parts, strict=False):  # the last may be cut
            assert weight == 0 or ids in told
            told.append(ids)
        trained = [weight for _, weight in parts]
        assert sum(trained) >= 3
        kinds["list" if [1, 1] in [trained[i : i + 2] for i in range(len(parts))] else "pairs"] += 1
    assert min(kinds["list"], kinds["pairs"]) >= 8
