"""When two values of a fact are the same, and what the intake's findings are called."""

import pytest

from firstline.domain.context import Finding
from firstline.evaluation.kinds import found, plain, same

SAME = [
    ("method", "post", "POST"),
    ("address", "https://API.Example.com/v1/messages/?a=1", "api.example.com/v1/messages"),
    ("endpoint", "https://api.example.com/v1/media/778899001/", "/v1/media/{id}"),
    ("endpoint", "/", "/"),
    ("error_code", "(#131047)", "131047"),
    ("error_message", "Invalid OAuth access token.", "invalid oauth ACCESS token"),
    ("error_message", "Invalid OAuth access token", "Error: Invalid OAuth access token - expired"),
    ("phone", "+49 (0)30 123", "4930123".replace("4930", "49030")),
    ("phone", "0049301234567", "+49 30 1234567"),
    ("time", "2026-11-23T13:40:00Z", "2026-11-23T14:40:50+01:00"),
]
OTHER = [
    ("endpoint", "/v1/messages", "/v1/media"),
    ("error_message", "Invalid", "Invalid OAuth access token"),
    ("message_id", "wamid.A", "wamid.a"),
    ("time", "2026-11-23T13:40:00Z", "2026-11-23T13:41:01Z"),
]


@pytest.mark.parametrize(("kind", "one", "other"), SAME)
def test_what_makes_no_difference(kind: str, one: str, other: str) -> None:
    assert same(kind, plain(kind, one), plain(kind, other))


@pytest.mark.parametrize(("kind", "one", "other"), OTHER)
def test_what_makes_a_difference(kind: str, one: str, other: str) -> None:
    assert not same(kind, plain(kind, one), plain(kind, other))


@pytest.mark.parametrize(
    ("kind", "value"),
    [("area", "hooks"), ("time", "2026-11-23T13:40:00"), ("time", "15:40"), ("phone", "none")],
)
def test_what_is_no_value_is_refused(kind: str, value: str) -> None:
    with pytest.raises(ValueError, match=value[:5]):
        plain(kind, value)


def test_findings_by_their_kinds() -> None:
    findings = [
        Finding("request", "POST /v1/messages"),
        Finding("response", "401 · 190"),
        Finding("error_code", "190"),
        Finding("steps", "1. open the console"),
        Finding("time", "2026-11-23 13:40 UTC", moment=1_795_441_200_000),
        Finding("description", "it fails"),
        Finding("issue_kind", "other"),
        Finding("trace_id", "AbC"),
    ]
    assert found(findings) == {
        ("method", "POST"),
        ("endpoint", "/v1/messages"),
        ("status", "401"),
        ("error_code", "190"),
        ("steps", "true"),
        ("time", "1795441200000"),
        ("trace_id", "abc"),
    }


def test_words_are_no_request() -> None:
    assert found([Finding("request", "I sent it as always")]) == frozenset()
