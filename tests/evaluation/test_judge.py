"""What is counted as right, missed and false, on conversations made by hand."""

from typing import Any

import msgspec
import pytest

from firstline.evaluation.form import Case
from firstline.evaluation.judge import After, Seen, is_hidden, judge, planted
from firstline.evaluation.score import Mark

KEY = "Kq8mZt4Xn2Lr9Vb6Wc1Hd8s7"
TIME = "1795441200000"


def case(*messages: Any, kind: str = "other", **more: Any) -> Case:
    around = {name: more.pop(name) for name in ("open", "incidents", "answers") if name in more}
    whole = {"id": "a", "kind": kind, "now": "2026-11-23T14:00:00Z", "expected": more, **around}
    return msgspec.convert({**whole, "messages": messages or ["hello"]}, Case)


def told(case: Case, figure: str, **seen: Any) -> list[tuple[str, str]]:
    marks = judge(case, Seen(**seen), "en")
    return [(mark.verdict, mark.kind) for mark in marks if mark.figure == figure]


def count(marks: list[Mark]) -> list[str]:
    return sorted(mark.verdict for mark in marks)


def facts(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"facts": frozenset(pairs)}


def test_a_wrong_value_is_missed_and_false() -> None:
    one = case(facts={"error_code": "190"})
    assert told(one, "facts", **facts(("error_code", "463"))) == [
        ("missed", "error_code"),
        ("false", "error_code"),
    ]


def test_each_of_a_list_and_one_of_any() -> None:
    every = case(facts={"error_code": ["190", "463"]})
    assert told(every, "facts", **facts(("error_code", "190"))) == [
        ("right", "error_code"),
        ("missed", "error_code"),
    ]
    any_ = case(facts={"error_code": {"any": ["190", "463"]}})
    assert told(any_, "facts", **facts(("error_code", "463"))) == [("right", "error_code")]


def test_what_may_be_found_is_not_counted() -> None:
    one = case(may={"area": "media"})
    assert told(one, "facts", **facts(("area", "media"))) == []
    assert told(one, "facts", **facts(("area", "billing"))) == [("false", "area")]


def test_the_kind_of_issue_is_a_fact() -> None:
    assert told(case(kind="access"), "facts") == [("missed", "issue_kind")]
    assert told(case(), "facts", **facts(("issue_kind", "access"))) == [("false", "issue_kind")]


def test_a_kind_that_can_be_argued_about_may_be_the_one_of_the_case_too() -> None:
    one = case(kind="api_error", may={"issue_kind": "access"})
    for kind in ("api_error", "access"):
        assert told(one, "facts", **facts(("issue_kind", kind))) == []
    wrong = told(one, "facts", **facts(("issue_kind", "billing")))
    assert wrong == [("false", "issue_kind")]


def test_facts_in_answers_count_only_if_asked_for() -> None:
    one = case(answers={"time": {"text": "at 13:40", "facts": {"time": "2026-11-23T13:40:00Z"}}})
    assert told(one, "facts") == []
    assert told(one, "facts", answered=("time",)) == [("missed", "time")]
    assert told(one, "facts", answered=("time",), **facts(("time", TIME))) == [("right", "time")]


def test_an_impact_that_was_pressed_is_expected() -> None:
    one = case(answers={"impact": "group"})
    assert told(one, "facts", answered=("impact",), **facts(("impact", "group"))) == [
        ("right", "impact")
    ]


@pytest.mark.parametrize(
    ("stored", "verdicts"),
    [
        ("key Kq8m…d8s7 for 447700900123", ["right"]),
        (f"key {KEY} for 447700900123", ["missed"]),
        ("key Kq8mZ…d8s7 for 447700900123", ["missed"]),
        ("key Kq8m…d8s7 for ••••", ["false", "right"]),
        ("••••  Kq8m…d8s7 for 447700900123", ["false", "right"]),
    ],
)
def test_secrets_are_masked_and_the_rest_stays(stored: str, verdicts: list[str]) -> None:
    sent = f"key {KEY} for 447700900123"
    one = case(sent, masked=[KEY], kept=["447700900123"])
    marks = judge(one, Seen(written=((sent, stored),)), "en")
    assert count([mark for mark in marks if mark.figure == "secrets"]) == verdicts


