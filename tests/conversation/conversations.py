"""Hypothesis strategies for conversations of every shape that the chat format allows."""

import json

from hypothesis import strategies as st

from mypt_jax.conversation.episode import Message, ToolCall

NASTY = [
    *("\0", "\t", "\r\n", "\n", "  ", " \n ", "\u2581", "\u2581\u2581a", "\\n", '"a"', "<unk>"),
    *(
        "😀",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "e\u0301",
        "ﬁ",
        "\ufeff",
        "\u2028",
        "日本",
    ),
    *("<myPT_eot>", "</myPT_assistant>", "<myPT_pad>", "<0x0A>"),
]

texts = st.lists(st.one_of(st.text(max_size=6), st.sampled_from(NASTY)), max_size=5).map("".join)
plain_texts = texts.filter(lambda text: "<" not in text)
names = st.sampled_from(["search", "get_time", "größe"])
values = st.one_of(plain_texts, st.integers(), st.booleans(), st.none(), st.floats(-9, 9))
calls = st.builds(ToolCall, names, st.dictionaries(plain_texts, values, max_size=2))
offers = st.builds(
    lambda name, description, args: {"name": name, "description": description, "args": args},
    names,
    plain_texts,
    st.dictionaries(names, names, max_size=2),
)
tools = st.lists(offers, max_size=2, unique_by=lambda tool: tool["name"]).map(tuple)


@st.composite
def conversations(draw: st.DrawFn, content: st.SearchStrategy[str] = texts) -> tuple[Message, ...]:
    """Draws messages that end with a trained answer."""
    messages = [Message("system", draw(content))] if draw(st.booleans()) else []
    num_rounds = draw(st.integers(1, 3))
    for index in range(num_rounds):
        messages.append(Message("user", draw(content)))
        for _ in range(draw(st.integers(0, 2))):
            made = draw(st.lists(calls, min_size=1, max_size=2).map(tuple))
            messages.append(Message("assistant", draw(content), made, draw(st.booleans())))
            messages += [Message("tool", draw(content)) for _ in made]
        last = index == num_rounds - 1
        messages.append(Message("assistant", draw(content), (), last or draw(st.booleans())))
    return tuple(messages)


def answer_text(message: Message) -> str:
    """Spells what the model must produce in an assistant turn, as the chat format says it."""
    parts = [message.content]
    for call in message.tool_calls:
        text = json.dumps({"name": call.name, "args": call.args}, ensure_ascii=False)
        parts.append(f"<myPT_tool>{text}</myPT_tool>")
    return "".join([*parts, "</myPT_assistant><myPT_eot>"])
