import pytest

from eval.language import detect_language

GERMAN = """Die Farbe von Bransen ist grün.
Bransen ist grün.
Grün.
Der Turm in Kelbra wurde 1874 gebaut.
Anna wohnt in Bremen.
Ich weiß es nicht.
Keine Ahnung.
Das Treffen beginnt um 14 Uhr.
Montag nach dem Essen.
Ein Hund bellt laut.
Mira arbeitet bei Tolven.
Er hat zwei Kinder.
Ja, natürlich.
Nein.
Berlin liegt in Deutschland.
Wasser kocht bei 100 Grad.
Drei Äpfel kosten zwei Euro.
Sie war gestern krank.
Guten Morgen!
Danke schön.
Der Preis beträgt 45 Euro.
Das Projekt endet im Mai.
Kelmor hat einen roten Hut.
Tamsel fährt morgen nach Wien.
Der Code lautet XK-42.
Die Stadt heißt Port Lavel.
Man braucht dafür Mehl.
Eine Woche hat sieben Tage.
Mein Name ist MyPT.
Rot ist eine Farbe.
So war es.
Das steht nicht im Text.
Der Manager will das Meeting im Office canceln.
Feuer braucht Sauerstoff.
Vögel legen Eier.
Die Hauptstadt heißt Paris.""".splitlines()
ENGLISH = """The colour of Bransen is green.
Bransen is green.
The tower in Kelbra was built in 1874.
Anna lives in Bremen.
I don't know.
I don’t know that.
The meeting starts at 2 pm.
Monday after lunch.
A dog barks loudly.
Mira works at Tolven.
He has two children.
Yes, of course.
Berlin is in Germany.
Water boils at 100 degrees.
Three apples cost two euros.
She was ill yesterday.
Good morning!
Thank you.
The price is 45 euros.
The project ends in May.
Kelmor wears a red hat.
Tamsel travels to Vienna tomorrow.
The code is XK-42.
The city is called Port Lavel.
You need flour for that.
A week has seven days.
My name is MyPT.
Red is a colour.
So it was.
Müller lives in Köln.
The name of the dog is Die.
Fire needs oxygen.
Birds lay eggs.
War is bad.
An old man was in an arm chair.
Is it Paris?
The text does not say.
Jürgen Müller drove to Düsseldorf.
Dogs bark.""".splitlines()
UNCLEAR = [
    "",
    " ",
    "42",
    "Paris.",
    "Lamp.",
    "Kelbra.",
    "?!",
    "Die Farbe of the Hund is rot und green.",
]


@pytest.mark.parametrize("text", GERMAN)
def test_german_is_german(text):
    assert detect_language(text) == "de"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_english(text):
    assert detect_language(text) == "en"


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_not_clear_is_no_language(text):
    assert detect_language(text) is None


def test_headers_in_capitals_do_not_count():
    text = "KEY_FACTS:\n- Das Treffen ist am Montag\nSUMMARY: Das Budget beträgt 300 Euro."
    assert detect_language(text) == "de"
