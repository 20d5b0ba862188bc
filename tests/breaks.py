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


async def reaches_nowhere(self, streams, by, command, **_):
    """What other conversations hold of the same words stays."""
    from firstline.desk.walk import Unreadable  # noqa: PLC0415 - after its break is in place

    return Unreadable()


def in_office_hours(parts, amount):
    """A promise that uses up eight hours a day."""
    return next((part.start + 3 * amount for part in parts if part.counted), None)


def never_handed_over(state, since, policy):
    from firstline.domain.deadlines import Deadline  # noqa: PLC0415 - after its break is in place

    return Deadline(since + policy.resolution, "hand_off")


def without_resolution(state, policy):
    from firstline.domain.clocks import Clock, clocks  # noqa: PLC0415 - after its break is in place

    promised = policy.first_response(state.customer.plan, state.channel)
    spans = promised, policy.resolution, policy.update, policy.mail_and_form.first_response
    first, resolution, update = clocks(state.beats, *spans)
    return first, Clock("resolution", resolution.span, "not_started", None, ()), update


def without_entitlement(self, token, now):
    """Whoever has a token may chat."""
    from firstline.domain.events import Person  # noqa: PLC0415 - after its break is in place

    return Person(id=self._claims(token, now).sub, verified=True)


DOMAIN: Mapping[str, Break] = {
    "R04": BrokenFunction("firstline.domain.clocks:reached", in_office_hours),
    "R05": BrokenFunction("firstline.domain.paging:page_due", lambda state: None),
    "R07": BrokenFunction(
        "firstline.domain.policy:Policy.first_response",
        lambda self, plan, channel: self.plans[self.default_plan].first_response,
    ),
    "R08": BrokenFunction(
        "firstline.domain.clocks:first_investigation",
        lambda beats: next((beat for beat in beats if beat.what == "spoke"), None),
    ),
    "R10": BrokenFunction("firstline.domain.handoff:severity", lambda findings: 3),
    "R11": BrokenFunction("firstline.domain.deadlines:clocks_of", without_resolution),
    "R14": BrokenFunction("firstline.domain.deadlines:_of_clock", lambda *_: iter(())),
    "R15": BrokenFunction("firstline.domain.deadlines:_end_of_intake", never_handed_over),
    "R16": BrokenFunction(
        "firstline.domain.clocks:reached",
        lambda parts, amount: next((part.start + amount for part in parts), None),
    ),
    "R17": BrokenFunction("firstline.domain.clocks:_state", lambda owner: "running"),
    "R20": BrokenFunction("firstline.domain.decide:_reserve", lambda order, policy: ()),
    "R22": BrokenFunction(
        "firstline.domain.evolve.properties:_language_changed", lambda state, event: state
    ),
    "R23": BrokenFunction(
        "firstline.domain.handoff:remaining", lambda state, policy: policy.questions_for("other")
    ),
    "R24": BrokenFunction("firstline.domain.by_intake:offer_incident", lambda state, command: ()),
    "R25": BrokenFunction("firstline.domain.by_intake:offer_duplicate", lambda state, command: ()),
    "R26": BrokenFunction("firstline.domain.by_intake:offer_split", lambda state, command: ()),
    "R28": BrokenFunction("firstline.domain.by_customer:to_person", lambda state, now, policy: ()),
    "R29": BrokenFunction("firstline.domain.handoff:understood", lambda findings: ""),
    "R30": BrokenFunction("firstline.domain.by_intake:_may_say", lambda state, say, policy: True),
    "R31": BrokenFunction(
        "firstline.domain.by_customer:submit_form", lambda state, command, now, policy: ()
    ),
    "R32": BrokenFunction("firstline.domain.deadlines:mail_due", lambda state, policy: None),
    "R33": BrokenFunction("firstline.domain.channels:offer", lambda *_: ()),
    "R40": BrokenFunction("firstline.domain.row:next_clock", lambda all_clocks: None),
    "R41": BrokenFunction("firstline.domain.by_agent:_fresh", lambda state, saw, by: None),
    "R42": BrokenFunction(
        "firstline.domain.by_agent:hand_to_team", lambda state, command, by, policy: ()
    ),
    "R43": BrokenFunction("firstline.domain.by_agent:note", lambda state, command, by, policy: ()),
    "R44": BrokenFunction("firstline.domain.deadlines:_silence", lambda state, policy: iter(())),
    "R45": BrokenFunction("firstline.domain.clocks:_update_since", lambda beats: None),
    "R47": BrokenFunction("firstline.domain.by_customer:judge", lambda state, command: ()),
    "R49": BrokenFunction("firstline.domain.surge:of", lambda findings: ()),
    "R51": BrokenFunction("firstline.domain.clocks:Clock.used", lambda self, now: 0),
    "R52": BrokenFunction("firstline.domain.erasure:blank", lambda event: event),
}

AROUND: Mapping[str, Break] = {
    "R01": BrokenFunction("firstline.web.identities:Identities.verify", without_entitlement),
    "R06": BrokenFunction("firstline.checks.keys:_lacking", lambda *_: iter(())),
    "R21": BrokenFunction("firstline.intake.directives:lines", lambda directives: iter(())),
    "R27": BrokenFunction("firstline.masking_finding:Finder.spans", lambda *_: []),
    "R50": BrokenFunction("firstline.store.passages:passage_of", lambda recorded: None),
    "R71": BrokenFunction(
        "firstline.domain.evolve.intake:_flagged", lambda state, event, recorded: state
    ),
    "R72": BrokenFunction("firstline.check:_flaws", lambda root: iter(())),
}

PARTS: Mapping[str, Break] = {
    "R32 bounces": BrokenFunction("firstline.domain.mailing:bounced", lambda state, command: ()),
    "R52 elsewhere": BrokenFunction("firstline.desk.copies:Copies.erase", reaches_nowhere),
}
"""Of a rule that has several parts, another one: the rule, and a word for the part."""

BREAKS: Mapping[str, Break] = {**DOMAIN, **AROUND, **PARTS}


def rule_of(name: str) -> str:
    """The rule that a break is of."""
    return name.split(maxsplit=1)[0]
