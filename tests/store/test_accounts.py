import msgspec
import pytest

from firstline.store.port_accounts import Accounts, Agent, ApiToken, EmailTaken

from .places import Place

ANA = Agent("a1", "Ana@example.org", "Ana", "lead", ("first",), ("pt_BR", "en"), "pt_BR")
BEN = Agent("b1", "ben@example.org", "Ben")


@pytest.fixture
async def accounts(place: Place) -> Accounts:
    return await place.accounts()


async def test_an_agent_comes_back_as_saved(accounts: Accounts):
    await accounts.save_agent(BEN)
    await accounts.save_agent(ANA, "hash")
    assert await accounts.agent("a1") == ANA
    assert await accounts.agent("nobody") is None
    assert await accounts.agents() == [ANA, BEN]


async def test_credentials_are_found_in_any_case_of_letters(accounts: Accounts):
    await accounts.save_agent(ANA, "hash")
    assert await accounts.credentials("ana@EXAMPLE.org") == (ANA, "hash")
    assert await accounts.credentials("eve@example.org") is None


async def test_saving_without_a_password_keeps_the_old_one(accounts: Accounts):
    await accounts.save_agent(ANA, "hash")
    renamed = msgspec.structs.replace(ANA, name="Ana Maria")
    await accounts.save_agent(renamed)
    assert await accounts.credentials(ANA.email) == (renamed, "hash")


async def test_two_agents_never_share_an_address(accounts: Accounts):
    await accounts.save_agent(ANA)
    with pytest.raises(EmailTaken):
        await accounts.save_agent(msgspec.structs.replace(BEN, email="ANA@example.org"))


async def test_a_session_lasts_until_its_time_or_its_end(accounts: Accounts):
    await accounts.save_agent(ANA, "hash")
    await accounts.start_session("token", "a1", until=100)
    assert await accounts.session("token", now=99) == ANA
    assert await accounts.session("token", now=100) is None
    assert await accounts.session("other", now=1) is None
    await accounts.end_session("token")
    await accounts.end_session("token")
    assert await accounts.session("token", now=1) is None


async def test_sessions_whose_time_is_over_are_forgotten(accounts: Accounts):
    await accounts.save_agent(ANA, "hash")
    for token, until in (("over", 100), ("just over", 200), ("running", 201)):
        await accounts.start_session(token, "a1", until)
    await accounts.drop_sessions(200)
    running = [await accounts.session(token, 1) for token in ("over", "just over", "running")]
    assert running == [None, None, ANA]


async def test_a_new_password_ends_the_sessions_of_its_agent_alone(accounts: Accounts):
    await accounts.save_agent(ANA, "hash")
    await accounts.save_agent(BEN, "hash")
    await accounts.start_session("hers", "a1", until=100)
    await accounts.start_session("his", "b1", until=100)
    await accounts.save_agent(ANA, "new hash")
    assert await accounts.session("hers", now=1) is None
    assert await accounts.session("his", now=1) == BEN


async def test_tokens_are_in_no_file(accounts: Accounts, place: Place):
    await accounts.save_agent(ANA, "hash")
    await accounts.start_session("planted-session", "a1", until=100)
    await accounts.save_api_token("planted-token", ApiToken("billing", "agent", 5))
    assert await place.traces("planted") == []


async def test_wrong_guesses_count_by_address_and_account_together(accounts: Accounts):
    for at in (10, 20, 30):
        await accounts.note_attempt("1.2.3.4", "ana@example.org", at)
    await accounts.note_attempt("5.6.7.8", "ana@example.org", 30)
    assert await accounts.attempts("1.2.3.4", "ANA@example.org", since=20) == 2
    assert await accounts.attempts("1.2.3.4", "ben@example.org", since=0) == 0
    await accounts.clear_attempts("1.2.3.4", "ana@example.org")
    assert await accounts.attempts("1.2.3.4", "ana@example.org", since=0) == 0
    assert await accounts.attempts("5.6.7.8", "ana@example.org", since=0) == 1


@pytest.mark.rule("R41")
async def test_the_shift_switch_keeps_when_it_was_turned(accounts: Accounts):
    await accounts.save_agent(ANA)
    turned = await accounts.set_shift("a1", 50, on=True)
    assert turned == msgspec.structs.replace(ANA, on_shift=True, shift_changed_at=50)
    assert await accounts.set_shift("a1", 60, on=True) == turned
    assert await accounts.agent("a1") == turned
    assert await accounts.set_shift("nobody", 60, on=True) is None


async def test_an_api_token_is_known_until_it_is_revoked(accounts: Accounts):
    made = ApiToken("billing", "agent", 5)
    await accounts.save_api_token("token", made)
    assert await accounts.api_token("token") == made
    assert await accounts.api_token("other") is None
    await accounts.revoke_api_token("billing")
    assert await accounts.api_token("token") is None


async def test_a_policy_is_kept_under_its_hash(accounts: Accounts):
    await accounts.keep_policy("abc", "plans: {}")
    await accounts.keep_policy("abc", "plans: {}")
    assert await accounts.policy("abc") == "plans: {}"
    assert await accounts.policy("def") is None
