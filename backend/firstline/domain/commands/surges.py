"""Many customers, the same trouble, no incident published (R49)."""

from msgspec import Struct

from firstline.domain.moment import Moment


class RaiseSurge(Struct, frozen=True):
    """So many customers wrote about the same since then (R49)."""

    topics: tuple[str, ...]
    since: Moment
    customers: int


class GrowSurge(Struct, frozen=True):
    """One more conversation belongs to it."""

    customers: int


class DismissSurge(Struct, frozen=True):
    """A lead puts the alarm away."""


SurgeCommand = RaiseSurge | GrowSurge | DismissSurge
