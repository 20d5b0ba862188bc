"""The promise as data: what policy.yml says, and what is no promise (R07, R73)."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
import pytest

from firstline.domain import policy

from .story import PROMISE, span

FILE: dict[str, Any] = msgspec.yaml.decode((Path(__file__).parents[2] / "policy.yml").read_bytes())


def changed(place: str, value: object) -> dict[str, Any]:
    data = deepcopy(FILE)
    *way, last = place.split(".")
    inside = data
    for step in way:
        inside = inside[step]
    inside[last] = value
    return data


@pytest.mark.rule("R07")
@pytest.mark.parametrize(
    ("plan", "within"),
    [("basic", "24h"), ("regular", "4h"), ("premium", "30m"), ("PREMIUM", "30m"), ("", "24h")],
)
def test_the_first_response_in_chat_is_promised_by_plan(plan, within) -> None:
    assert PROMISE.first_response(plan, "chat") == span(within)


def test_mail_and_form_have_a_promise_of_their_own() -> None:
    assert PROMISE.first_response("premium", "mail") == span("24h")


@pytest.mark.rule("R11")
@pytest.mark.rule("R45")
def test_resolution_and_updates_are_promised_to_everybody() -> None:
    assert (PROMISE.resolution, PROMISE.update) == (span("48h"), span("12h"))


@pytest.mark.rule("R23")
def test_at_most_four_questions_each_repeated_once() -> None:
    assert (PROMISE.intake.questions, PROMISE.intake.repeats) == (4, 1)


def test_durations_are_milliseconds() -> None:
    assert policy.parse(changed("update", "90s")).update == 90_000


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("update", "soon", "$.update"),
        ("default_plan", "gold", "$.default_plan"),
        ("first_team", "catering", "$.first_team"),
        ("intake.ask", {"billing": ["time"]}, "$.intake.ask"),
        ("plans.basic", {"first_reply": "24h"}, "$.plans"),
        ("waiting", {"reminder": "24h"}, "$.waiting"),
        ("message_limit", 20_001, "$.message_limit"),
        ("message_limit", 0, "$.message_limit"),
    ],
)
def test_what_is_no_promise_is_refused_by_its_place(place, value, said) -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        policy.parse(changed(place, value))
    assert said in str(refused.value)


def test_a_version_is_known_by_its_hash_and_kept_whole() -> None:
    assert policy.decode(policy.encode(PROMISE)) == PROMISE
    other = policy.parse(changed("update", "6h"))
    assert policy.fingerprint(other) != policy.fingerprint(PROMISE)
    assert policy.fingerprint(policy.parse(FILE)) == policy.fingerprint(PROMISE)


def test_an_older_promise_that_the_store_kept_can_be_read() -> None:
    older = msgspec.json.decode(policy.encode(PROMISE))
    del older["other_language"], older["message_limit"]
    assert policy.decode(msgspec.json.encode(older)) == PROMISE
