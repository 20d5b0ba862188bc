"""Searching piece by piece finds what searching at once does."""

import random
import re

import pytest

from firstline.intake import pieces
from firstline.intake.facts import requests, responses


@pytest.mark.parametrize("pattern", [r"\bab{1,40}c\b", "(?<=a)b?", r"c[abc\n ]{0,300}c"])
@pytest.mark.parametrize("length", [0, 1, pieces.PIECE, 4 * pieces.PIECE])
def test_the_matches_are_the_same(pattern, length):
    draw = random.Random(length)
    text = "".join(draw.choices("abbbc \n", k=length))
    whole = [found.span() for found in re.finditer(pattern, text)]
    assert [found.span() for found in pieces.finditer(re.compile(pattern), text)] == whole


@pytest.mark.parametrize("before", [pieces.PIECE - 20, pieces.PIECE, pieces.PIECE + 7, 50_000])
def test_what_lies_across_an_edge_is_found(before):
    text = "x" * (before - 1) + "\nPOST https://waba.example.io/v1\nHTTP/1.1 401 Unauthorized"
    assert [one.value for one in requests.find(text, ())][:1] == ["POST /v1"]
    assert responses.find(text)[0].value == "401"
