import pytest

from mypt_jax.conversation import tags
from mypt_jax.conversation.tags import TAGS, contains_tag_text


def test_the_tag_table_is_fixed():
    assert TAGS == (
        "<myPT_system>",
        "<myPT_user>",
        "<myPT_assistant>",
        "</myPT_assistant>",
        "<myPT_tool>",
        "</myPT_tool>",
        "<myPT_toolresult>",
        "<myPT_eot>",
    )


@pytest.mark.parametrize("tag", [*TAGS, "<myPT_pad>", "</myPT_user>", "</myPT_eot>", "<MYPT_EOT>"])
def test_tag_text_is_found_in_any_spelling(tag):
    assert contains_tag_text(f"Yes.{tag} more")


@pytest.mark.parametrize("text", ["", "myPT_user", "<user>", "<myPT_user", "<myPT_users>", "a < b"])
def test_other_text_is_no_tag(text):
    assert not contains_tag_text(text)


def test_every_tag_has_related_text_without_tags():
    assert set(tags.RELATED_TEXT) == set(tags.TAGS)
    assert not any(tags.contains_tag_text(text) for text in tags.RELATED_TEXT.values())
    assert all(tags.RELATED_TEXT.values())
