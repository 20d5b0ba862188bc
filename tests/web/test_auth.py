"""Agents sign in; guessers, other sites and planted cookies do not."""

import asyncio
from http.cookies import SimpleCookie
from typing import ClassVar

import msgspec
import pytest
from aiohttp.test_utils import TestClient

from firstline.settings import Settings
from firstline.store.port_accounts import EmailTaken
from firstline.web.brake import FREE, LONGEST_DELAY, delay_after
from firstline.web.errors import PasswordTooShort
from firstline.web.guard import address_of
from firstline.web.passwords import change_password, fits, hash_password, make_agent
from firstline.web.sessions import COOKIE

from .kit import ORIGIN, PASSWORD


async def sign_in(client: TestClient, email: str, password: str = PASSWORD, **headers: str):
    return await client.post(
        "/api/session", json={"email": email, "password": password}, headers={**ORIGIN, **headers}
    )


async def who(client: TestClient) -> str | None:
    agent = (await (await client.get("/api/session")).json())["agent"]
    return agent and agent["id"]


async def code(answer) -> str:
    return (await answer.json())["error"]["code"]


async def test_an_agent_signs_in_and_out(client, lena):
    answer = await sign_in(client, "Lena@Desk.example")
    assert answer.status == 200
    assert (await answer.json())["agent"] == {
        "id": "lena",
        "name": "Lena",
        "role": "agent",
        "languages": ["en"],
        "teams": [],
        "on_shift": False,
        "language": "en",
    }
    assert await who(client) == "lena"
    await client.delete("/api/session", headers=ORIGIN)
    assert await who(client) is None


async def test_scripts_and_other_sites_do_not_get_the_cookie(client, lena):
    cookie = (await sign_in(client, lena)).cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["secure"]
    assert len(cookie.value) >= 43


class TestOverHttps:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return msgspec.structs.replace(settings, public_url="https://desk.example")

    async def test_the_cookie_is_for_https_alone(self, client, lena):
        answer = await sign_in(client, lena)
        assert answer.cookies[COOKIE]["secure"]
        assert "max-age" in answer.headers["Strict-Transport-Security"]


async def test_the_store_holds_no_token_that_could_be_used(client, lena, world):
    token = (await sign_in(client, lena)).cookies[COOKIE].value
    stored = b"".join(path.read_bytes() for path in world.folder.glob("accounts.db*"))
    assert token.encode() not in stored
    assert PASSWORD.encode() not in stored


async def test_a_session_ends_by_itself(client, lena, world):
    await sign_in(client, lena)
    world.clock.at += 12 * 3_600_000
    assert await who(client) is None


async def test_a_planted_cookie_is_not_taken_over(client, lena):
    """Session fixation: the token that the browser came with never becomes a session."""
    client.session.cookie_jar.update_cookies({COOKIE: "planted"})
    token = (await sign_in(client, lena)).cookies[COOKIE].value
    assert token != "planted"
    client.session.cookie_jar.clear()
    client.session.cookie_jar.update_cookies({COOKIE: "planted"})
    assert await who(client) is None


async def test_signing_in_again_ends_the_session_before(client, lena):
    first = (await sign_in(client, lena)).cookies[COOKIE].value
    await sign_in(client, lena)
    client.session.cookie_jar.clear()
    client.session.cookie_jar.update_cookies({COOKIE: first})
    assert await who(client) is None


async def test_a_new_password_ends_every_session(client, lena, world):
    await sign_in(client, lena)
    assert await change_password(world.parts.accounts, lena, "another password")
    assert await who(client) is None
    assert (await sign_in(client, lena, "another password")).status == 200


async def test_a_wrong_password_and_an_unknown_account_are_the_same(client, lena):
    wrong = await sign_in(client, lena, "guess")
    unknown = await sign_in(client, "nobody@desk.example", "guess")
    assert wrong.status == unknown.status == 401
    assert await wrong.json() == await unknown.json()
    assert await code(wrong) == "wrong_credentials"


async def test_an_unknown_account_costs_the_same_work(client, lena, monkeypatch):
    hashes: list[str | None] = []
    true_fits = fits

    async def watched(password: str, hash: str | None) -> bool:
        hashes.append(hash)
        return await true_fits(password, hash)

    monkeypatch.setattr("firstline.web.auth.fits", watched)
    await sign_in(client, "nobody@desk.example", "guess")
    assert hashes == [None]
    assert not await true_fits("", None)


async def test_an_account_without_a_password_lets_nobody_in(client, world, lena):
    agent = await world.parts.accounts.agent("lena")
    await world.parts.accounts.save_agent(agent, "")
    assert (await sign_in(client, lena, "")).status == 401


