"""Any sequence of commands, whatever the sweeper does, keeps what must always hold."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from firstline.domain.commands import COMMANDS

from .machine import ACCEPTED, snake
from .rules_of_customer import CustomerRules
from .rules_of_desk import DeskRules


class Machine(CustomerRules, DeskRules):
    """Two desks, and a rule for every command."""


def rules() -> set[str]:
    return {one.function.__name__ for one in Machine.setup_state().rules}


def test_the_machine_has_a_rule_for_every_command() -> None:
    assert rules() == {snake(command) for command in COMMANDS} | {"wait"}


@pytest.mark.rule("R14")
@pytest.mark.rule("R17")
@pytest.mark.rule("R30")
@pytest.mark.rule("R41")
def test_any_sequence_of_commands_keeps_what_must_always_hold() -> None:
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=220,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {snake(command) for command in COMMANDS} - set(ACCEPTED) == set()
