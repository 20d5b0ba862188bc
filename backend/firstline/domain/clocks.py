"""The only arithmetic on time (R07-R17, R45).

A conversation's clock-relevant happenings are its *beats*. `segments` cuts the time since the
handoff into stretches that belong to us, to the customer or to nobody; a clock is a span that is
used up by some of these stretches from some beginning. Every stage of a promise (warning, miss,
escalation) is the moment at which a share of the span is used up, so one function, `reached`,
serves them all. Nothing is remembered that could be forgotten to be reset.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from .events import ClockName
from .moment import Moment, Span

BeatKind = Literal[
    "handed_off",
    "investigated",
    "revoked",
    "spoke",
    "by_mail",
    "waiting",
    "answered",
    "resolved",
    "resumed",
    "closed",
]
Owner = Literal["ours", "waiting", "resolved", "closed"]
State = Literal["not_started", "running", "paused", "stopped"]

OWNER_AFTER: dict[BeatKind, Owner] = {
    "handed_off": "ours",
    "waiting": "waiting",
    "answered": "ours",
    "resolved": "resolved",
    "resumed": "ours",
    "closed": "closed",
}


REMEMBERED = 4_096
"""Conversations whose clocks are remembered; a forgotten one is computed again."""


class Beat(Struct, frozen=True, cache_hash=True):
    """Something that a clock listens to. `position` names the reply that was marked or revoked."""

    at: Moment
    what: BeatKind
    position: int = 0


class Segment(Struct, frozen=True, cache_hash=True):
    """A stretch of time: whose it is, and whether it uses up the span. `end` None: still on."""

    start: Moment
    end: Moment | None
    owner: Owner
    counted: bool


class Clock(Struct, frozen=True, cache_hash=True):
    """A promise as it stands: `used` of `span` before the last segment, both in milliseconds."""

    name: ClockName
    span: Span
    state: State
    since: Moment | None
    segments: tuple[Segment, ...]

    def reached(self, percent: int) -> Moment | None:
        """When this share of the span is used up, in the past or ahead; None while it never is."""
        return reached(self.segments, self.span * percent // 100)

    @property
    def due_at(self) -> Moment | None:
        """When the promise is, or was, due; None while paused or stopped before it."""
        return self.reached(100)

    def used(self, now: Moment) -> Span:
        """How much of the span is used up at `now`."""
        return sum(
            max(0, (now if part.end is None else min(part.end, now)) - part.start)
            for part in self.segments
            if part.counted
        )


def later(moment: Moment, span: Span) -> Moment:
    """The moment that lies `span` after `moment`."""
    return moment + span


def minute(moment: Moment) -> int:
    """The minute since the epoch in which a moment lies."""
    return moment // 60_000


def delivered(sent: Moment, seen: Moment | None, mailed: Moment | None, within: Span) -> Moment:
    """When a message counts as delivered: seen soon, else mailed, else sent (R32)."""
    if seen is not None and seen <= later(sent, within):
        return seen
    return mailed if mailed is not None else sent


@lru_cache(maxsize=REMEMBERED)
def clocks(
    beats: tuple[Beat, ...], first_response: Span, resolution: Span, update: Span, by_mail: Span
) -> tuple[Clock, ...]:
    """The three promises of a conversation, computed from its beats alone.

    `by_mail` is the first response that counts from a move to mail, where that is due earlier.
    Remembered, since most events are messages, which change no beat.
    """
    parts = segments(beats)
    return (
        _first_response(beats, parts, _earlier(beats, first_response, by_mail)),
        _clock("resolution", resolution, parts, beats[0].at if parts else None),
        _clock("update", update, parts, _update_since(beats)),
    )


def segments(beats: Iterable[Beat]) -> tuple[Segment, ...]:
    """The time since the handoff, cut where its owner changes."""
    cuts = [(beat.at, OWNER_AFTER[beat.what]) for beat in beats if beat.what in OWNER_AFTER]
    ends: list[Moment | None] = [at for at, _ in cuts[1:]]
    return tuple(
        Segment(at, end, owner, counted=owner == "ours")
        for (at, owner), end in zip(cuts, [*ends, None], strict=False)
    )


@lru_cache(maxsize=REMEMBERED)
def reached(parts: tuple[Segment, ...], amount: Span) -> Moment | None:
    """The moment at which the counted segments add up to `amount`; None if they do not."""
    for part in parts:
        if not part.counted:
            continue
        if part.end is None or part.end - part.start >= amount:
            return part.start + amount
        amount -= part.end - part.start
    return None


def _first_response(beats: tuple[Beat, ...], parts: tuple[Segment, ...], span: Span) -> Clock:
    """It never pauses (R16): one stretch from the handoff to the first mark that stands."""
    if not parts:
        return Clock("first_response", span, "not_started", None, ())
    marked = first_investigation(beats)
    end = _over_since(parts) if marked is None else marked.at
    stretch = Segment(parts[0].start, end, "ours", counted=True)
    state: State = "running" if end is None else "stopped"
    return Clock("first_response", span, state, parts[0].start, (stretch,))


def _earlier(beats: tuple[Beat, ...], promised: Span, by_mail: Span) -> Span:
    """Nobody loses by moving to mail: of the two times the earlier one holds (R33)."""
    moved = next((beat.at for beat in beats if beat.what == "by_mail"), None)
    return promised if moved is None else min(promised, moved - beats[0].at + by_mail)


def _over_since(parts: tuple[Segment, ...]) -> Moment | None:
    """When resolving or closing ended it, whichever came first; None while it is open."""
    since: Moment | None = None
    for part in reversed(parts):
        if part.owner not in {"resolved", "closed"}:
            break
        since = part.start
    return since


def first_investigation(beats: Iterable[Beat]) -> Beat | None:
    """The first reply whose mark still stands (R08)."""
    beats = tuple(beats)
    revoked = {beat.position for beat in beats if beat.what == "revoked"}
    marks = (beat for beat in beats if beat.what == "investigated")
    return next((beat for beat in marks if beat.position not in revoked), None)


def _update_since(beats: tuple[Beat, ...]) -> Moment | None:
    """From the first response on, each word of a person starts the update clock anew (R45)."""
    first = first_investigation(beats)
    if first is None:
        return None
    spoken = (beat.at for beat in beats if beat.what in {"spoke", "resolved"})
    return max([first.at, *spoken])


def _clock(name: ClockName, span: Span, parts: tuple[Segment, ...], since: Moment | None) -> Clock:
    if since is None or not parts:
        return Clock(name, span, "not_started", None, ())
    own = tuple(_clip(part, since) for part in parts if part.end is None or part.end > since)
    return Clock(name, span, _state(parts[-1].owner), since, own)


def _clip(part: Segment, since: Moment) -> Segment:
    return Segment(max(part.start, since), part.end, part.owner, part.counted)


def _state(owner: Owner) -> State:
    match owner:
        case "ours":
            return "running"
        case "waiting":
            return "paused"
        case "resolved" | "closed":
            return "stopped"
