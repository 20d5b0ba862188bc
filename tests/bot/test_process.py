"""The process: it keeps nothing, it is quick, it ends with its parent, it never misfires."""

import signal
import statistics
import subprocess

import pytest

from tests.rasa_process import RasaProcess, done
from tests.running import ROOT


def test_nothing_is_kept_after_turns(bot: RasaProcess) -> None:
    for asked in (None, "time", "impact"):
        bot.say("planted marker 5f1d0c", asked, need=["time", "impact"])
    assert bot.health() == {"status": "ready", "kept": 0}


def test_the_store_forgets_what_it_is_told_to_save() -> None:
    """The marker is saved on purpose, and is then nowhere in the store."""
    script = (
        "import asyncio; from desk_channel import KeepsNothing\n"
        "from rasa.shared.core.domain import Domain\n"
        "from rasa.shared.core.events import UserUttered\n"
        "from rasa.shared.core.trackers import DialogueStateTracker\n"
        "store = KeepsNothing(Domain.empty())\n"
        "said = DialogueStateTracker.from_events('a', [UserUttered('planted marker 5f1d0c')])\n"
        "asyncio.run(store.save(said)); assert 'marker' not in repr(store.store), store.store\n"
    )
    python = ROOT / "bot/.venv/bin/python"
    subprocess.run([str(python), "-W", "ignore", "-c", script], cwd=ROOT / "bot", check=True)


@pytest.mark.rule("R21")
def test_a_turn_is_far_quicker_than_a_second(bot: RasaProcess) -> None:
    words = "our customers in Brazil get no messages since ten"
    times = [bot.milliseconds(words, asked="time", described=True) for _ in range(60)]
    print(f"a turn: {statistics.median(times):.1f} ms at the median, {max(times):.1f} at most")
    assert statistics.quantiles(times, n=20)[-1] < 250


def test_it_ends_when_its_parent_s_pipe_closes() -> None:
    """Even while it is still starting."""
    process = RasaProcess()
    process.stop()
    assert process.process.returncode == 0


def test_alone_it_lives_without_a_parent_and_ends_by_its_signal() -> None:
    """As in a container: nobody holds a pipe, and a supervisor stops it."""
    process = RasaProcess(ROOT, "--alone", "--host", "127.0.0.1")
    assert process.process.stdin is not None
    process.process.stdin.close()
    process.wait()
    assert process.say("hello", need=[])["directives"]
    process.process.terminate()
    assert process.process.wait(timeout=20) in {0, -signal.SIGTERM}


@pytest.mark.parametrize("text", ["", " ", "🙂", "0[x]{to}", "{", "a" * 20_000, "\x00", "<b>"])
@pytest.mark.parametrize("asked", [None, "time"])
def test_any_text_gets_an_answer(bot: RasaProcess, text: str, asked: str | None) -> None:
    assert "directives" in bot.say(text, asked, described=asked is not None, need=["time"])


def test_a_long_paste_is_never_an_interruption(bot: RasaProcess) -> None:
    paste = "ERROR could not talk to a person, cancel, stop, skip, thanks\n" * 8
    assert done(bot.say(paste, "screenshot", described=True, need=["impact"])) == ["answer"]


def test_a_title_with_braces_comes_back_as_it_was(bot: RasaProcess) -> None:
    text = "our webhooks arrive an hour late since this morning"
    answer = bot.say(text, incident="Delays {0[x]} of {webhooks}")
    assert answer["directives"][-1]["with"] == {"title": "Delays {0[x]} of {webhooks}"}


def test_unknown_facts_and_questions_do_no_harm(bot: RasaProcess) -> None:
    answer = bot.say("our webhook is late", "weather", moon="full", need=["time"])
    assert done(answer) == ["answer"]
