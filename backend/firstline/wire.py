"""The one table of commands, and the one way from what a client sent to a command.

Every text passes the gate for secrets here, before anything else sees it (R27). Sockets and HTTP
use the same table; errors leave as a stable code with a text in the reader's language.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from .domain import commands as c
from .domain.errors import FirstlineError, NotAllowed, TextIsTooLong
from .domain.events import Secret
from .domain.policy import LONGEST_MESSAGE
from .locales import Texts
from .masking import Masked, mask
from .masking_patterns import KINDS

type Who = Literal["customer", "agent", "editor", "lead", "admin"]


class UnknownCommand(FirstlineError):
    """The table has no command of this name."""


class InvalidMessage(FirstlineError):
    """The message is not what the command's schema says; `at` names the place."""


class TooManyRequests(FirstlineError):
    """More than the limit came from this address; `retry_after` in milliseconds."""


class ClaimNext(Struct, frozen=True):
    """Give me the next: the desk picks the most urgent of a list (R41)."""

    list: str = "queue"
    team: str = ""


class SetShift(Struct, frozen=True):
    """On shift or off (R41)."""

    on: bool


class EraseCustomer(Struct, frozen=True):
    """Erase everything of a customer, in all conversations (R52)."""

    customer: str
    reason: str


class CheckDraft(Struct, frozen=True):
    """What is wrong with a file of texts that is not saved yet (R72)."""

    language: str
    file: str
    draft: str


class TryTexts(Struct, frozen=True):
    """Begin a conversation that nobody keeps, with unsaved texts by file in place of the live ones.

    The one before it in the same window ends.
    """

    language: str
    drafts: dict[str, str] = {}
    zone: str = "UTC"


class SayInTrial(Struct, frozen=True):
    """Write in that conversation, as a customer would."""

    text: str


class ChooseInTrial(Struct, frozen=True):
    """Press one of its buttons."""

    to: str


class ComparePhrases(Struct, frozen=True):
    """Which phrases the bot takes for another intent; `draft` is the language's unsaved nlu.yml."""

    language: str
    draft: str = ""


class Route(Struct, frozen=True):
    """A line of the table: what is sent and who may send it."""

    command: type[Struct]
    who: tuple[Who, ...]


