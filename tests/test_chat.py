import io

import pytest
from etils import epath

from mypt_jax import chat, command
from mypt_jax.chat import Chat, talk, whole_pieces
from mypt_jax.conversation.episode import Message
from mypt_jax.inference.answers import Prompt, answer_prompts
from mypt_jax.inference.sampling import Sampler
from tests.saved_model import save_model


@pytest.fixture(scope="module")
def run_dir(tmp_path_factory) -> epath.Path:
    return epath.Path(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def model(run_dir, tokenizer):
    return save_model(run_dir, tokenizer)


@pytest.fixture
def conversation(model, tokenizer) -> Chat:
    return Chat(model, tokenizer, Sampler(), max_tokens=6, system="You are MyPT.")


def answer(model, tokenizer, *turns: Message) -> str:
    return answer_prompts(model, tokenizer, [Prompt("a", turns, (), 6)])[0]["output"]


def test_pieces_join_to_the_answer_of_the_whole_conversation(conversation, model, tokenizer):
    system, first = Message("system", "You are MyPT."), Message("user", "Say yes.")
    said = "".join(conversation.answer("Say yes."))
    assert said == answer(model, tokenizer, system, first)
    second = Message("user", "Say no.")
    history = (system, first, Message("assistant", said), second)
    again = "".join(conversation.answer("Say no."))
    assert again == answer(model, tokenizer, *history)
    assert conversation.messages == [*history, Message("assistant", again)]


def test_pieces_hold_whole_characters(tokenizer):
    ids = tokenizer.encode("Mühle ☺ ja")
    texts = [tokenizer.decode(ids[:n]) for n in range(1, len(ids) + 1)]
    assert any("\ufffd" in text for text in texts)  # bytes of ☺ come one by one
    pieces = list(whole_pieces(texts))
    assert "".join(pieces) == "Mühle ☺ ja"
    assert not any("\ufffd" in piece for piece in pieces)


def test_an_answer_that_ends_inside_a_character_is_shown_to_its_end():
    assert list(whole_pieces(["a", "a\ufffd"])) == ["a", "\ufffd"]


def test_commands_of_the_terminal(conversation):
    shown = []
    lines = ["/system Speak German.\n", "\n", "/nonsense\n", "Hallo.\n", "/reset\n", "/quit\n", "x"]
    talk(conversation, lines, shown.append)
    assert conversation.messages == [Message("system", "Speak German.")]
    assert shown[0].startswith("/nonsense is not known; there are /reset")
    assert shown[-1] == "\n" and len(shown) >= 2


def test_without_system_text_there_is_no_system_turn(conversation):
    talk(conversation, ["/system\n"], lambda _: None)
    assert conversation.messages == []


def test_a_full_conversation_says_so_and_stays_as_it_was(conversation):
    before, shown = list(conversation.messages), []
    talk(conversation, ["word " * 99], shown.append)
    assert "".join(shown).startswith("The conversation is longer than the model can hold.")
    assert conversation.messages == before


def test_the_command_reads_lines_until_they_end(run_dir, model, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("Say yes.\n/quit\n"))
    arguments = ["--model=small", f"--run_dir={run_dir}", "--max_tokens=3"]
    assert command.run(chat.main, chat.define_flags, arguments) == command.DONE
    assert capsys.readouterr().out.endswith("\n")
