"""The bot in a terminal: what is typed, what is shown, and what is shown beside it."""

import io

import pytest

from firstline.domain.events import Choice
from firstline.editing import chat
from firstline.editing.shown import beside, lines_of, understood
from firstline.editing.trial import Heard, Line
from firstline.intake.rasa import Directive, Intent
from firstline.stores import throwaway
from tests.editing.test_trial import IMPACT, TRIED
from tests.kit import Clock, FakeBot, promise, says, texts

ASKED = Heard(
    lines=(
        Line("customer", "401 seit 9"),
        Line("bot", "Wer ist betroffen?", (Choice("all", "Alle"), Choice("person", "Mensch"))),
    ),
    language="de",
    phase="intake",
    intent=Intent("describe_problem", 0.834),
    directives=(Directive(say="ask.impact", asks="impact"), Directive(do="answer", what="time")),
)


@pytest.fixture
def typed(monkeypatch):
    """Types lines into a terminal of a width; gives what it showed."""

    async def run(*lines, bot, columns=80):
        monkeypatch.setenv("COLUMNS", str(columns))
        shown = io.StringIO()

        def begin(store):
            return chat.Trial(
                store=store, policy=promise(), texts=texts(), bot=bot, now=Clock(), language="de"
            )

        given = io.StringIO("".join(f"{line}\n" for line in lines))
        await chat.Terminal(begin, throwaway, texts(), given, shown).run()
        return shown.getvalue()

    return run


@pytest.mark.rule("R72", part=TRIED)
async def test_lines_from_a_pipe_are_answered_with_what_was_understood(typed):
    shown = await typed("Hallo", bot=FakeBot(directives=(IMPACT,)))
    assert "> Hallo" in shown
    assert "bot: Wer ist betroffen?" in shown
    assert "[1] Alle, Dienst ausgefallen" in shown
    assert "    intent    any 1.00" in shown
    assert "    directive say ask.impact asks impact" in shown
    assert "    state     intake, de" in shown


async def test_a_number_presses_a_button(typed):
    shown = await typed("401 seit heute 9 Uhr", "2", bot=FakeBot(directives=(IMPACT,)))
    assert "found     impact 1.00: group" in shown


async def test_a_number_without_a_button_is_a_word(typed):
    bot = FakeBot(directives=(says("thanks"),))
    await typed("401", "7", bot=bot)
    assert [heard[0] for heard in bot.heard] == ["401", "7"]


async def test_person_again_and_quit(typed):
    bot = FakeBot(directives=(says("greet"),))
    shown = await typed("Hallo", "/person", "/again", "Hallo", "/quit", "Hallo", bot=bot)
    assert shown.count("state     queued, de") == 1
    assert shown.count("state     intake, de") == 2


async def test_a_refusal_is_said_and_ends_nothing(typed):
    bot = FakeBot(directives=(Directive(do="solved"),))
    shown = await typed("Geht wieder", "Noch etwas", "/again", "Hallo", bot=bot)
    assert texts().say("en", "conversation_is_closed") in shown
    assert shown.count("state     ") == 2


def test_two_columns_where_there_is_room():
    rows = list(beside(list(lines_of(ASKED)), list(understood(ASKED)), 120))
    assert rows[0].startswith("bot: Wer ist betroffen?")
    assert rows[0].endswith("│ intent    describe_problem 0.83")
    assert all(len(row) <= 120 for row in rows)
    assert rows[1].split("│")[0].strip() == "[1] Alle"


@pytest.mark.parametrize("width", [20, 80, 100, 160])
def test_no_row_is_wider_than_the_terminal_and_no_word_is_lost(width):
    rows = list(beside(list(lines_of(ASKED)), list(understood(ASKED)), width))
    assert max(map(len, rows)) <= width
    for word in ("betroffen?", "[2]", "describe_problem"):
        assert any(word in row for row in rows)


def test_without_a_bot_it_is_said():
    away = Heard(lines=(), language="de", phase="intake", away=True)
    assert "intent    none: the bot is away" in list(understood(away))
