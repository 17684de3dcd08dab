import pytest

from eval.unknown import says_unknown

UNKNOWN = """I don't know.
I do not know.
I don’t know that.
Sorry, I don't know.
I don't know the colour of Bransen.
I have no information about that.
That is not known to me.
The text does not say.
That isn't mentioned in the context.
I can't know that.
I cannot tell.
I'm not sure.
I have no idea.
The context doesn't say where Anna lives.
Nobody knows.
It is unknown.
I am unable to answer that.
There is no information about this.
I don't have that information.
Das weiß ich nicht.
Ich weiß nicht, wo Anna wohnt.
Ich weiß es nicht.
Ich weiß das leider nicht.
Das ist mir nicht bekannt.
Das ist mir leider nicht bekannt.
Das weiß ich leider nicht.
Das weiss ich nicht.
Tut mir leid, das weiß ich nicht.
Dazu habe ich keine Angaben.
Keine Ahnung.
Das kann ich nicht wissen.
Das kann ich nicht sagen.
Das steht nicht im Text.
Der Text sagt das nicht.
Der Text sagt dazu nichts.
Das ist nicht bekannt.
Das lässt sich nicht sagen.
Darüber ist mir nichts bekannt.
Das geht aus dem Text nicht hervor.
Das wird im Text nicht genannt.
Das wird nicht erwähnt.
Wo Anna wohnt, weiß ich nicht.
Die Farbe von Bransen kenne ich nicht.
Davon weiß ich nichts.
Das ist unbekannt.
Bei dem Turm ist die Höhe mir unbekannt.
Bei dem Turm ist mir die Höhe unbekannt.
Anna lives in an unknown place.
Anna works as something unknown.
Anna wohnt in einem unbekannten Ort.
Anna trainiert mit jemand Unbekanntem.
Hierzu liegen mir keine Informationen vor.
Das kann niemand wissen.
Mir ist das nicht bekannt.""".splitlines()
KNOWN = """The colour of Bransen is green.
Yes, I know it.
Anna knows the answer. I don't know more.
Anna does not live in Bremen.
You don't know me.
The dog doesn't bark.
It is not green.
Don't say no.
He did not say goodbye.
The Unknown is a film.
He gave no information to Anna.
Ich weiß, dass Anna in Bremen wohnt.
Das ist nicht grün.
Nein, das stimmt nicht.
Anna wohnt nicht in Bremen.
Das weiß jeder.
Er steht nicht gern früh auf.
Der Unbekannte heißt Tom.""".splitlines()


@pytest.mark.parametrize("text", UNKNOWN)
def test_admits_not_to_know(text):
    assert says_unknown(text)


@pytest.mark.parametrize("text", KNOWN)
def test_claims_to_know(text):
    assert not says_unknown(text)


def test_nothing_is_no_admission():
    assert not says_unknown("")
