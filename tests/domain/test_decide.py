"""Every command in every state: accepted, without effect, or refused; and by whom."""

import pytest

from firstline.domain.commands import COMMANDS, OpenApart, Order, ReserveNumber
from firstline.domain.decide import decide
from firstline.domain.errors import ConversationNotFound, NotAllowed
from firstline.domain.events import NumberReserved

from .samples import ACCEPTED, ORDER, SAMPLES, fitting
from .states import STATES, in_intake
from .story import CUSTOMER, DESK, ELA, FROM_CUSTOMER, FROM_DESK, LEA, PROMISE, usual_giver

ROWS = {name: marks for name, *marks in (line.split() for line in ACCEPTED.strip().splitlines())}
BY = {"EraseContent": LEA, "RevokeInvestigation": LEA, "SettleFlag": ELA}
CASES = [(sample, state) for sample in SAMPLES for state in ORDER if type(sample).__name__ in ROWS]


def name_of(command: object) -> str:
    return type(command).__name__


def test_each_command_has_a_sample_and_a_row() -> None:
    names = {command.__name__ for command in COMMANDS}
    assert {name_of(sample) for sample in SAMPLES} == set(ROWS) == names


@pytest.mark.parametrize(("sample", "state"), CASES, ids=lambda case: str(case).split("(")[0])
def test_each_state_takes_the_commands_that_fit(sample, state) -> None:
    told = STATES[state]()
    command = fitting(sample, told)
    told.when(command, by=BY.get(name_of(sample)))
    outcome = "-" if told.refusal else "+" if told.decided else "o"
    assert outcome == ROWS[name_of(sample)][ORDER.index(state)], told.refusal or told.decided


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_a_customer_gives_only_a_customers_commands(sample) -> None:
    if not isinstance(sample, FROM_CUSTOMER):
        in_intake().when(sample, by=CUSTOMER).refused(NotAllowed)


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_an_agent_gives_only_an_agents_commands(sample) -> None:
    if isinstance(sample, FROM_CUSTOMER + FROM_DESK):
        in_intake().when(sample, by=LEA).refused(NotAllowed)


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_the_desk_speaks_for_nobody(sample) -> None:
    own = {"ReleaseConversation", "EraseContent", "ReserveNumber"}
    if not isinstance(sample, FROM_DESK) and name_of(sample) not in own:
        in_intake().when(sample, by=DESK).refused(NotAllowed)


@pytest.mark.rule("R20")
@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_nothing_happens_to_a_conversation_that_was_never_opened(sample) -> None:
    order = Order(0, usual_giver(sample), sample)
    if isinstance(sample, ReserveNumber | OpenApart):
        assert isinstance(decide(None, order, PROMISE)[0], NumberReserved)
        return
    with pytest.raises(ConversationNotFound):
        decide(None, order, PROMISE)
