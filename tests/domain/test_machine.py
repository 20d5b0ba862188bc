"""Any sequence of commands, whatever the sweeper does, keeps what must always hold."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from firstline.domain.commands import COMMANDS

from .machine import ACCEPTED, snake
from .rules_of_customer import CustomerRules
from .rules_of_desk import DeskRules

MOST_ROUNDS = 8
"""Rounds of lives until each command was accepted once: some need several others before them."""


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
    every = {snake(command) for command in COMMANDS}
    bounds = settings(
        max_examples=180,
        stateful_step_count=50,
        deadline=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
    )
    for _ in range(MOST_ROUNDS):
        run_state_machine_as_test(Machine, settings=bounds)
        if every <= set(ACCEPTED):
            break
    assert every - set(ACCEPTED) == set()
