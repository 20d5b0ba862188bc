"""The form of cases for measuring the intake (docs/evaluation.md)."""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta, Struct

from firstline.domain.moment import Moment, Span

from . import kinds

QUESTIONS = ("description", "steps", "screenshot", "logs", "request", "response", "time", "impact")
NONE = "none"

type Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
type Text = Annotated[str, Meta(min_length=1, max_length=65_536)]
type Ago = Annotated[str, Meta(pattern=r"^[0-9]+[smhd]$")]
type Language = Literal["en", "pt_BR", "de", "es", "ru", "none"]
type Issue = Literal["api_error", "delivery", "access", "billing", "number_registration", "other"]
type Question = Literal[
    "description", "steps", "screenshot", "logs", "request", "response", "time", "impact"
]


_UNITS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}


def span(written: str) -> Span:
    """A length of time written as `20s`, `15m`, `3h` or `2d`, in milliseconds."""
    return int(written[:-1]) * _UNITS[written[-1]]


def moment(written: str) -> Moment:
    """A moment written in ISO 8601 with a zone; raises ValueError."""
    return int(kinds.plain("time", written))


def values(facts: "Facts") -> Iterator[tuple[str, str]]:
    """The kinds with each value that stands there, those of which one is enough included."""
    for kind, wanted in facts.items():
        yield from ((kind, value) for value in alternatives(wanted))


def alternatives(wanted: "Wanted") -> tuple[str, ...]:
    """The values as a tuple, however they were written."""
    match wanted:
        case str():
            return (wanted,)
        case AnyOf(any=some):
            return some
        case _:
            return wanted


class Form(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all parts of a file have in common: an unknown name in them is a mistake."""


class File(Form, frozen=True):
    """An attachment; with `text` it is a text file."""

    name: Text
    type: str = ""
    text: str = ""


class Message(Form, frozen=True):
    """One message of the customer: words, files, or a button that is pressed."""

    text: str = ""
    press: str = ""
    files: tuple[File, ...] = ()
    after: Ago = "20s"
    language: Language | tuple[Language, ...] = ()
    intent: str = ""

    def __post_init__(self) -> None:
        if bool(self.press) == bool(self.text or self.files):
            raise ValueError("expected a text, files or a button to press")


class Open(Form, frozen=True):
    """An open conversation of the same customer, or of a colleague."""

    key: Name
    messages: Annotated[tuple[str | Message, ...], Meta(min_length=1)]
    ago: Ago
    by: Literal["customer", "colleague"] = "customer"
    language: Language = "en"


class Incident(Form, frozen=True):
    """An incident that the status page shows."""

    id: Name
    title: Text
    components: tuple[str, ...] = ()
    impact: Literal["none", "minor", "major", "critical"] = "major"
    started: Ago = "30m"
    update: str = ""


class AnyOf(Form, frozen=True):
    """One of these values is right."""

    any: Annotated[tuple[str, ...], Meta(min_length=2)]


type Wanted = str | tuple[str, ...] | AnyOf
type Facts = dict[str, Wanted]


class Expected(Form, frozen=True):
    """What a perfect intake would have understood and done."""

    facts: Facts = {}
    may: Facts = {}
    severity: Literal[0, 1, 2, 3] = 0
    masked: tuple[Text, ...] = ()
    kept: tuple[Text, ...] = ()
    duplicate: Name = NONE
    incident: Name = NONE
    issues: Annotated[int, Meta(ge=1, le=9)] = 1
    questions: tuple[Question, ...] | None = None
    at_most: Annotated[int, Meta(ge=0, le=8)] | None = None
    handed_over: bool | None = None

    def __post_init__(self) -> None:
        _check_facts(self.facts)
        _check_facts(self.may)


class Answer(Form, frozen=True):
    """What is said if a question is asked, and the facts in it, which count only then."""

    text: Text
    facts: Facts = {}

    def __post_init__(self) -> None:
        _check_facts(self.facts)


class Case(Form, frozen=True):
    """One conversation and what is expected of the intake."""

    id: Name
    kind: Issue
    now: str
    messages: Annotated[tuple[str | Message, ...], Meta(min_length=1)]
    expected: Expected
    about: str = ""
    zone: str = "UTC"
    browser: tuple[str, ...] = ()
    answers: dict[str, str | Answer] = {}
    open: tuple[Open, ...] = ()
    incidents: tuple[Incident, ...] = ()

    def __post_init__(self) -> None:
        moment(self.now)
        for what, known in (
            ("duplicate", {one.key for one in self.open}),
            ("incident", {one.id for one in self.incidents}),
        ):
            named = getattr(self.expected, what)
            if named not in {*known, NONE}:
                raise ValueError(f"{self.id}: the case holds no {what} {named!r}")
        if unknown := set(self.answers) - {*QUESTIONS, "language", "answered"}:
            raise ValueError(f"{self.id}: nobody asks for {', '.join(sorted(unknown))}")
        _check_strings(self)


def messages(said: tuple[str | Message, ...]) -> tuple[Message, ...]:
    """Messages in their long form: a bare text is a message without anything else."""
    return tuple(Message(text=one) if isinstance(one, str) else one for one in said)


def _check_facts(facts: Facts) -> None:
    for kind, value in values(facts):
        if kind not in kinds.KINDS:
            raise ValueError(f"no kind of fact is called {kind!r}")
        kinds.plain(kind, value)


def _check_strings(case: Case) -> None:
    """What is to be masked or kept stands in a message or a file, letter for letter."""
    said = messages(case.messages)
    texts = [text for one in said for text in (one.text, *(file.text for file in one.files))]
    for string in (*case.expected.masked, *case.expected.kept):
        if not any(string in text for text in texts):
            raise ValueError(f"{case.id}: no message holds {string!r}")
