"""The people on call as the rota file has them now, and where each is reached (R05)."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import structlog
import yaml

from firstline.domain.errors import OperatorError
from firstline.domain.moment import Moment
from firstline.domain.rota import Rota, parse
from firstline.settings import Settings, addresses_on_call

log = structlog.get_logger()


class BrokenRota(OperatorError):
    """The file with the people on call cannot be used; the message says where and why."""


def read_rota(file: Path) -> Rota:
    """The rota in a file; raises BrokenRota."""
    try:
        return parse(yaml.safe_load(file.read_text("utf-8")))
    except (OSError, UnicodeError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise BrokenRota(f"{file}: {error}") from error


class OnCall:
    """Reads the file again once it has changed; one that is broken meanwhile changes nothing."""

    def __init__(self, settings: Settings) -> None:
        self._file = Path(settings.on_call) if settings.on_call else None
        self._addresses: Mapping[str, str] = addresses_on_call(settings)
        self._read_at = -1
        self._rota: Rota | None = None
        if self._file is not None:
            self._rota = read_rota(self._file)
            self._read_at = _changed_at(self._file)

    def in_line(self, now: Moment) -> tuple[str, ...]:
        """Who is called now, one after the other; nobody where no file is named."""
        rota = self._newest()
        return rota.in_line(_there(rota, now)) if rota else ()

    def address(self, person: str) -> str:
        """What Apprise knows the person by; empty where it stands nowhere."""
        rota = self._newest()
        told = rota.people.get(person) if rota else None
        return (told.address if told else "") or self._addresses.get(person, "")

    @property
    def zone(self) -> str:
        """Where the people on call are, for the times in a page."""
        return self._rota.zone if self._rota else "UTC"

    def _newest(self) -> Rota | None:
        if self._file is not None and (changed := _changed_at(self._file)) != self._read_at:
            self._read_at = changed
            try:
                self._rota = read_rota(self._file)
            except BrokenRota as broken:
                log.warning("rota_broken", because=str(broken))
        return self._rota


def _there(rota: Rota, now: Moment) -> datetime:
    return datetime.fromtimestamp(now / 1000, ZoneInfo(rota.zone)).replace(tzinfo=None)


def _changed_at(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
