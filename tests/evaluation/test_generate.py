"""Generated texts: values by their form, always the same."""

import random
import re

import pytest

from firstline.evaluation.generate import realised, texts
from firstline.evaluation.sheet import Block

MADE = {
    "sk_[a-z]{4}-[0-9]{2,3}": r"sk_[a-z]{4}-\d{2,3}",
    "[A-F0-9_]{8}": r"[A-F0-9_]{8}",
    "<uuid>": r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    "<hex:10>": r"[0-9a-f]{10}",
    "<base64:30>": r"[A-Za-z0-9+/]{40}",
    "<jwt>": r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}",
    "<card>": r"4\d{15}",
    "Sommer2026!": r"Sommer2026!",
    "[brackets] stay": r"\[brackets\] stay",
}


@pytest.mark.parametrize("written", MADE)
def test_values(written: str) -> None:
    assert re.fullmatch(MADE[written], realised(written, random.Random(1)))


def passes(card: str) -> bool:
    doubled = [int(d) * 2 if at % 2 else int(d) for at, d in enumerate(reversed(card))]
    return sum(sum(map(int, str(d))) for d in doubled) % 10 == 0


@pytest.mark.parametrize("seed", range(20))
def test_cards_pass_their_check_and_others_do_not(seed: int) -> None:
    assert passes(realised("<card>", random.Random(seed)))
    assert not passes(realised("<notcard>", random.Random(seed)))


def test_templates_meet_values_and_words() -> None:
    block = Block(
        id="b",
        templates=("{hello} pw {secret}", ("it is", "{secret}")),
        secrets=("[a-z]{6}", "fixed words", "[0-9]{4}"),
        fill={"hello": ("hi", "hey")},
        count=12,
    )
    made = list(texts(block))
    assert made == list(texts(block))
    assert len(made) == 12
    assert all(one.secret and one.value in one.messages[-1] for one in made)
    assert {one.messages[0].split()[0] for one in made} <= {"hi", "hey", "it"}
    assert {(len(one.messages), one.value == "fixed words") for one in made} >= {
        (1, True),
        (2, True),
    }


def test_braces_that_are_no_slot_stay() -> None:
    (made,) = texts(Block(id="b", templates=('{"a": {other}}',), others=("1",), count=1))
    assert made.messages == ('{"a": 1}',)
