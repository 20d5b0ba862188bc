"""A minute of talk through faults of every part: nothing acknowledged is lost (`story.py`)."""

import gc
import json

from tests.running import ROOT

from .story import play

SECONDS = 60
SEED = 3
AWAY = 5
"""Seconds from a repair until every socket is back (`docs/adr/0037`)."""


async def test_a_minute_of_faults_loses_doubles_and_skips_nothing(tmp_path):
    figures = await play(tmp_path, SECONDS, SEED)
    file = ROOT / "build" / "faults.json"
    file.write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures))
    gc.collect()  # whoever left a connection open is told here, and not in another test
    assert figures["refused"] == []
    assert len(figures["desks"]) == 2
    assert min(figures["desks"]) > 5
    assert figures["acknowledged"] > 200
    assert (figures["lost"], figures["doubled"], figures["gaps"]) == (0, 0, 0)
    assert figures["clocks"] > 10
    assert (figures["clocks_fired_twice"], figures["clocks_missed"]) == (0, 0)
    assert figures["mails"] > 0
    assert (figures["mails_missing"], figures["mails_unexplained"]) == (0, 0)
    assert figures["slowest_recovery_s"] <= AWAY
