"""The domain against the oracle, over whole lives, however late it is swept.

The oracle knows whole minutes and names no due time for what stands still, where none is compared.
The update clock that resolving stopped is fresh, since a solution is a person's word (R45): its
due time is nobody's business.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .lives import Life, lives
from .oracle import Clock, Verdict, verdict
from .telling import Told, read, tell

RULES = ("R07", "R08", "R11", "R14", "R16", "R17", "R44", "R45")

whole_lives = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def shows(test):
    for rule in RULES:
        test = pytest.mark.rule(rule)(test)
    return test


def agree(told: Told, meant: Verdict) -> None:
    for name in ("first_response", "resolution", "update"):
        wanted: Clock = getattr(meant, name)
        fresh = name == "update" and wanted.state == "stopped"
        named = wanted.state == "running" or (wanted.missed and not fresh)
        expected = {
            "state": wanted.state,
            "due": wanted.due if named else told.clocks[name]["due"],
            "misses": wanted.misses,
            "warnings": wanted.warnings,
            "stopped_at": wanted.stopped_at,
        }
        assert (name, told.clocks[name]) == (name, expected)
    assert told.phase == meant.phase
    assert (told.status_lines, told.reminders) == (meant.status_lines, meant.reminders)
    assert (told.closed_at, told.closed_by_itself) == (meant.closed_at, meant.closed_by_itself)


@shows
@whole_lives
@given(lives(replies_while_waiting=True), st.data())
def test_a_life_agrees_however_late_it_is_swept(life: Life, data: st.DataObject) -> None:
    meant = verdict(life.happenings, life.promise, life.until)
    sweeps = data.draw(st.lists(st.integers(0, life.until), max_size=12))
    agree(read(tell(life.happenings, life.promise, life.until, tuple(sweeps))), meant)
    agree(read(tell(life.happenings, life.promise, life.until)), meant)
