"""Where nobody on shift speaks the customer's language, anybody may take it in time (R06)."""

import pytest

from firstline.domain.commands import ChangeLanguage, OpenToAllLanguages
from firstline.domain.events import DeskSaid, LanguageOpened

from .states import assigned, in_intake, queued

OPEN = OpenToAllLanguages("en")
TOLD = DeskSaid("desk.language_agent", {"language": "en"})


@pytest.mark.rule("R06")
def test_before_a_quarter_of_the_first_response_it_waits_for_who_speaks_it() -> None:
    queued("regular").after("59m").when(OPEN).then()


@pytest.mark.rule("R06")
def test_after_a_quarter_any_agent_gets_it_and_both_are_told_once() -> None:
    told = queued("regular").after("1h").when(OPEN).then(LanguageOpened("en"), TOLD)
    assert told.state.any_language
    told.when(OPEN).then()


@pytest.mark.rule("R06")
def test_another_language_starts_the_question_anew() -> None:
    opened = queued("regular").after("1h").when(OPEN)
    assert not opened.when(ChangeLanguage("ru")).state.any_language


@pytest.mark.rule("R06")
def test_who_has_an_owner_or_no_handoff_waits_for_no_language() -> None:
    assigned("regular").after("1h").when(OPEN).then()
    in_intake("regular").after("9m").when(OPEN).then()
