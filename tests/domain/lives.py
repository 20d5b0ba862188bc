"""Hypothesis strategy: whole lifetimes of a conversation, as happenings for the oracle.

Each life is one that the desk accepts from end to end: nothing is refused, an agent replies only
to a conversation that is owned, the bot is silent once a person owns (R30), replies carry a mark
exactly while the first response runs (R08). The gaps aim at due times, one minute to either side.
"""

from dataclasses import dataclass

from hypothesis import strategies as st

from .oracle import SEEN_WITHIN, Happening, Promise, Walk

PLANS = [Promise(1440, 2880, 720), Promise(240, 2880, 720), Promise(30, 2880, 720)]
SMALL = [Promise(20, 100, 40, 60, 120, 120), Promise(80, 60, 24, 16, 32, 48)]
HAND_OVER_WITHIN = 9  # the desk hands over by itself after 10 min (R15); the oracle does not know
AFTER_THE_END = 2  # happenings after closing: enough to show that they do nothing

# What may happen in which phase. Happenings that lead on are named several times, since they are
# drawn evenly and a life that only adds notes shows little.
IDLE = ["note_added", "desk_said", "snoozed", "customer_wrote", "customer_thanked"]
OFFERED = {
    "queued": ["claimed"] * 6 + IDLE + ["seen"],
    "assigned": ["agent_replied"] * 8 + ["resolved"] * 4 + IDLE + ["released", "handed_to_team"],
    "waiting": ["customer_wrote"] * 4 + IDLE + ["seen"] * 2,
    "resolved": ["not_solved"] * 5 + ["solved"] + IDLE + ["seen"] * 2,
    "closed": ["customer_thanked"],
}


@dataclass(frozen=True)
class Life:
    """Happenings in order, the promise they lived under, and the minute to ask about."""

    happenings: tuple[Happening, ...]
    promise: Promise
    until: int


@st.composite
def lives(
    draw: st.DrawFn,
    *,
    most: int = 20,
    closes: bool = True,
    replies_while_waiting: bool = False,
    revokes: bool = True,
) -> Life:
    """Lives of at most `most` happenings after the handoff.

    `closes`: somebody may close by hand at any time after the handoff. `replies_while_waiting`:
    the agent writes again while waiting (whether that starts the silence anew is the oracle's
    decision). `revokes`: marks may be revoked, also after the end.
    """
    promise = draw(st.sampled_from(PLANS + SMALL))
    walk, told = Walk(promise), list[Happening]()

    def tell(happening: Happening) -> None:
        walk.until(happening.minute)
        walk.apply(happening)
        told.append(happening)

    for happening in draw(intakes()):
        tell(happening)
    minute, after_the_end = told[-1].minute, 0
    for _ in range(draw(st.integers(0, most))):
        minute += draw(gaps(walk, promise, minute))
        walk.until(minute)
        after_the_end += walk.phase == "closed"
        if after_the_end > AFTER_THE_END:
            break
        offered = offers(walk, closes, replies_while_waiting, revokes)
        what = draw(st.sampled_from(offered))
        if what == "seen" and minute - walk.sent == SEEN_WITHIN:
            continue  # whether the fifth minute is still within five minutes is nobody's business
        tell(draw(details(what, minute, walk)))
    until = minute + draw(gaps(walk, promise, minute))
    return Life(tuple(told), promise, until)


@st.composite
def intakes(draw: st.DrawFn) -> list[Happening]:
    """From the customer's first words to the handoff, within the time the intake has."""
    minutes = sorted(draw(st.lists(st.integers(0, HAND_OVER_WITHIN), max_size=3)))
    said = [Happening(m, draw(st.sampled_from(["customer_wrote", "bot_said"]))) for m in minutes]
    last = minutes[-1] if minutes else 0
    handoff = Happening(draw(st.integers(last, HAND_OVER_WITHIN)), "handed_off")
    return [Happening(0, "customer_wrote"), *said, handoff]


def gaps(walk: Walk, promise: Promise, minute: int) -> st.SearchStrategy[int]:
    """Mostly short; sometimes long, or right at something that is due."""
    later = [due - minute for due in dues(walk, promise) if due > minute]
    aims = [due + beside for due in later for beside in (-1, 0, 1)]
    short = [st.integers(0, 4), st.integers(0, 10), st.integers(0, promise.update // 4)]
    long = [st.integers(0, promise.silence + promise.silence // 4)]
    return st.one_of(*short, *long, *([st.sampled_from(aims)] if aims else []))


def dues(walk: Walk, promise: Promise) -> list[int]:
    """Minutes at which something may fall due, as far as is known now."""
    clocks = [walk.first_response(), walk.resolution.clock(), walk.update.clock()]
    known = [clock.due for clock in clocks if clock.due is not None]
    if walk.phase == "waiting":
        known += [walk.delivered + promise.reminder, walk.delivered + promise.silence]
    if walk.phase == "resolved":
        known.append(walk.delivered + promise.confirm)
    return known


def offers(walk: Walk, closes: bool, replies_while_waiting: bool, revokes: bool) -> list[str]:
    """What may happen now."""
    more = list[str]()
    if closes and walk.phase != "closed":
        more.append("closed")
    if replies_while_waiting and walk.phase == "waiting":
        more += ["agent_replied", "agent_replied"]
    if revokes and walk.standing:
        more.append("mark_revoked")
    return OFFERED[walk.phase] + more


@st.composite
def details(draw: st.DrawFn, what: str, minute: int, walk: Walk) -> Happening:
    """The happening with the details that its kind needs."""
    runs = walk.first_response_runs
    match what:
        case "agent_replied":
            mark = draw(st.sampled_from(["investigated", "acknowledged"])) if runs else "plain"
            return Happening(minute, what, mark=mark, wait=draw(st.booleans()))
        case "resolved":
            return Happening(minute, what, investigated=runs)
        case "mark_revoked":
            kind, number = draw(st.sampled_from(sorted(walk.standing)))
            if kind == "reply":
                return Happening(minute, what, of=number)
            return Happening(minute, what, of_solution=number)
    return Happening(minute, what)
