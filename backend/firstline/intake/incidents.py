"""Incidents, and whether one is what a customer writes about (R24). Pure."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from firstline.domain.context import Finding
from firstline.domain.moment import Moment, Span

from . import topics

THRESHOLD = 0.5
"""The fit from which the customer is asked whether this is it: asking costs less than a queue."""

_HOUR: Span = 3_600_000
_LATE: Span = 90 * 60_000
"""So long a page may take to say what customers see already."""
_BEFORE = ((_LATE, 0.25), (6 * _HOUR, 0.0), (24 * _HOUR, -0.2), (10**15, -0.35))
_WEIGHTY = {"major", "critical"}


class Incident(Struct, frozen=True):
    """An incident that is under way. `areas` as in `facts.yml`; none: the page names no area.

    `status` is the page's own word (investigating, identified, monitoring), `impact` too (none,
    minor, major, critical), `body` the latest update as written; `stale` says that the page
    could not be read lately.
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
    """How well an incident fits, 0 to 1, by area, time, kind of issue, impact and error code."""
    score = sum(_evidence(incident, findings, text, now))
    return max(0.0, min(1.0, score))


def _evidence(
    incident: Incident, findings: Sequence[Finding], text: str, now: Moment
) -> Iterator[float]:
    said = topics.of(text, findings)
    told = topics.of(f"{incident.title}. {incident.body}")
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
    if began is None:
        return 0.15 if incident.started_at <= now else 0.0
    return next(weight for earlier, weight in _BEFORE if began >= incident.started_at - earlier)
