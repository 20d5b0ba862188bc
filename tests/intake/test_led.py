"""A pattern that is led by words finds what it finds by itself."""

import random
import re

import pytest

from firstline.intake import language, led
from firstline.intake.facts import (
    codes,
    ids,
    requests,
    responses,
    spelled,
    stamps,
    told,
    zones,
)
from firstline.intake.led import Led

PIECES = (
    *("POST /v1/messages ", "Get https://a.example/x", '": ', "HTTP/1.1 401\n", "url = '/v1/a'"),
    *("my_url=https://a.example/b ", "status: 404 ", "HTTP500 ", "(503)", "\n  502 {", "[429]"),
    *("<h1>Error 403", "error_code=190 ", '"error": {', '"message": "no such id"', "-> 500 "),
    *("request('PUT', '/v1/x'", "404 Client Error", "ERR_DENIED ", "131047 ", "subcode: 2494 "),
    *("2026-11-29 10:22:31", '"timestamp": "1764000000"', "to=+49 170 1234567", "wamid.HBgN1 "),
    *("timeout ", "fetch(", "requests.get('/v1')", "curlopt_url => '/v2'", "xurl:", " ", "\n", "-"),
    *(
        "wamid.HBgNNDkxNTE1NTUwMTQ3FQIA ",
        "401 Unauthorized ",
        "not found ",
        "hora de lima ",
        "json={",
    ),
    *(
        "body: x",
        'HttpRequestMessage(HttpMethod.Post, "https://a.example/v1")',
        "JSON.stringify(a)",
    ),
    *(
        'Post "https://a.example/v1/b": ',
        "vier null drei ",
        "cinco cero tres ",
        "UTC+3 ",
        "10:00 GMT ",
    ),
    *(
        "Traceback (most recent call last)\n",
        " at a.b (x.js:3:4)\n",
        "\n#0 {main}",
        "Fatal error: ",
    ),
    *("Europe/Berlin ", "tokyo time ", "No Content ", "Moved Permanently ", "four oh four "),
)


MODULES = (codes, ids, requests, responses, spelled, stamps, told, zones, language)


def texts():
    draw = random.Random(5)
    return ["".join(draw.choices(PIECES, k=12)) for _ in range(400)]


def patterns():
    every = (vars(module).items() for module in MODULES)
    named = [(name, one) for items in every for name, one in items]
    inside = [("_STATUS", one) for one in responses._STATUS]
    return [pytest.param(one, id=name) for name, one in (*named, *inside) if isinstance(one, Led)]


@pytest.mark.parametrize("one", patterns())
def test_the_matches_are_those_of_the_pattern(one):
    every = [(text, [found.span() for found in one._pattern.finditer(text)]) for text in texts()]
    assert any(alone for _, alone in every), "no text holds a match: add a piece that does"
    for text, alone in every:
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
