"""Pages to the people on call (R05)."""

from typing import Literal

from msgspec import Struct

from firstline.domain.moment import Moment

PageVain = Literal["nobody", "failed", "silent"]


class PageTaken(Struct, frozen=True, tag=True, tag_field="type"):
    """A process holds the lease for paging `person`, who is on call (R05).

    `key_hash` is of the key in the link with which that person acknowledges.
    """

    person: str
    attempt: int
    until: Moment
    key_hash: str


class PageSent(Struct, frozen=True, tag=True, tag_field="type"):
    """The service took the page; if nobody acknowledges, the next in line is due at `next_at`."""

    person: str
    attempt: int
    next_at: Moment


class PageFailed(Struct, frozen=True, tag=True, tag_field="type"):
    """This person could not be paged: the next in line is due at once."""

    person: str
    attempt: int
    error: str


class PageUnanswered(Struct, frozen=True, tag=True, tag_field="type"):
    """The whole line was tried in vain; it begins anew at `again_at`.

    nobody: no one is on call; failed: none of them could be paged; silent: none acknowledged.
    """

    why: PageVain
    again_at: Moment


class PageHeld(Struct, frozen=True, tag=True, tag_field="type"):
    """It rings the queue instead: the organisation's proposals were lowered too often (R10)."""

    lowered: int


class PageAcknowledged(Struct, frozen=True, tag=True, tag_field="type"):
    """Somebody has it: an agent in the inbox (`by`), or a person on call by their link."""

    by: str = ""
    person: str = ""


PagerEvent = PageTaken | PageSent | PageFailed | PageUnanswered | PageHeld | PageAcknowledged