def name_of(command: type[Struct]) -> str:
    """The wire's name of a command: `post_message` for PostMessage."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", command.__name__).lower()


CUSTOMERS: tuple[type[Struct], ...] = (
    c.PostMessage,
    c.ChooseOption,
    c.AskForPerson,
    c.ChangeLanguage,
    c.SubmitForm,
    c.CorrectFinding,
    c.MarkSeen,
    c.JudgeSolution,
    c.RateConversation,
    c.CloseConversation,
)
AGENTS: tuple[type[Struct], ...] = (
    c.ClaimConversation,
    ClaimNext,
    c.AssignConversation,
    c.ReleaseConversation,
    c.HandToTeam,
    c.MoveToChannel,
    c.Reply,
    c.AddNote,
    c.SetSeverity,
    c.SetTags,
    c.SetSubject,
    c.ResolveConversation,
    c.ReopenConversation,
    c.RedactMessage,
    c.AcknowledgePage,
    c.UndoJoining,
    c.FlagIntake,
    SetShift,
)
EDITORS: tuple[type[Struct], ...] = (
    CheckDraft,
    TryTexts,
    SayInTrial,
    ChooseInTrial,
    ComparePhrases,
)
"""What keeps nothing: leads may look at it too."""
LEADS: tuple[type[Struct], ...] = (c.RevokeInvestigation, c.DismissSurge, EraseCustomer)

DESK: tuple[Who, ...] = ("agent", "editor", "lead", "admin")
TABLE: dict[str, Route] = {
    **{name_of(command): Route(command, ("customer",)) for command in CUSTOMERS},
    **{name_of(command): Route(command, DESK) for command in AGENTS},
    **{name_of(command): Route(command, ("lead", "admin")) for command in LEADS},
    **{name_of(command): Route(command, ("editor", "lead", "admin")) for command in EDITORS},
    name_of(c.SettleFlag): Route(c.SettleFlag, ("editor", "admin")),
}

NAMES = frozenset(
    {
        *("id", "conversation", "name", "files", "to", "mentions", "customer"),
        *("language", "channel", "what", "team", "mark", "then", "list", "number", "file", "zone"),
    }
)
"""Fields that name something and hold nothing that people write."""
DRAFTS = frozenset({"draft", "drafts"})
"""Whole files of an editor, which are longer than what anybody writes at once."""
LONGEST_DRAFT = 200_000
"""Characters of all drafts together."""
MOST_NAMES = 100
RELEASED = "released"
"""The field of a customer's message with the values that are no secrets, in the customer's word."""
MOST_RELEASED = 20
LONGEST_RELEASED = 4_096
"""Characters of such a value."""
KEPT_SECRETS = 50
LONGEST = LONGEST_MESSAGE
"""Characters of one command that are searched for secrets."""
UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
"""What our clients name messages with: random, so not worth a search for secrets."""
REMAINS = re.compile("[^…]{4}…[^…]{4}|•{4}")
"""What may be left to be seen of a secret."""


def parse(
    name: object, given: Mapping[str, Any], who: Who, after: str | None = None, asked: str = ""
) -> Any:
    """The command that a client sent, with its secrets masked.

    `after` is what the same person said just before: a key may come in two halves; `asked` what
    the other side said: the answer to 'your PIN?' is one. Raises UnknownCommand, NotAllowed,
    InvalidMessage, TextIsTooLong (limit in characters).
    """
    route = TABLE.get(name) if isinstance(name, str) else None
    if route is None:
        raise UnknownCommand(name=str(name)[:40])
    if who not in route.who:
        raise NotAllowed
    return build(route.command, given, after, asked)


def build(
    command: type[Struct], given: Mapping[str, Any], after: str | None = None, asked: str = ""
) -> Any:
    """A struct from plain fields; raises InvalidMessage."""
    known = _fields_of(command)
    plain = {key: given[key] for key in known if key in given and key != RELEASED}
    spare = _released(given.get(RELEASED)) if RELEASED in known else ()
    try:
        names = NAMES | {"value"} if command is c.ChooseOption else NAMES
        around = _Around(after, asked, spare)
        clean = _masked(plain, around, names, keeps="secrets" in known)
        if spare and isinstance(text := plain.get("text"), str):
            clean[RELEASED] = _freed(text, around)
        return msgspec.convert(clean, command)
    except msgspec.ValidationError as error:
        raise InvalidMessage(str(error), at=str(error)[:200]) from error


@cache
def _fields_of(command: type[Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(command))


class _Around(NamedTuple):
    """What a text is judged with: what was said before, what was asked, what is no secret."""

    after: str | None
    asked: str
    spare: tuple[str, ...]


def _masked(
    given: dict[str, Any], around: _Around, names: frozenset[str], *, keeps: bool
) -> dict[str, Any]:
    """The fields without secrets; each text is judged together with the one before it."""
    notices: list[Secret] = []
    clean: dict[str, Any] = {}
    judged = (value for key, value in given.items() if key not in names | DRAFTS)
    if sum(map(_length, judged)) > LONGEST:
        raise TextIsTooLong(limit=LONGEST)
    for key, value in given.items():
        if key in DRAFTS:
            clean[key] = _draft(key, value)
        elif key in names:
            clean[key] = _name(key, value)
        elif key != "secrets":
            clean[key], around = _mask(value, around, notices)
    if keeps:
        told = _told(given.get("secrets"))
        clean["secrets"] = [msgspec.to_builtins(secret) for secret in (*told, *notices)]
    return clean


def _length(value: Any) -> int:
    match value:
        case str():
            return len(value)
        case list():
            return sum(map(_length, value))
        case _:
            return 0


def _mask(value: Any, around: _Around, notices: list[Secret]) -> tuple[Any, _Around]:
    """The value without secrets, and what the next one follows."""
    match value:
        case str():
            masked = mask(value, around.after, around.spare, around.asked)
            notices += [Secret(notice.kind, notice.shown) for notice in masked.notices]
            return masked.text, around._replace(after=masked.text or around.after)
        case list():
            clean = []
            for item in value:
                kept, around = _mask(item, around, notices)
                clean.append(kept)
            return clean, around
        case _:
            return value, around


def _released(given: Any) -> tuple[str, ...]:
    """The values that their sender calls no secrets (R27)."""
    if given is None:
        return ()
    if not isinstance(given, list) or len(given) > MOST_RELEASED:
        raise InvalidMessage(at=f"$.{RELEASED}")
    if not all(isinstance(one, str) and len(one) <= LONGEST_RELEASED for one in given):
        raise InvalidMessage(at=f"$.{RELEASED}")
    return tuple(given)


def _freed(text: str, around: _Around) -> list[dict[str, str]]:
    """What would have been hidden, had its sender not released it."""
    after, asked, spare = around
    kept = mask(text, after, spare, asked).notices
    freed = (one for one in mask(text, after, asked=asked).notices if one not in kept)
    return [{"kind": one.kind, "shown": one.shown} for one in freed]


def _draft(key: str, value: Any) -> Any:
    """A file, or files by name, of a bounded length and without secrets."""
    texts = value if isinstance(value, dict) else {key: value}
    if not all(isinstance(text, str) for text in texts.values()):
        raise InvalidMessage(at=f"$.{key}")
    if sum(map(len, texts.values())) > LONGEST_DRAFT:
        raise TextIsTooLong(limit=LONGEST_DRAFT)
    clean = {name: mask(text).text for name, text in texts.items()}
    return clean if isinstance(value, dict) else clean[key]


def _name(key: str, value: Any) -> Any:
    """Names stay as they are; one that is a secret is refused, and a flood of them."""
    if isinstance(value, list) and len(value) > MOST_NAMES:
        raise InvalidMessage(at=f"$.{key}")
    if isinstance(value, str) and not _is_name(value):
        raise InvalidMessage(at=f"$.{key}")
    return value


def _is_name(name: str) -> bool:
    return bool(UUID.fullmatch(name)) or (len(name) <= LONGEST and not mask(name).notices)


def secrets_of(masked: Masked) -> tuple[Secret, ...]:
    """What both sides are told of what was taken out of a whole text or file."""
    return tuple(Secret(one.kind, one.shown) for one in masked.notices[:KEPT_SECRETS])


def _told(given: Any) -> tuple[Secret, ...]:
    """What the browser says it masked, as far as it is what a gate can say."""
    if not isinstance(given, list):
        return ()
    try:
        told = msgspec.convert(given[:KEPT_SECRETS], tuple[Secret, ...])
    except msgspec.ValidationError:
        return ()
    return tuple(s for s in told if s.kind in KINDS and REMAINS.fullmatch(s.shown))


def problem(error: FirstlineError, texts: Texts, language: str) -> dict[str, Any]:
    """An error as it goes over the wire: code, text in the reader's language, details."""
    details = {key: value for key, value in error.details.items() if _is_plain(value)}
    key = error.code if texts.has(error.code) else "error"
    text = texts.say(language, key, **details)
    return {**details, "code": error.code, "text": text}


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | bool)
