"""What a status page says, whichever of the known formats it has (R24).

One module a format, each a pure function from bytes to incidents; `read` knows a format by the
names at its top. Which areas an incident touches is decided by `components.py`, for all alike.
"""

from collections.abc import Callable

import msgspec

from firstline.intake.incidents import Incident

from . import incident_io, instatus, statuspage
from .parts import AreasOf, UnknownFormat

__all__ = ["AreasOf", "UnknownFormat", "read"]

type Read = Callable[[bytes, AreasOf], tuple[Incident, ...]]


def read(content: bytes, areas_of: AreasOf) -> tuple[Incident, ...]:
    """The incidents and maintenance windows that are not over.

    Raises UnknownFormat, and msgspec.MsgspecError for what has no format at all.
    """
    top = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    return _reader(top)(content, areas_of)


def _reader(top: dict[str, msgspec.Raw]) -> Read:
    if incident_io.TOP & top.keys():
        return incident_io.read
    if instatus.TOP & top.keys() or instatus.is_page(top.get("page")):
        return instatus.read
    if "incidents" in top:
        return statuspage.read
    raise UnknownFormat
