import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.words import contains_phrase, split_sentences, split_words

SENTENCES = [
    ("The colour is green.", 1),
    ("The colour is green", 1),
    ("It is green. It was red.", 2),
    ("Wirklich? Ja! Gut.", 3),
    ("Er kam am 3. Mai. Das war z. B. gut.", 2),
    ("Er kam am 3. Mai nach Wien.", 1),
    ("Das ist der 2. Versuch.", 1),
    ("Sie kam zum 3. Mal.", 1),
    ("Das Treffen ist am 14. um zehn Uhr.", 1),
    ("Sie ist 33. Er ist 34.", 2),
    ("It was built in 1874. Nobody knows why.", 2),
    ("Dr. Smith paid 3.5 euros. It was fine.", 2),
    ("Es kostet ca. 3,50 Euro, d. h. wenig.", 1),
    ("Es gibt Obst, z.B. Äpfel, Birnen usw. und Brot.", 1),
    ("Es gibt Obst, Gemüse usw. Das reicht.", 2),
    ("I got up at 9 a.m. The sun shone.", 2),
    ("The meeting is at 2 p.m. on Monday.", 1),
    ("J. R. R. Tolkien wrote it.", 1),
    ("Mr. and Mrs. Lund live at St. Mary's Road.", 1),
    ("The answer is no. Anna said it.", 2),
    ("See no. 7 on the list.", 1),
    ("Das ist Max. Anna kommt später.", 2),
    ('He said "Stop!" and left.', 1),
    ("Well... maybe not. Yes.", 2),
    ("Open www.example.com now.", 1),
    ("Version 2.0.1 is out.", 1),
    ("Es ist grün.Das weiß ich.", 2),
    ("It ends. it goes on.", 2),
    ("One line\nand another line", 2),
    ("First.\n\nSecond.", 2),
    ("!!! ...", 0),
    ("", 0),
]


@pytest.mark.parametrize(("text", "count"), SENTENCES)
def test_sentences_are_counted_as_people_count_them(text, count):
    assert len(split_sentences(text)) == count, split_sentences(text)


def test_sentences_keep_their_text():
    assert split_sentences("Am 3. Mai, z. B. um 9.30 Uhr. Gut!") == [
        "Am 3. Mai, z. B. um 9.30 Uhr.",
        "Gut!",
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The well-known colour isn't 3.5 or 1,000.", 7),
        ("Um 12:30 Uhr, z.B. hier", 5),
        ("grün.Die Farbe", 3),
        ("one,two;three", 3),
        ("- – … !", 0),
        ("e\u0301te\u0301", 1),
    ],
)
def test_words_are_counted_as_people_count_them(text, count):
    assert len(split_words(text)) == count, split_words(text)


PHRASES = [
    ("It is 4.", "4", True),
    ("It is 14.", "4", False),
    ("It is 41.", "4", False),
    ("It is 4.5.", "4", False),
    ("It is 3.4", "4", False),
    ("It is -4.", "4", False),
    ("It is -4.", "-4", True),
    ("the 4th", "4", False),
    ("at 4:30", "4", False),
    ("2, 4, 6", "4", True),
    ("Anna's hat", "Anna", True),
    ("Annas Hut", "Anna", False),
    ("Hannah", "anna", False),
    ("blue-green", "green", False),
    ("green, blue", "GREEN", True),
    ("Port  Lavel", "port lavel", True),
    ("a C++ course", "C++", True),
    ("a+b", "a+b", True),
    ("Straße", "STRASSE", True),
    ("x", "", False),
]


@pytest.mark.parametrize(("text", "phrase", "found"), PHRASES)
def test_phrases_match_whole_words_and_numbers_only(text, phrase, found):
    assert contains_phrase(text, phrase) is found


def test_case_matters_only_if_asked():
    assert contains_phrase("it is Po", "PO")
    assert not contains_phrase("it is Po", "PO", case_sensitive=True)


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_a_number_is_found_only_in_itself(wanted, written):
    assert contains_phrase(f"The answer is {written}.", str(wanted)) is (wanted == written)


@given(st.text(max_size=60))
def test_any_text_can_be_split(text):
    assert all(any(c.isalnum() for c in s) for s in split_sentences(text))
    assert all(word for word in split_words(text))
