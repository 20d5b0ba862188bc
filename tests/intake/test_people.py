"""Whom a message speaks of, and that two people's troubles are two (R25)."""

import pytest

from firstline.intake import duplicates, topics
from tests.intake.test_duplicates import case

R25 = pytest.mark.rule("R25", part="chats of a customer and their company")


def spoken_of(text: str) -> set[str]:
    people = topics.of(text).people
    return set(people.first | people.last)


@R25
@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("Anna cannot sign in", {"anna"}),
        ("Ольге не приходит код", {"ольг"}),
        ("Frau Dr. Keller kommt nicht mehr ins Portal", {"kell"}),
        ("No llega el correo para Ana", {"ana"}),
        ("Account locked: Maria", {"maria"}),
        ("I am Paul. Anna gets no reset mail, it never arrives", {"anna"}),
        ("Ich bin Paul. Anna bekommt keine Mail", {"anna"}),
        ("El doctor García no puede entrar", {"garc"}),
    ],
)
def test_who_is_named_is_spoken_of(written: str, people: set[str]):
    assert spoken_of(written) == people


@R25
@pytest.mark.parametrize(
    "written",
    [
        "Ich bin Andreas, unsere Webhooks kommen nicht an",
        "Hier ist Jens, unsere Webhooks kommen nicht an",
        "Soy Nicolás, no llegan los mensajes",
        "Aqui é o Lucas, as mensagens não chegam",
        "Paul Brandt here, our webhooks are silent",
        "Frau Müller hier, unsere Webhooks kommen nicht an",
        "Hier ist Dr. Anna Keller, unsere Webhooks kommen nicht an",
        "Hi Anna, our webhooks are silent",
        "Our webhooks are silent. Thanks, Maria",
        "Our webhooks are silent.\nPaul Brandt",
    ],
)
def test_whoever_writes_or_is_greeted_is_not(written: str):
    assert spoken_of(written) == set()


@R25
@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Password reset fails for Anna.", "Password reset fails for Maria."),
        (
            "I am Paul. Anna gets no reset mail, it never arrives",
            "I am Paul. Maria gets no reset mail, it never arrives",
        ),
    ],
)
def test_the_same_trouble_of_another_person_is_another_issue(one: str, two: str):
    assert duplicates.compare(case("new", "en", one), case("open", "en", two)).score < 0.5


@R25
def test_the_same_trouble_told_by_two_people_is_one():
    one, two = "Paul Brandt here, our webhooks are silent", "Anna Keller here, webhooks are silent"
    new, open_ = case("new", "en", one), case("open", "en", two)
    assert duplicates.compare(new, open_).score >= duplicates.THRESHOLD
