"""The promise as data (R73): what `policy.yml` holds, checked. Nothing here reads a file."""

import hashlib
import re
from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.inspect import DictType, ListType, StructType, Type, VarTupleType, type_info
from msgspec.structs import replace

from .events import Channel
from .moment import Span

UNITS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
MOVES_TO = ("chat", "mail")
"""Where a kind of issue may be answered best."""
DURATION = re.compile(r"([0-9]{1,6})(s|m|h|d)")


class Plan(Struct, frozen=True, forbid_unknown_fields=True):
    """What a plan promises: the span until the first investigated answer (R07)."""

    first_response: Span


class Step(Struct, frozen=True, forbid_unknown_fields=True, cache_hash=True):
    """One escalation: at this percentage of the span, to these roles (R14)."""

    at: int
    to: tuple[str, ...]


class Waiting(Struct, frozen=True, forbid_unknown_fields=True):
    """Silence of the customer: when we remind, when we close (R44)."""

    reminder: Span
    close: Span


class Intake(Struct, frozen=True, forbid_unknown_fields=True):
    """What the bot may do before a person is promised (R15, R20, R23)."""

    number_lapses: Span
    handoff_after: Span
    settled_after: Span
    answer_within: Span
    questions: int
    repeats: int
    ask: dict[str, tuple[str, ...]]
    """The items of context to ask for, in order, by kind of issue; `other` is the fallback."""


class Delivery(Struct, frozen=True, forbid_unknown_fields=True):
    """When an unseen reply is mailed, and how the mail is tried again (R32)."""

    mail_after: Span
    lease: Span
    retry: tuple[Span, ...]


class Paging(Struct, frozen=True, forbid_unknown_fields=True):
    """How the people on call are paged (R05), and who cries wolf (R10)."""

    next_after: Span = 300_000
    """Without an acknowledgement the next in line is paged."""
    lease: Span = 60_000
    """One process has this long to hand a page over."""
    retry: tuple[Span, ...] = (30_000, 120_000, 300_000)
    """Pauses before the line begins anew where nobody could be paged; the last one repeats."""
    lowered: int = 2
    """Proposals of severity 1 of one organisation that were lowered ..."""
    lowered_within: Span = 604_800_000
    """... within this time: the next one rings the queue instead of the pager."""


class Surging(Struct, frozen=True, forbid_unknown_fields=True):
    """When similar conversations of different customers are an alarm (R49)."""

    customers: int = 5
    """So many of them ..."""
    within: Span = 600_000
    """... whose conversations began within this time."""
    quiet: Span = 1_800_000
    """Without another one for so long it is over."""


class Team(Struct, frozen=True, forbid_unknown_fields=True):
    """A queue of people; `areas` are the kinds of issue it takes first."""

    areas: tuple[str, ...] = ()


class Retention(Struct, frozen=True, forbid_unknown_fields=True):
    """How long closed conversations are kept, by whose they are; 0: for ever (R52)."""

    customers: Span = 0
    visitors: Span = 0


LONGEST_MESSAGE = 20_000
"""Characters: the search for secrets in more would hold up everybody."""


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """One version of the promise. A conversation keeps the one it started under (R73)."""

    plans: dict[str, Plan]
    default_plan: str
    mail_and_form: Plan
    resolution: Span
    update: Span
    warning: int
    escalation: tuple[Step, ...]
    waiting: Waiting
    confirm: Span
    intake: Intake
    delivery: Delivery
    teams: dict[str, Team]
    first_team: str
    shift_grace: Span
    # What came later has a default, so that an older promise, which the store keeps, can be read.
    channels: dict[str, str] = {}
    """Where a kind of issue is answered best, chat or mail; one not named: in the chat (R33)."""
    other_language: int = 25
    """Percent of the first-response time, after which any agent gets it (R06)."""
    message_limit: int = 8_000
    """Characters in one message."""
    paging: Paging = Paging()
    surge: Surging = Surging()
    retention: Retention = Retention()
    """Of the promise in force, for all conversations: a conversation keeps no version of it."""

    def first_response(self, plan: str, channel: Channel) -> Span:
        """The span promised until the first investigated answer (R07, R09)."""
        if channel != "chat":
            return self.mail_and_form.first_response
        return self.plans.get(plan.lower(), self.plans[self.default_plan]).first_response

    def without_mail(self) -> "Policy":
        """The same promise, as a desk without a mail server keeps it (R33)."""
        return replace(self, channels={}) if self.channels else self

    def questions_for(self, issue_kind: str) -> tuple[str, ...]:
        """The items of context that this kind of issue needs, in the order of asking (R23)."""
        return self.intake.ask.get(issue_kind, self.intake.ask["other"])


def parse(data: Any) -> Policy:
    """A policy from plain data with durations such as '30m' or '48h'.

    Raises msgspec.ValidationError, whose message names the place (`$.plans.basic`).
    """
    policy = msgspec.convert(_durations(data), Policy)
    for place, found, known in _names(policy):
        if found not in known:
            expected = ", ".join(sorted(known))
            message = f"expected one of {expected}, not `{found}` - at `{place}`"
            raise msgspec.ValidationError(message)
    if not 1 <= policy.message_limit <= LONGEST_MESSAGE:
        message = f"expected 1 to {LONGEST_MESSAGE} - at `$.message_limit`"
        raise msgspec.ValidationError(message)
    return policy


def _names(policy: Policy) -> Iterator[tuple[str, str, Collection[str]]]:
    """Names by their place, and which there are."""
    yield "$.default_plan", policy.default_plan, policy.plans
    yield "$.first_team", policy.first_team, policy.teams
    yield "$.intake.ask", "other", policy.intake.ask
    for kind, channel in policy.channels.items():
        yield f"$.channels.{kind}", kind, policy.intake.ask
        yield f"$.channels.{kind}", channel, MOVES_TO


def fingerprint(policy: Policy) -> str:
    """The hash under which the store keeps this version of the promise."""
    return hashlib.sha256(encode(policy)).hexdigest()[:16]


def encode(policy: Policy) -> bytes:
    """The policy as canonical JSON, durations in milliseconds."""
    return msgspec.json.encode(policy, order="deterministic")


def decode(data: bytes) -> Policy:
    """The policy that `encode` wrote; what a newer desk has added to it is passed over."""
    return msgspec.convert(_known(type_info(Policy), msgspec.json.decode(data)), Policy)


def _known(kind: Type, value: Any) -> Any:
    match kind, value:
        case StructType(fields=fields), dict():
            known = {field.encode_name: field.type for field in fields}
            return {name: _known(known[name], one) for name, one in value.items() if name in known}
        case DictType(value_type=one_type), dict():
            return {name: _known(one_type, one) for name, one in value.items()}
        case ((VarTupleType(item_type=one_type) | ListType(item_type=one_type)), list()):
            return [_known(one_type, one) for one in value]
        case _:
            return value


def _durations(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _durations(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_durations(value) for value in data]
    match = DURATION.fullmatch(data) if isinstance(data, str) else None
    return int(match[1]) * UNITS[match[2]] if match else data
