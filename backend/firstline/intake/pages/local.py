"""A file in YAML, for a company without a status page, or beside one (docs/operating.md)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal

import msgspec
import yaml
from msgspec import Struct

from firstline.intake.incidents import Incident

from .parts import BODY, MOST, TITLE, AreasOf, UnknownFormat, moment


class _Incident(Struct, forbid_unknown_fields=True):
    id: str
    title: str
    started: datetime
    components: list[str] = []
    status: Literal["investigating", "identified", "monitoring", "resolved"] = "investigating"
    impact: Literal["none", "minor", "major", "critical"] = "none"
    update: str = ""
    url: str = ""


class _Window(Struct, forbid_unknown_fields=True):
    id: str
    title: str
    starts: datetime
    ends: datetime
    components: list[str] = []
    update: str = ""
    url: str = ""


class _File(Struct, forbid_unknown_fields=True):
    incidents: list[_Incident] = []
    maintenances: list[_Window] = []


def read(content: bytes, areas_of: AreasOf) -> tuple[Incident, ...]:
    """The incidents and windows of a file; raises UnknownFormat, whose message names the place."""
    try:
        data = yaml.load(content, yaml.CSafeLoader)
        file = parse(data if data is not None else {})
    except (yaml.YAMLError, UnicodeError, msgspec.ValidationError) as error:
        raise UnknownFormat(str(error)) from error
    return (*_incidents(file, areas_of), *_windows(file, areas_of))


def parse(data: Any) -> _File:
    """The file from plain data; raises msgspec.ValidationError."""
    return msgspec.convert(data, _File)


def _incidents(file: _File, areas_of: AreasOf) -> Iterator[Incident]:
    for one in file.incidents[:MOST]:
        if one.status != "resolved":
            yield Incident(
                id=one.id,
                title=one.title[:TITLE],
                url=one.url,
                areas=areas_of([one.title, *one.components]),
                status=one.status,
                impact=one.impact,
                started_at=moment(one.started),
                body=one.update[:BODY],
            )


def _windows(file: _File, areas_of: AreasOf) -> Iterator[Incident]:
    for one in file.maintenances[:MOST]:
        yield Incident(
            id=one.id,
            title=one.title[:TITLE],
            url=one.url,
            areas=areas_of([one.title, *one.components]),
            status="scheduled",
            planned=True,
            started_at=moment(one.starts),
            ends_at=moment(one.ends),
            body=one.update[:BODY],
        )
