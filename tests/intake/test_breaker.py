"""The circuit breaker, with a clock that only the test moves."""

import pytest

from firstline.intake.breaker import FAILURES, FIRST_REST, LONGEST_REST, Breaker


def opened(at: int = 0) -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES):
        breaker.failed(at)
    return breaker


def test_only_failures_in_a_row_open_it():
    breaker = Breaker()
    for _ in range(10):
        for _ in range(FAILURES - 1):
            breaker.failed(0)
        breaker.worked()
    assert breaker.closed
    assert not opened().closed


@pytest.mark.parametrize(("after", "allowed"), [(FIRST_REST - 1, False), (FIRST_REST, True)])
def test_it_allows_a_trial_when_its_rest_is_over(after, allowed):
    assert opened(at=5).may_try(5 + after) is allowed


def test_a_closed_one_needs_no_trial():
    assert not Breaker().may_try(10**9)


def test_each_failed_trial_doubles_the_rest_up_to_the_longest():
    breaker, now, rests = opened(), 0, []
    for _ in range(8):
        rest = next(ms for ms in range(0, LONGEST_REST + 1, 1000) if breaker.may_try(now + ms))
        rests.append(rest)
        now += rest
        breaker.failed(now)
    assert rests == [1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]


def test_failures_of_turns_that_were_under_way_prolong_nothing():
    breaker = opened()
    breaker.failed(FIRST_REST - 1)
    assert breaker.may_try(FIRST_REST)


def test_a_trial_that_works_forgets_all():
    breaker = opened()
    breaker.failed(FIRST_REST)
    breaker.worked()
    assert breaker.closed
    for _ in range(FAILURES):
        breaker.failed(0)
    assert breaker.may_try(FIRST_REST)
