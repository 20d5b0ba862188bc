"""Incidents and maintenance windows, and whether one is what a customer writes about (R24)."""

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from firstline.domain.context import Finding
from firstline.domain.moment import Moment, Span

from . import lookup_words, topics
from .facts import subject

THRESHOLD = 0.5
"""The fit from which the customer is asked whether this is it: asking costs less than a queue."""

_HOUR: Span = 3_600_000
_LATE: Span = 90 * 60_000
"""So long a page may take to say what customers see already."""
_BEFORE = ((_LATE, 0.25), (6 * _HOUR, 0.0), (24 * _HOUR, -0.2), (10**15, -0.35))
_WEIGHTY = {"major", "critical"}
_AHEAD: Span = 7 * 24 * _HOUR
"""A window that begins later is nothing that customers ask about yet."""
_EARLY: Span = 10 * 60_000
"""Work may begin so long before its window."""


class Incident(Struct, frozen=True):
    """An incident that is under way. `areas` as in `facts.yml`; none: the page names no area.

    `status` is the page's own word (investigating, identified, monitoring), `impact` too (none,
    minor, major, critical), `body` the latest update as written; `stale` says that the page
    could not be read lately. What is `planned` is a maintenance window, from `started_at` to
    `ends_at`. A moment of 0 is unknown.
    """

    id: str
    title: str
    url: str = ""
    areas: tuple[str, ...] = ()
    status: str = "investigating"
    impact: str = "none"
    started_at: Moment = 0
    body: str = ""
    stale: bool = False
    planned: bool = False
    ends_at: Moment = 0

    def stands(self, now: Moment) -> Literal["incident", "under_way", "scheduled", "over"]:
        """What it is at this moment; a window may begin before the page says so."""
        if not self.planned:
            return "incident"
        if self.ends_at and self.ends_at <= now:
            return "over"
        begun = self.status in {"in_progress", "verifying"} or 0 < self.started_at <= now
        return "under_way" if begun else "scheduled"


def best(
    incidents: Sequence[Incident], findings: Sequence[Finding], text: str, now: Moment
) -> Incident | None:
    """The incident that fits best, or None."""
    rated = [(fit(incident, findings, text, now), incident) for incident in incidents]
    score, incident = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    return incident if score >= THRESHOLD else None


def fits(incident: Incident, findings: Sequence[Finding], text: str, now: Moment) -> bool:
    """Whether the incident is worth asking about."""
    return fit(incident, findings, text, now) >= THRESHOLD


def fit(incident: Incident, findings: Sequence[Finding], text: str, now: Moment) -> float:
    """How well an incident fits, 0 to 1, by area, time, kind of issue, impact and error code.

    What is only planned causes nothing yet: it fits who asks about maintenance.
    """
    stands = incident.stands(now)
    if stands == "over":
        return 0.0
    if stands == "scheduled":
        return _asked_about(incident, findings, text, now)
    return max(0.0, min(1.0, sum(_evidence(incident, findings, text, now))))


def _asked_about(incident: Incident, findings: Sequence[Finding], text: str, now: Moment) -> float:
    said, areas = topics.of(text, findings).areas, frozenset(incident.areas)
    soon = incident.started_at - now <= _AHEAD
    fitting = bool(said & areas) or not said or not areas
    return 0.6 if soon and fitting and lookup_words.says(text, "maintenance") else 0.0


def _evidence(
    incident: Incident, findings: Sequence[Finding], text: str, now: Moment
) -> Iterator[float]:
    said = topics.of(text, findings)
    words = f"{incident.title}. {incident.body}"
    told = topics.of(words, subject.find(words) if incident.body else ())
    areas = frozenset(incident.areas)
    yield _area(said.areas, areas)
    yield _time(incident, findings, now)
    if said.kinds and told.kinds:
        yield 0.2 if said.kinds & told.kinds else -0.1
    if (said.codes | said.statuses) & (told.codes | told.statuses):
        yield 0.3
    wide = any(f.what == "impact" and f.value in {"all", "group"} for f in findings)
    if incident.impact in _WEIGHTY and wide:
        yield 0.2


def _area(said: frozenset[str], areas: frozenset[str]) -> float:
    """An incident of no area may be everybody's; a customer who names none may have any."""
    if said & areas:
        return 0.4
    if not said or not areas:
        return 0.1 if said or areas else 0.2
    return -0.5


def _time(incident: Incident, findings: Sequence[Finding], now: Moment) -> float:
    """What began well before the incident is something else; but pages are slow to say so."""
    began = next((f.moment for f in findings if f.what == "time" and f.moment is not None), None)
    if began is None or not incident.started_at:
        return 0.15 if incident.started_at <= now else 0.0
    if incident.planned:
        return 0.25 if began >= incident.started_at - _EARLY else -0.35
    return next(weight for earlier, weight in _BEFORE if began >= incident.started_at - earlier)