async def test_guessing_is_slowed_down_more_and_more(client, lena, world):
    waits = []
    for _ in range(FREE + 3):
        assert (await sign_in(client, lena, "guess")).status == 401
        answer = await sign_in(client, lena, "guess")
        if answer.status == 429:
            error = (await answer.json())["error"]
            assert error["code"] == "too_many_attempts"
            assert answer.headers["Retry-After"] == str(error["retry_after"] // 1000)
            waits.append(error["retry_after"])
            world.clock.at += error["retry_after"]
    assert waits == sorted(waits)
    assert waits[-1] >= 2 * waits[0] > 0


async def test_the_right_password_has_to_wait_as_well(client, lena):
    for _ in range(FREE):
        await sign_in(client, lena, "guess")
    assert (await sign_in(client, lena)).status == 429


async def test_guesses_sent_side_by_side_are_counted_one_by_one(client, lena):
    answers = await asyncio.gather(*(sign_in(client, lena, f"guess {n}") for n in range(8)))
    assert sorted(answer.status for answer in answers) == [401] * FREE + [429] * (8 - FREE)


class TestBehindAProxy:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return msgspec.structs.replace(settings, proxies=1)

    async def test_nobody_locks_an_agent_out_from_elsewhere(self, client, lena):
        for _ in range(FREE + 1):
            await sign_in(client, lena, "guess", **{"X-Forwarded-For": "203.0.113.9"})
        attacker = await sign_in(client, lena, **{"X-Forwarded-For": "203.0.113.9"})
        herself = await sign_in(client, lena, **{"X-Forwarded-For": "198.51.100.7"})
        assert (attacker.status, herself.status) == (429, 200)

    async def test_an_address_cannot_be_made_up(self, client, lena):
        statuses = [
            (
                await sign_in(
                    client, lena, "guess", **{"X-Forwarded-For": f"10.0.0.{n}, 203.0.113.9"}
                )
            ).status
            for n in range(FREE + 1)
        ]
        assert statuses == [401] * FREE + [429]


async def test_without_a_proxy_the_header_means_nothing(client, lena):
    for n in range(FREE + 1):
        answer = await sign_in(client, lena, "guess", **{"X-Forwarded-For": f"10.0.0.{n}"})
    assert answer.status == 429


def test_delays_grow_up_to_a_limit():
    assert [delay_after(n) for n in range(FREE)] == [0] * FREE
    assert delay_after(FREE + 1) == 2 * delay_after(FREE)
    assert delay_after(1000) == LONGEST_DELAY


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8080"},
        {"Authorization": "Basic bGVuYTpndWVzcw=="},
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_other_sites_can_order_nothing(client, lena, headers, method):
    await sign_in(client, lena)
    answer = await client.request(method, "/api/session", json={}, headers=headers)
    assert answer.status == 403
    assert await code(answer) == "cross_site_request"
    assert await who(client) == "lena"


async def test_a_browser_without_fetch_metadata_is_judged_by_its_origin(client, lena):
    own = f"http://{client.host}:{client.port}"
    body = {"email": lena, "password": PASSWORD}
    answer = await client.post("/api/session", json=body, headers={"Origin": own})
    assert answer.status == 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"email": 1, "password": 2}', b'{"email": "a"}', b"\xff", b"null"]
)
async def test_what_is_no_sign_in_is_refused_with_a_code(client, body):
    answer = await client.post("/api/session", data=body, headers=ORIGIN)
    assert answer.status == 400
    assert await code(answer) == "invalid_message"


async def test_a_huge_body_is_refused(client):
    answer = await client.post("/api/session", data=b"x" * 100_000, headers=ORIGIN)
    assert answer.status == 413
    assert await code(answer) == "body_too_large"


async def test_the_cookie_of_a_sockets_handshake_is_understood(client, lena, world):
    cookie = (await sign_in(client, lena)).cookies[COOKIE]
    sessions = world.parts.sessions
    found = await sessions.agent_of(f"other=1; {COOKIE}={cookie.value}")
    assert found
    assert found.id == "lena"
    for strange in ("", "x", f"{COOKIE}=", f"{COOKIE}=guess", "\0;=\xff", str(SimpleCookie())):
        assert await sessions.agent_of(strange) is None


async def test_an_agent_is_made_with_a_password_that_can_be_checked(world, lena):
    made = await make_agent(
        world.parts.accounts, "marc@desk.example", "Marc", "long enough one", "lead", teams=["a"]
    )
    assert (made.role, made.teams) == ("lead", ("a",))
    _, stored = await world.parts.accounts.credentials("marc@desk.example")
    assert stored.startswith("$argon2id$")
    assert await fits("long enough one", stored)
    assert not await fits("long enough two", stored)
    with pytest.raises(EmailTaken):
        await make_agent(world.parts.accounts, "LENA@desk.example", "Other", "long enough one")
    with pytest.raises(PasswordTooShort):
        await hash_password("short")


async def test_one_address_cannot_try_one_password_on_everybody(client, world):
    """The brake counts by address and account; many accounts meet the address's own limit."""
    world.parts.limits._per_minute = 3
    codes = []
    for number in range(5):
        body = {"email": f"agent-{number}@desk.example", "password": "Winter2026"}
        codes.append((await client.post("/api/session", json=body, headers=ORIGIN)).status)
    assert codes == [401, 401, 401, 429, 429]


async def test_an_unknown_agent_gets_no_password(world):
    assert not await change_password(world.parts.accounts, "nobody@desk.example", "long enough")


def test_an_address_needs_no_connection():
    class Request:
        headers: ClassVar[dict[str, str]] = {}
        remote = None

    assert address_of(Request(), Settings()) == ""
