"""How far it is: the phase, and the beats that its clocks are computed from."""

from msgspec.structs import replace

from firstline.domain.clocks import Beat, BeatKind
from firstline.domain.conversation import Assigned, Conversation, Phase, Queued
from firstline.domain.events import Recorded


def in_phase(state: Conversation, phase: Phase, recorded: Recorded) -> Conversation:
    """In another phase from this event on."""
    return replace(state, phase=phase, changed_position=recorded.position)


def beat(
    state: Conversation, what: BeatKind, recorded: Recorded, position: int = 0
) -> Conversation:
    """One more beat; of words in a row only the newest matters, so the list stays short."""
    if not state.beats and what != "handed_off":
        return state
    beats = state.beats
    if what == "spoke" and beats[-1].what == "spoke":
        beats = beats[:-1]
    return replace(state, beats=(*beats, Beat(recorded.at, what, position)))


def resumed(state: Conversation, agent: str, recorded: Recorded) -> Conversation:
    """Not solved after all: with `agent`, or in the queue; the clocks go on."""
    phase = Assigned(agent) if agent else Queued()
    what: BeatKind = "resumed" if state.beats else "handed_off"
    return beat(in_phase(replace(state, solution=""), phase, recorded), what, recorded)
