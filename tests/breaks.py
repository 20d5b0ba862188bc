"""For each rule, one thing to break so that the rule no longer holds.

`make rules-break` puts each break in place, runs the tests that are marked with the rule, and
fails unless one of them goes red: a test that cannot fail shows nothing. A break is as small as
it can be and hits the feature itself, not the test's way to it:

    "R07": BrokenFunction(
        "firstline.domain.clocks:first_response_due",
        lambda handed_off_at, plan: handed_off_at + 24 * HOUR,
    ),
    "R32": BrokenFile("widget/src/loader/mark.ts", "unread > 0", "unread > 1"),

A broken function is in place in every Python process that the tests start, the desk included.
Names bound by `from ... import` follow; a reference that is kept elsewhere (a table, a partial)
does not, so break what the table calls instead. A broken file is changed in a copy of the work
tree, where front end and model are built anew if they depend on it, and the tests run there.
"""

from collections.abc import Mapping

from msgspec import Struct


class BrokenFunction(Struct, frozen=True):
    """Puts `stand_in` where `target` ("package.module:name" or "package.module:Class.name") is."""

    target: str
    stand_in: object


class BrokenFile(Struct, frozen=True):
    """Puts `text` in place of `instead_of` (each time it occurs) in the file at `path`."""

    path: str
    instead_of: str
    text: str


Break = BrokenFunction | BrokenFile

BREAKS: Mapping[str, Break] = {}
