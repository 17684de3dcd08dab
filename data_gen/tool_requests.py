"""Tools on offer in stage 3a-4, and questions that need one."""

import dataclasses
import functools
from collections.abc import Collection

from data_gen import notes
from data_gen.generator import Draw
from data_gen.grammar import Wordings, expand
from data_gen.structured_material import COUNTED, VALUES, Tool, tools

_TOOL_OPENINGS = {
    "en": "(Hi! |Hello. |Hey! |One thing: |Next: )",
    "de": "(Hallo! |Hi. |Noch etwas: |Eine Bitte: |Jetzt: )",
}
# Share of the questions that need not name what their tool is about, with --literal: at gates, and
# in training, where they need more practice.
_INDIRECT_SHARE, _INDIRECT_TRAINING_SHARE = 0.3, 0.6
# Share of the questions for a tool after a sentence about anything.
_LEAD_SHARE = 0.1
# Share of the tools that German questions meet with an English description.
_ENGLISH_TOOLS = 0.2
# More tools than this are offered without descriptions, or prompts would be too long.
_MOST_DESCRIBED = 4


def literal_questions(tool: Tool) -> list[str]:
    """The tool's wordings that hold the word which its description has too."""
    named = ([q for q in expand(p) if tool.word in _words(q)] for p in tool.asked)
    return [f"({'|'.join(questions)})" for questions in named if questions]


def _words(text: str) -> list[str]:
    return "".join(c if c.isalpha() else " " for c in text).split()


@functools.cache
def _tool_wordings(group: str, language: str, literal: bool) -> tuple[Wordings, dict[str, int]]:
    """The questions of a group of tools, plain and after an opening, and whose each is."""
    about: dict[str, int] = {}
    patterns = []
    for index, tool in enumerate(tools(language)):
        if tool.group != group:
            continue
        for question in literal_questions(tool) if literal else tool.asked:
            for pattern in (question, _TOOL_OPENINGS[language] + question):
                patterns.append(pattern)
                about |= dict.fromkeys(expand(pattern), index)
    return Wordings(f"tool_{group}", language, patterns), about


def _offered(draw: Draw, literal: bool, index: int) -> tuple[dict, dict[str, str]]:
    """Spells a tool for one offer; returns (offer, value kind by argument key).

    A spelling of the name belongs to a spelling of the description and of the arguments, as in an
    interface that exists. With `literal` a tool has one spelling. German questions have some tools
    with English descriptions, as most interfaces have them.
    """
    is_english = draw.rng.random() < _ENGLISH_TOOLS
    if literal and tools("de")[index].group == "things":
        is_english = False  # a small model does not know a hundred things in two languages
    tool = tools("en" if is_english else draw.language)[index]
    spelling = 0 if literal else draw.rng.randrange(len(tool.names))
    kinds = {keys[spelling % len(keys)]: kind for keys, kind in tool.args}
    args = {key: "integer" if kind in COUNTED else "string" for key, kind in kinds.items()}
    offer = {
        "name": tool.names[spelling],
        "description": tool.descriptions[spelling % len(tool.descriptions)],
        "args": args,
    }
    return offer, kinds


def offer(
    draw: Draw, literal: bool, fitting: list[dict], others: int, avoid: Collection[int] = ()
) -> list[dict]:
    """Mixes fitting offers with `others` that do not fit, none of the tools to `avoid`.

    Many tools have no descriptions, neither the fitting ones nor the others; with `literal` those
    for German questions have them, because their names are English.
    """
    if literal and draw.language == "de":
        others = min(others, _MOST_DESCRIBED - len(fitting))
    pool = [i for i in range(len(tools(draw.language))) if i not in avoid]
    picked = draw.rng.sample(pool, others)
    offers = fitting + [_offered(draw, literal, index)[0] for index in picked]
    draw.rng.shuffle(offers)
    if len(offers) > _MOST_DESCRIBED:
        return [{"name": tool["name"], "args": tool["args"]} for tool in offers]
    return offers


@dataclasses.dataclass(frozen=True)
class Request:
    """A question that needs a tool.

    Attributes:
        index: the tool's place in `tools`.
        offer: the tool as it is spelled for this question.
        args: the arguments of the right call.
        question: what the user says.
        template: id of the wording.
    """

    index: int
    offer: dict
    args: dict
    question: str
    template: str


def ask_tool(draw: Draw, literal: bool, group: str) -> Request:
    """Draws a question for a tool of a group; with `literal` most hold the tool's own word."""
    indirect = _INDIRECT_TRAINING_SHARE if draw.split == "train" else _INDIRECT_SHARE
    is_direct = literal and draw.rng.random() >= indirect
    wordings, about = _tool_wordings(group, draw.language, is_direct)
    template = draw.wording(wordings)
    index = about[template.text]
    offer, kinds = _offered(draw, literal, index)
    args = {}
    for key, kind in kinds.items():
        args[key] = draw.rng.choice(kind.split("/")) if "/" in kind else VALUES[kind](draw)
    question = template.fill(**dict(zip("ab", args.values(), strict=False)))
    if draw.rng.random() < _LEAD_SHARE:
        question = f"{notes.sentence(draw, notes.SHORT)} {question}"
    return Request(index, offer, args, question, template.id)
