"""The demo's status page as data: incidents that a visitor declares, in Statuspage's format (v2).

The format is the public one of `/api/v2/summary.json` and `/api/v2/incidents/unresolved.json`.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from firstline.domain.moment import Moment

Impact = Literal["minor", "major", "critical"]
Status = Literal["investigating", "identified", "monitoring", "resolved"]
IMPACTS: tuple[Impact, ...] = get_args(Impact)
COMPONENTS = ("webhooks", "api", "delivery", "dashboard")
STATE_OF_COMPONENT = {
    "minor": "degraded_performance",
    "major": "partial_outage",
    "critical": "major_outage",
}
MOST = 20
"""Incidents that are kept."""


class Update(Struct, frozen=True):
    """What was said about an incident."""

    id: str
    status: Status
    body: str
    at: Moment


class Incident(Struct, frozen=True):
    """Something that is wrong with one component."""

    id: str
    name: str
    component: str
    impact: Impact
    updates: tuple[Update, ...]

    @property
    def status(self) -> Status:
        """What the newest update says."""
        return self.updates[-1].status

    @property
    def open(self) -> bool:
        """Whether it is still under way."""
        return self.status != "resolved"


@dataclass
class Incidents:
    """In memory, newest first: a restart of the demo finds everything working."""

    known: list[Incident] = field(default_factory=list)

    @property
    def unresolved(self) -> list[Incident]:
        """Those that are under way."""
        return [incident for incident in self.known if incident.open]

    def declare(
        self, name: str, component: str, impact: Impact, body: str, now: Moment
    ) -> Incident:
        """Something broke."""
        update = Update(_id(), "investigating", body, now)
        incident = Incident(_id(), name, component, impact, (update,))
        self.known = [incident, *self.known][:MOST]
        return incident

    def resolve(self, id: str, body: str, now: Moment) -> None:
        """It works again. An unknown or resolved one stays as it is."""
        update = Update(_id(), "resolved", body, now)
        self.known = [
            replace(incident, updates=(*incident.updates, update))
            if incident.id == id and incident.open
            else incident
            for incident in self.known
        ]


type Words = Mapping[str, str]
"""The texts of the demo, by dotted key."""


def summary(incidents: Incidents, url: str, now: Moment, words: Words) -> dict[str, Any]:
    """`/api/v2/summary.json`."""
    worst = _worst(incidents.unresolved)
    return {
        **unresolved(incidents, url, now, words),
        "components": [_component(name, incidents, now, words) for name in COMPONENTS],
        "scheduled_maintenances": [],
        "status": {"indicator": worst, "description": words[f"demo.overall.{worst}"]},
    }


def unresolved(incidents: Incidents, url: str, now: Moment, words: Words) -> dict[str, Any]:
    """`/api/v2/incidents/unresolved.json`."""
    return {
        "page": {
            "id": "sendwell",
            "name": "Sendwell",
            "url": url,
            "time_zone": "Etc/UTC",
            "updated_at": _iso(now),
        },
        "incidents": [_incident(one, url, words) for one in incidents.unresolved],
    }


def _incident(incident: Incident, url: str, words: Words) -> dict[str, Any]:
    first, last = incident.updates[0], incident.updates[-1]
    return {
        "id": incident.id,
        "name": incident.name,
        "status": incident.status,
        "impact": incident.impact,
        "created_at": _iso(first.at),
        "started_at": _iso(first.at),
        "updated_at": _iso(last.at),
        "monitoring_at": None,
        "resolved_at": None,
        "shortlink": f"{url}#{incident.id}",
        "page_id": "sendwell",
        "incident_updates": [_update(one, incident) for one in reversed(incident.updates)],
        "components": [_name(incident.component, words)],
    }


def _update(update: Update, incident: Incident) -> dict[str, Any]:
    return {
        "id": update.id,
        "status": update.status,
        "body": update.body,
        "incident_id": incident.id,
        "created_at": _iso(update.at),
        "updated_at": _iso(update.at),
        "display_at": _iso(update.at),
    }


def _component(name: str, incidents: Incidents, now: Moment, words: Words) -> dict[str, Any]:
    worst = _worst([one for one in incidents.unresolved if one.component == name])
    status = STATE_OF_COMPONENT.get(worst, "operational")
    return {**_name(name, words), "status": status, "updated_at": _iso(now), "group": False}


def _name(component: str, words: Words) -> dict[str, str]:
    return {"id": component, "name": words[f"demo.components.{component}"]}


def _worst(incidents: list[Incident]) -> str:
    found = {incident.impact for incident in incidents}
    return next((impact for impact in reversed(IMPACTS) if impact in found), "none")


def _iso(moment: Moment) -> str:
    at = datetime.fromtimestamp(moment / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _id() -> str:
    return secrets.token_hex(6)
