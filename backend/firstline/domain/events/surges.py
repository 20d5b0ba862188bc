"""Many customers, the same trouble, no incident published (R49)."""

from msgspec import Struct

from firstline.domain.moment import Moment


class SurgeRaised(Struct, frozen=True, tag=True, tag_field="type"):
    """Many customers write about the same in a short time, and no incident is published (R49).

    Kept by the conversation that was one too many. `topics` are what they share, `since` is when
    the first of them began, `customers` how many there are.
    """

    topics: tuple[str, ...]
    since: Moment
    customers: int


class SurgeGrew(Struct, frozen=True, tag=True, tag_field="type"):
    """There are more of them now."""

    customers: int


class SurgeDismissed(Struct, frozen=True, tag=True, tag_field="type"):
    """A lead says that it is none, or is taken care of."""

    by: str


class SurgeEnded(Struct, frozen=True, tag=True, tag_field="type"):
    """No more of them came for a while."""

    due_at: Moment


SurgeEvent = SurgeRaised | SurgeGrew | SurgeDismissed | SurgeEnded
