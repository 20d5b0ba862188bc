"""The proxy in front of desks: sockets, what stays inside, a desk that is gone."""

import ssl
from http import HTTPStatus
from io import BytesIO

import aiohttp
import pytest

from tests.running import RunningDesk

from .proxy import Proxy

NO_BOT = {"FIRSTLINE_BOT": "false", "FIRSTLINE_PROXIES": "1"}


@pytest.fixture
def desk(tmp_path):
    with RunningDesk(tmp_path / "desk", settings=NO_BOT) as desk:
        yield desk


@pytest.fixture
def proxy(tmp_path, desk):
    with Proxy(tmp_path / "proxy", [desk.port]) as proxy:
        yield proxy


@pytest.fixture
async def browser(proxy):
    trusted = ssl.create_default_context(cafile=str(proxy.folder / "certificate.pem"))
    connector = aiohttp.TCPConnector(ssl=trusted)
    async with aiohttp.ClientSession(proxy.url, connector=connector) as session:
        yield session


@pytest.mark.parametrize("path", ["/metrics", "/ready"])
async def test_figures_stay_inside(browser, path):
    async with browser.get(path) as answer:
        assert answer.status == HTTPStatus.NOT_FOUND


async def test_pages_come_through_with_the_id_of_the_request(browser):
    async with browser.get("/health") as answer:
        assert answer.status == HTTPStatus.OK
        assert answer.headers["X-Request-Id"]


async def test_what_is_not_encrypted_is_sent_to_where_it_is(proxy):
    async with aiohttp.ClientSession() as plain:
        address = f"http://127.0.0.1:{proxy.plain_port}/inbox"
        async with plain.get(address, allow_redirects=False) as answer:
            assert answer.status == HTTPStatus.PERMANENT_REDIRECT
            assert answer.headers["Location"].startswith("https://127.0.0.1")


async def test_a_socket_begins_with_requests_and_goes_on_as_websocket(browser):
    async with browser.get("/socket.io/?EIO=4&transport=polling") as answer:
        assert answer.status == HTTPStatus.OK
        assert (await answer.text()).startswith("0{")
    async with browser.ws_connect("/socket.io/?EIO=4&transport=websocket") as socket:
        assert (await socket.receive_str()).startswith("0{")


async def test_a_body_that_no_file_may_have_is_refused_at_the_door(browser):
    async with browser.post("/files", data=BytesIO(bytes(28 << 20)), expect100=True) as answer:
        assert answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


async def test_a_desk_that_is_gone_is_passed_over(tmp_path, desk):
    with (
        RunningDesk(tmp_path / "other", settings=NO_BOT) as other,
        Proxy(tmp_path / "both", [desk.port, other.port]) as proxy,
    ):
        desk.kill()
        trusted = ssl.create_default_context(cafile=str(proxy.folder / "certificate.pem"))
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusted)) as session:
            for number in range(20):
                headers = {"User-Agent": f"browser {number}"}
                async with session.get(f"{proxy.url}/health", headers=headers) as answer:
                    assert answer.status == HTTPStatus.OK
