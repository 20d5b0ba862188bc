"""Statuses in words, and those that are put right (R23)."""

import pytest

from firstline.domain.context import Finding, merge
from firstline.intake import facts

pytestmark = pytest.mark.rule("R23")


def response(text: str) -> str:
    found = facts.find(text, now=0, zone="UTC", language="en", source=1)
    return next((one.value for one in found if one.what == "response"), "")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("uploads give a four-oh-one", "401"),
        ("it says four hundred and three, always", "403"),
        ("your gateway returns five oh two", "502"),
        ("nos sale un cuatro cero cuatro", "404"),
        ("contesta cuatrocientos veintinueve", "429"),
        ("vem um cinco-zero-quatro toda hora", "504"),
        ("dá quatrocentos e um", "401"),
        ("da kommt ein vier-null-neun zurück", "409"),
        ("die Schnittstelle liefert fünfhundertdrei", "503"),
        ("сервер отвечает четыреста первой", "401"),
        ("на каждый вызов пятьсот два", "502"),
        ("одни пятисотки", "500"),
    ],
)
def test_a_status_may_be_spelled_out(text, status):
    assert response(text) == status


@pytest.mark.parametrize(
    "text",
    [
        "five hundred customers wait",
        "cuatro cero a favor del Betis",
        "wir haben vierhundert Kunden",
        "четыре ноль в нашу пользу",
        "quinhentos e sete clientes esperam",
    ],
)
def test_what_is_no_status_is_none(text):
    assert response(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "sorry, it was not 409 but 423",
        "it is 423, not 409",
        "não é 409, é 423",
        "no es un 409 sino un 423",
        "nicht 409, sondern 423",
        "es war 423 statt 409",
        "не 409, а 423",
        "вернее 423, а не 409",
    ],
)
def test_of_a_status_that_is_put_right_the_right_one_counts(text):
    assert response(text) == "423"


@pytest.mark.parametrize("order", [1, -1])
def test_a_status_and_a_body_told_apart_are_one_response(order):
    status = Finding("response", "401", source=1, sure=0.6)
    body = Finding("response", "#190", source=2, sure=0.95)
    first, second = (status, body)[::order]
    (whole,) = merge((first,), (second,))
    assert (whole.value, list(whole.messages)) == ("401 · 190", [1, 2])


def test_a_whole_response_is_replaced_as_ever():
    known = Finding("response", "401 · 190", sure=0.95)
    assert merge((known,), (Finding("response", "500", sure=0.6),)) == (known,)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Postman:\nPOST https://x.example/v1/messages\n404 | 231 ms\n", "404"),
        ("POST https://x.example/v1/messages\n400\n312 ms\nRequest Headers", "400"),
        ("var r = await http.PostAsync(url);\n// r.StatusCode == 409", "409"),
        ("Nuestros registros marcan HTTP 200", "200"),
    ],
)
def test_a_status_stands_as_tools_and_code_print_it(text, status):
    assert response(text) == status
