"""Which trouble a message tells of, in whatever words and language (R25)."""

from itertools import combinations

import numpy as np
import pytest
import yaml

from firstline.intake import examples, kinship, troubles
from firstline.intake.fact_words import LOCALES
from firstline.intake.troubles import Shares
from firstline.locales import LANGUAGES

pytestmark = pytest.mark.rule("R25", part="one trouble in other words and languages")

TWICE = (
    "jeder Gast bekommt die Erinnerung doppelt aufs Handy",
    "our customers complain that each reminder shows up two times",
    "a los clientes les entra el mismo recordatorio por duplicado",
    "cada lembrete chega repetido no celular do cliente",
    "одно и то же напоминание приходит клиентам по два раза",
)
BILL = (
    "auf der Rechnung steht noch unsere alte Anschrift",
    "the VAT number on our invoice is the one of another company",
)


@pytest.mark.parametrize(("one", "two"), list(combinations(TWICE, 2)))
def test_one_trouble_is_alike_in_every_language(one: str, two: str):
    assert troubles.alike(troubles.of(one), troubles.of(two)) > 0.3


@pytest.mark.parametrize("one", TWICE)
@pytest.mark.parametrize("two", BILL)
def test_other_troubles_are_not(one: str, two: str):
    assert troubles.alike(troubles.of(one), troubles.of(two)) < 0.1


def test_what_is_surely_something_else_is_apart():
    assert troubles.apart(troubles.of(TWICE[4]), troubles.of(BILL[1]))
    assert not troubles.apart(troubles.of(TWICE[4]), troubles.of(TWICE[2]))


@pytest.mark.parametrize("text", ["", "?", "12", "☃☃☃☃☃☃", "漢字" * 40_000])
def test_what_tells_of_nothing_is_neither_alike_nor_apart(text: str):
    nothing, something = troubles.of(text), troubles.of(TWICE[0])
    assert troubles.alike(nothing, something) == troubles.alike(nothing, nothing) == 0
    assert not troubles.apart(nothing, something)


def test_a_kindred_trouble_counts_for_a_part():
    known = troubles.load().answers(troubles.QUESTION)

    def told(name: str) -> Shares:
        own = np.array([trouble == name for trouble in known], np.float32)
        return Shares(own, own @ troubles.kin_of(known), 1.0)

    down, refused, refund = map(told, ("api_down", "sending_refused", "refund"))
    assert troubles.alike(down, down) == 1
    assert 0.5 < troubles.alike(down, refused) < 1
    assert troubles.alike(down, refund) == 0
    assert not troubles.apart(down, refused)
    assert troubles.apart(down, refund)


def test_families_name_known_troubles():
    known = set(troubles.load().answers(troubles.QUESTION))
    assert {name for family in kinship.TROUBLES for name in family} <= known


def test_every_language_has_examples_of_every_trouble():
    known = set(troubles.load().answers(troubles.QUESTION))
    for language in LANGUAGES:
        file = LOCALES / language / "troubles.yml"
        assert examples.parse_troubles(yaml.safe_load(file.read_bytes())).keys() == known, language
