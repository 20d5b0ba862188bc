"""Loader, chat and inbox as browsers get them."""

import gzip
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from aiohttp.test_utils import TestClient

from firstline.domain.commands import Customer, MarkSeen
from firstline.domain.events import Person
from firstline.locales import LANGUAGES
from firstline.settings import Settings
from firstline.web.built import as_asset
from firstline.web.languages import preferred
from firstline.web.pages import first_line

from .kit import ORIGIN, PASSWORD, bearer, by_key, token


class FirstLine(HTMLParser):
    """Finds the data block as a browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.found = ""
        self.scripts = 0

    def handle_starttag(self, tag, attrs):
        self.scripts += tag == "script"
        self.inside = dict(attrs).get("id") == "firstline"

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        self.found += data if self.inside else ""


async def first_of(client: TestClient, address: str, **headers: str):
    answer = await client.get(address, headers=headers)
    page = FirstLine()
    page.feed(await answer.text())
    return answer, json.loads(page.found)


class TestChat:
    async def test_the_page_holds_its_language_and_english(self, client):
        answer, first = await first_of(client, "/widget/chat", **{"Accept-Language": "de-AT,en"})
        assert answer.content_type == "text/html"
        assert first["language"] == "de"
        assert first["languages"] == list(LANGUAGES)
        assert set(first["texts"]) == {"de", "en"}
        assert first["texts"]["de"] != first["texts"]["en"]

    async def test_the_page_can_be_asked_for_in_a_language(self, client):
        _, first = await first_of(client, "/widget/chat?language=ru", **{"Accept-Language": "de"})
        assert first["language"] == "ru"

    async def test_any_site_may_embed_it_where_no_origins_are_set(self, client):
        answer = await client.get("/widget/chat")
        policy = answer.headers["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors 'self' *")
        assert "unsafe" not in policy

    class TestWithOrigins:
        @pytest.fixture
        def settings(self, settings: Settings) -> Settings:
            return msgspec.structs.replace(settings, origins=("https://a.example",))

        async def test_only_these_sites_may_embed_it(self, client):
            policy = (await client.get("/widget/chat")).headers["Content-Security-Policy"]
            assert policy.endswith("frame-ancestors 'self' https://a.example")


def test_no_text_can_end_the_data_block():
    page = FirstLine()
    nasty = "</script><script>alert(1)</script><!--\u2028&amp;"
    page.feed(first_line({"text": nasty}))
    assert page.scripts == 1
    assert json.loads(page.found) == {"text": nasty}


class TestInbox:
    @pytest.mark.parametrize("address", ["/inbox", "/inbox/"])
    async def test_nobody_may_embed_it(self, client, address):
        answer, first = await first_of(client, address, **{"Accept-Language": "pt"})
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert first["language"] == "pt_BR"
        assert first["texts"]

    async def test_it_speaks_the_agents_language(self, client, world, lena):
        agent = await world.parts.accounts.agent("lena")
        await world.parts.accounts.save_agent(msgspec.structs.replace(agent, language="es"))
        body = {"email": lena, "password": PASSWORD}
        await client.post("/api/session", json=body, headers=ORIGIN)
        _, first = await first_of(client, "/inbox", **{"Accept-Language": "de"})
        assert first["language"] == "es"


class TestAssets:
    async def test_the_loader_may_be_loaded_by_any_site(self, client):
        answer = await client.get("/widget.js")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.content_type == "text/javascript"

    @pytest.mark.parametrize("part", ["widget", "inbox"])
    async def test_assets_never_change(self, client, part):
        answer = await client.get(f"/{part}/assets/app-a1b2.js")
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]

    async def test_they_travel_compressed(self, client, built):
        address = "/widget/assets/app-a1b2.js"
        source = (built / "build/web" / address.lstrip("/")).read_bytes()
        answer = await client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert await answer.read() == source
        plain = await client.get(address, headers={"Accept-Encoding": "identity"})
        assert "Content-Encoding" not in plain.headers
        assert await plain.read() == source
        assert len(gzip.decompress(as_asset("text/css", source).packed)) == len(source)

    async def test_what_the_browser_has_is_not_sent_again(self, client):
        first = await client.get("/widget.js")
        again = await client.get("/widget.js", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status, await again.read()) == (304, b"")

    @pytest.mark.parametrize(
        "address",
        [
            "/widget/assets/../../../outside.js",
            "/widget/assets/%2e%2e/%2e%2e/%2e%2e/%2e%2e/outside.js",
            "/widget/assets/..%2f..%2f..%2foutside.js",
            "/widget/assets//etc/passwd",
            "/widget/assets/%00",
            "/widget/assets/",
            "/widget/assets/none.js",
            "/other/assets/app-a1b2.js",
            "/.env",
        ],
    )
    async def test_nothing_beside_the_folder_is_served(self, client, address):
        answer = await client.get(address)
        assert answer.status == 404
        assert (await answer.json())["error"]["code"] == "page_not_found"

    async def test_a_link_out_of_the_folder_leads_nowhere(self, client, built):
        (built / "build/web/widget/assets/out.js").symlink_to(built / "outside.js")
        assert (await client.get("/widget/assets/out.js")).status == 404

    @pytest.mark.parametrize("part", ["widget", "inbox"])
    @pytest.mark.parametrize("language", LANGUAGES)
    async def test_texts_of_a_language(self, client, world, part, language):
        answer = await client.get(f"/{part}/texts/{language}.json")
        assert await answer.json() == world.parts.texts.bundle(language, part)

    @pytest.mark.parametrize("language", ["fr", "..%2fen", "en%00"])
    async def test_there_are_no_other_languages(self, client, language):
        assert (await client.get(f"/widget/texts/{language}.json")).status == 404


async def test_a_browser_that_looks_for_an_icon_finds_no_error(client):
    assert (await client.get("/favicon.ico")).status == 204


class TestNothingBuilt:
    @pytest.fixture
    def built(self, tmp_path: Path) -> Path:
        return tmp_path

    @pytest.mark.parametrize("address", ["/widget/chat", "/inbox"])
    async def test_a_page_says_so(self, client, address, world):
        answer = await client.get(address)
        assert answer.status == 503
        assert answer.content_type == "text/plain"
        assert await answer.text() == world.parts.texts.say("en", "front_end_missing")

    async def test_the_loader_says_so(self, client):
        answer = await client.get("/widget.js")
        assert answer.status == 503
        assert (await answer.json())["error"]["code"] == "front_end_missing"


class TestUnread:
    async def unread(self, client, stream, headers) -> int:
        answer = await client.get(
            "/widget/unread", params={"conversation": stream}, headers=headers
        )
        assert answer.status == 200, await answer.text()
        return (await answer.json())["unread"]

    @pytest.mark.rule("R32")
    async def test_the_loader_learns_of_the_answer(self, client, world):
        stream, key = await world.reserve()
        assert await self.unread(client, stream, by_key(key)) == 0
        await world.answered(stream)
        count = await self.unread(client, stream, by_key(key))
        assert count >= 1
        state = await world.parts.desk.state(stream)
        await world.parts.desk.handle(stream, Customer(), MarkSeen(state.position))
        assert await self.unread(client, stream, by_key(key)) == 0

    @pytest.mark.rule("R32")
    async def test_an_identity_may_ask_for_its_own(self, client, world):
        stream, _ = await world.reserve(Person(id="ana", verified=True))
        assert await self.unread(client, stream, bearer(token())) == 0

    async def test_others_learn_nothing(self, client, world):
        stream, _ = await world.reserve()
        _, other = await world.reserve()
        place = {"conversation": stream}
        wrong = await client.get("/widget/unread", params=place, headers=by_key(other))
        never = await client.get(
            "/widget/unread", params={"conversation": "x"}, headers=by_key(other)
        )
        assert wrong.status == never.status == 404
        assert await wrong.json() == await never.json()
        assert (await client.get("/widget/unread", params=place)).status == 401

    async def test_the_companys_page_may_ask(self, client):
        origin = {"Origin": "https://shop.example", "Access-Control-Request-Method": "GET"}
        asked = await client.options("/widget/unread", headers=origin)
        assert asked.status == 204
        assert asked.headers["Access-Control-Allow-Headers"] == "Authorization"
        refused = await client.get("/widget/unread", headers=origin)
        for answer in (asked, refused):
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("pt-PT", "pt_BR"),
        ("fr, es;q=0.5, ru;q=0.9", "ru"),
        ("de;q=0, es", "es"),
        ("fr", "en"),
        ("*", "en"),
        ("de;q=x, ru", "ru"),
        (";;;,,,=", "en"),
        ("DE-de", "de"),
    ],
)
def test_the_best_language_is_chosen(header, language):
    assert preferred(header) == language


def test_policies_name_no_inline_code():
    source = Path(__file__).parent.parent.parent / "backend" / "firstline" / "web"
    for file in source.glob("*.py"):
        assert not re.search(r"unsafe-(inline|eval)", file.read_text("utf-8"))
