"""Who may see and do what."""

import msgspec
import pytest

from firstline.access import key_hash, new_key, opens, possible
from firstline.domain.commands import AssignConversation, ReleaseConversation
from firstline.domain.events import Person
from firstline.wire import TABLE
from tests.domain.states import STATES, assigned, queued, waiting
from tests.domain.story import ANNA, BEN, LEA, Story, story

RITA = Person(id="c1", name="Rita", verified=True)


def visitors(key: str) -> Story:
    told = story()
    opened = msgspec.structs.replace(told.log[0].event, customer=Person(), key_hash=key_hash(key))
    return Story().given(opened)


def test_keys_are_long_random_and_kept_as_hashes_only():
    one, other = new_key(), new_key()
    assert one != other
    assert len(one) >= 43
    assert one not in key_hash(one)
    assert key_hash(one) == key_hash(one) != key_hash(other)


@pytest.mark.rule("R01", part="the entitlement in the signed identity, and visitors")
def test_a_visitors_conversation_opens_with_its_key_and_nothing_else():
    state = visitors("right").state
    assert opens(state, None, "right")
    assert opens(state, RITA, "right")
    assert not opens(state, None, "wrong")
    assert not opens(state, None, None)
    assert not opens(state, None, "")
    assert not opens(state, RITA, None)


@pytest.mark.rule("R01", part="the entitlement in the signed identity, and visitors")
def test_an_identitys_conversation_opens_with_that_identity_and_no_key():
    opened = msgspec.structs.replace(story().log[0].event, key_hash=key_hash("right"))
    state = Story().given(opened).state
    assert opens(state, RITA, None)
    assert not opens(state, None, "right")
    assert not opens(state, Person(id="c2", verified=True), "right")
    assert not opens(state, Person(id="c1", verified=False), "right")


def test_without_a_kept_hash_no_key_fits():
    opened = msgspec.structs.replace(story().log[0].event, customer=Person(), key_hash="")
    assert not opens(Story().given(opened).state, None, "")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("agent", [ANNA, BEN, LEA], ids=lambda agent: agent.id)
def test_what_is_offered_is_in_the_table_and_open_to_the_role(state, agent):
    role = "lead" if agent.leads else "agent"
    for name in possible(STATES[state]().state, agent):
        assert role in TABLE[name].who


@pytest.mark.rule("R41")
def test_only_the_owner_or_a_lead_is_offered_to_give_it_away():
    given_away = {"assign_conversation", "release_conversation"}
    state = assigned().state
    assert given_away <= set(possible(state, ANNA))
    assert given_away <= set(possible(state, LEA))
    assert not given_away & set(possible(state, BEN))


@pytest.mark.rule("R41")
def test_what_nobody_owns_may_be_claimed():
    assert "claim_conversation" in possible(queued().state, BEN)
    assert "claim_conversation" not in possible(assigned().state, BEN)
    unowned = waiting().when(ReleaseConversation())
    assert "claim_conversation" in possible(unowned.state, BEN)
    given = queued().when(AssignConversation("ben"))
    assert "claim_conversation" not in possible(given.state, BEN)