def test_a_short_secret_may_stand_elsewhere_as_a_word() -> None:
    assert is_hidden(
        "cat",
        "my pin: cat. I have a dog and a category",
        "my pin: ••••. I have a dog and a category",
    )
    assert not is_hidden("cat", "my pin: cat", "my pin: cat")


@pytest.mark.parametrize(
    ("stored", "secret", "verdicts"),
    [
        ("the password is •••• ok?", True, ["right"]),
        ("the password is hunter22 ok?", True, ["missed"]),
        ("the password ••••", True, ["false", "right"]),
        ("the password is hunter22 ok?", False, []),
        ("the password is •••• ok?", False, ["false"]),
    ],
)
def test_generated_texts(stored: str, secret: bool, verdicts: list[str]) -> None:
    assert (
        count(list(planted("hunter22", "the password is hunter22 ok?", stored, secret=secret)))
        == verdicts
    )


OPEN = [{"key": "a1", "ago": "1h", "messages": ["x"]}]


@pytest.mark.parametrize(
    ("wanted", "offered", "verdicts"),
    [
        ("a1", {"a1"}, ["right"]),
        ("a1", set(), ["missed"]),
        ("a1", {"b"}, ["missed", "false"]),
        ("none", set(), []),
        ("none", {"a1"}, ["false"]),
    ],
)
def test_duplicates(wanted: str, offered: set[str], verdicts: list[str]) -> None:
    one = case(open=OPEN, duplicate=wanted)
    seen = told(one, "duplicates", duplicates=frozenset(offered))
    assert [verdict for verdict, _ in seen] == verdicts


def test_splits_are_counted_only_where_the_intake_can_offer_them() -> None:
    assert told(case(issues=2), "splits") == []
    assert told(case(issues=2), "splits", issues=1) == [("missed", "")]
    assert told(case(issues=2), "splits", issues=2) == [("right", "")]
    assert told(case(), "splits", issues=2) == [("false", "")]


def heard(language: str, *, asks: bool = False, words: int = 9, followed: bool = True) -> After:
    return After(words, language, asks, followed)


def test_language_is_counted_from_three_words() -> None:
    one = case("a b c d", {"text": "ok", "language": "de"})
    assert told(one, "language", after=(heard("en"), heard("en", words=1))) == [("right", "en")]
    assert told(one, "language", after=(heard("es"),)) == [("missed", "en")]
    assert told(case({"text": "GET /", "language": "none"}), "language", after=(heard("es"),)) == []


def test_to_ask_is_right_only_when_the_customer_has_switched() -> None:
    one = case("a b c d", {"text": "e f g h", "language": "de"})
    asked = (heard("en", asks=True), heard("en", asks=True))
    assert told(one, "language", after=asked) == [("right", "en"), ("right", "de")]
    first = case({"text": "e f g h", "language": "de"})
    assert told(first, "language", after=(heard("en", asks=True),)) == [("missed", "de")]
    queued = (heard("en"), heard("en", followed=False))
    assert told(one, "language", after=queued) == [("right", "en")]


def test_intents_and_what_they_were_taken_for() -> None:
    one = case({"text": "hi", "intent": "greet"}, {"text": "x y z", "intent": "describe_problem"})
    seen = Seen(after=(After(intent="thanks"), After(intent="answer")))
    marks = [mark for mark in judge(one, seen, "en") if mark.figure == "intents"]
    assert [(mark.verdict, mark.kind, mark.got) for mark in marks] == [
        ("missed", "greet", "thanks"),
        ("right", "describe_problem", "describe_problem"),
    ]


def test_needless_questions_and_too_many() -> None:
    one = case(questions=["time", "logs"], at_most=2)
    seen = told(one, "needless", questions=("time", "screenshot", "impact", "language"))
    assert seen == [
        ("right", "time"),
        ("right", "screenshot"),
        ("false", "impact"),
        ("false", "at_most"),
    ]
    assert told(case(), "needless", questions=("time",)) == []


def test_severity_and_handoff_are_counted_where_they_are_named() -> None:
    one = case(severity=1, handed_over=True)
    assert told(one, "severity", severity=1) == [("right", "1")]
    assert told(one, "handed_over", handed_over=False) == [("missed", "True")]
    assert told(case(), "handed_over") == told(case(), "severity") == []
