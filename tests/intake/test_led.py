"""A pattern that is led by words finds what it finds by itself."""

import random
import re

import pytest

from firstline.intake import led
from firstline.intake.facts import codes, ids, requests, responses, stamps, told
from firstline.intake.led import Led

PIECES = (
    *("POST /v1/messages ", "Get https://a.example/x", '": ', "HTTP/1.1 401\n", "url = '/v1/a'"),
    *("my_url=https://a.example/b ", "status: 404 ", "HTTP500 ", "(503)", "\n  502 {", "[429]"),
    *("<h1>Error 403", "error_code=190 ", '"error": {', '"message": "no such id"', "-> 500 "),
    *("request('PUT', '/v1/x'", "404 Client Error", "ERR_DENIED ", "131047 ", "subcode: 2494 "),
    *("2026-11-29 10:22:31", '"timestamp": "1764000000"', "to=+49 170 1234567", "wamid.HBgN1 "),
    *("timeout ", "fetch(", "requests.get('/v1')", "curlopt_url => '/v2'", "xurl:", " ", "\n", "-"),
)


def texts():
    draw = random.Random(5)
    return ["".join(draw.choices(PIECES, k=12)) for _ in range(400)]


def patterns():
    every = (vars(module).items() for module in (codes, ids, requests, responses, stamps, told))
    named = [(name, one) for items in every for name, one in items]
    inside = [("_STATUS", one) for one in responses._STATUS]
    return [pytest.param(one, id=name) for name, one in (*named, *inside) if isinstance(one, Led)]


@pytest.mark.parametrize("one", patterns())
def test_the_matches_are_those_of_the_pattern(one):
    for text in texts():
        alone = [found.span() for found in one._pattern.finditer(text)]
        assert [found.span() for found in one.finditer(text)] == alone


def test_a_word_is_found_in_any_case_only_where_the_pattern_is():
    assert Led("get", re.compile("get", re.IGNORECASE)).search("İ GET")
    assert Led("get", re.compile("get")).search("İ GET") is None


def test_what_lies_outside_is_not_looked_at():
    ab = Led("ab", re.compile(r"\bab+"))
    assert [found.span() for found in ab.finditer("ab abbb ab", 1, 6)] == [(3, 6)]


def test_a_match_may_begin_before_its_word():
    named = Led("url", re.compile(r"\b[a-z_]{0,9}url="), before=r"\b[a-z_]{1,9}")
    assert [found[0] for found in named.finditer("my_url=1 url=2 3url=3")] == ["my_url=", "url="]


def test_of_several_patterns_the_first_match_counts_and_none_overlap():
    numbers, words = re.compile(r"\d+"), re.compile(r"[a-z]\w*")
    found = [one[0] for one in led.first_of((numbers, words), "12 a34 56 c")]
    assert found == ["12", "a34", "56", "c"]
