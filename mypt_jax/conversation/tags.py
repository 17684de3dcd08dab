"""The one table of control tags of the chat format."""

import re

SYSTEM = "<myPT_system>"
USER = "<myPT_user>"
ASSISTANT = "<myPT_assistant>"
ASSISTANT_END = "</myPT_assistant>"
TOOL = "<myPT_tool>"
TOOL_END = "</myPT_tool>"
TOOL_RESULT = "<myPT_toolresult>"
EOT = "<myPT_eot>"
PAD = "<myPT_pad>"

# The order fixes the ids of a new tokenizer; padding is a token of its own and never a tag.
TAGS = (SYSTEM, USER, ASSISTANT, ASSISTANT_END, TOOL, TOOL_END, TOOL_RESULT, EOT)

# Text that stands for a tag where a model has never seen it: the tag's weights start as the mean of
# those of its tokens. A tag with the weights of a single word is said in place of that word.
RELATED_TEXT = {
    SYSTEM: "system: ",
    USER: "user: ",
    ASSISTANT: "answer: ",
    ASSISTANT_END: ". ",
    TOOL: "tool: {",
    TOOL_END: "}",
    TOOL_RESULT: "result: ",
    EOT: "\n",
}

# What the PyTorch original calls a tag, where it has another name.
ORIGINAL_NAMES = {TOOL: "<myPT_toolcall>", TOOL_END: "</myPT_toolcall>"}

# The opening tag of each role's turn.
ROLE_TAGS = {"system": SYSTEM, "user": USER, "assistant": ASSISTANT, "tool": TOOL_RESULT}

_NAMES = sorted({tag.strip("</>").removeprefix("myPT_") for tag in (*TAGS, PAD)})
_TAG_TEXT = re.compile(rf"</?myPT_(?:{'|'.join(_NAMES)})>", re.IGNORECASE)


def spelled() -> list[str]:
    """Returns the opening and the closing spelling of every name of a tag."""
    return [f"<{slash}myPT_{name}>" for name in _NAMES for slash in ("", "/")]


def contains_tag_text(text: str) -> bool:
    """Tells whether `text` spells any tag, opening or closing, in upper or lower case."""
    return _TAG_TEXT.search(text) is not None
