"""The demo: a site with the widget, customers, agents, and a status page to play with."""

import re

import msgspec
import pytest
from aiohttp.test_utils import TestClient

from firstline.effects.apprise_post import post
from firstline.locales import LANGUAGES
from firstline.settings import Settings, addresses_on_call
from firstline.web.demo_pages import demo_addresses
from firstline.web.demo_people import AGENTS, CUSTOMERS, demo_people, retire_demo_people
from firstline.web.errors import ChatNotEnabled, TokenExpired
from firstline.web.passwords import change_password

from .kit import ORIGIN, START


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return msgspec.structs.replace(settings, demo=True, public_url="http://desk.example")


async def page(client: TestClient, address: str, **headers: str) -> str:
    answer = await client.get(address, headers=headers)
    assert answer.status == 200, await answer.text()
    assert answer.content_type == "text/html"
    return await answer.text()


class TestSite:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("address", ["/", "/demo/docs", "/demo/status", "/demo/pages"])
    async def test_each_page_is_complete_in_each_language(self, client, world, address, language):
        html = await page(client, f"{address}?language={language}")
        assert f'<html lang="{language.replace("_", "-")}">' in html
        assert "{{" not in html
        assert "{name}" not in html
        assert f'data-language="{language.replace("_", "-")}"' in html

    async def test_the_visitors_language_is_spoken(self, client):
        assert '<html lang="ru">' in await page(client, "/", **{"Accept-Language": "ru"})

    @pytest.mark.parametrize("address", ["/", "/demo/docs", "/demo/status"])
    async def test_the_widget_is_on_every_page(self, client, address):
        html = await page(client, f"{address}?customer=ben")
        assert re.search(r'<script src="/widget\.js" async [^>]*></script>', html)
        assert 'data-token-url="/demo/token?customer=ben"' in html

    async def test_a_visitor_brings_no_identity(self, client):
        assert "data-token-url" not in await page(client, "/?customer=visitor")

    async def test_everybody_can_be_chosen(self, client):
        html = await page(client, "/?language=de")
        for customer in CUSTOMERS:
            assert f"customer={customer.id}" in html
            assert customer.name in html

    async def test_strange_wishes_are_refused(self, client):
        assert (await client.get("/?customer=<script>")).status == 404
        assert "<script>alert" not in await page(client, '/?language="><script>alert(1)</script>')

    async def test_nothing_on_it_is_inline(self, client):
        html = await page(client, "/")
        policy = (await client.get("/")).headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]*src=)|<style| style=| on[a-z]+=", html)

    @pytest.mark.parametrize(("name", "status"), [("site.css", 200), ("site.js", 200), ("x", 404)])
    async def test_assets(self, client, name, status):
        assert (await client.get(f"/demo/assets/{name}")).status == status

    async def test_templates_are_no_assets(self, client):
        assert (await client.get("/demo/assets/shell.html")).status == 404


class TestTokens:
    async def token(self, client, customer: str, **more: str) -> str:
        answer = await client.get("/demo/token", params={"customer": customer, **more})
        assert answer.headers["Cache-Control"] == "no-store"
        return (await answer.json())["token"]

    async def test_the_site_signs_its_customers(self, client, world):
        person = world.parts.identities.verify(await self.token(client, "ana"), START)
        assert (person.id, person.name, person.plan) == ("demo-ana", "Ana Lima", "premium")

    @pytest.mark.rule("R01", part="entitlement")
    async def test_chloe_may_not_chat(self, client, world):
        signed = await self.token(client, "chloe")
        with pytest.raises(ChatNotEnabled):
            world.parts.identities.verify(signed, START)

    async def test_a_token_can_be_short_lived(self, client, world):
        signed = await self.token(client, "ana", valid="1")
        with pytest.raises(TokenExpired):
            world.parts.identities.verify(signed, START + 60_000)

    @pytest.mark.parametrize("customer", ["visitor", "nobody"])
    async def test_nobody_else_is_signed(self, client, customer):
        answer = await client.get("/demo/token", params={"customer": customer})
        assert answer.status == 404


class TestStatus:
    INCIDENT = {  # noqa: RUF012 - read only
        "name": "Webhooks <late>",
        "component": "webhooks",
        "impact": "major",
        "message": "We look into it.",
    }

    async def post(self, client, **fields: str):
        return await client.post(
            "/demo/status?language=de&customer=ben", data=fields, headers=ORIGIN
        )

    async def summary(self, client) -> dict:
        return await (await client.get("/demo/status/api/v2/summary.json")).json()

    async def test_all_is_well_at_first(self, client):
        found = await self.summary(client)
        assert found["status"]["indicator"] == "none"
        assert found["incidents"] == []
        assert {one["status"] for one in found["components"]} == {"operational"}

    async def test_an_incident_is_declared_and_resolved(self, client):
        answer = await self.post(client, **self.INCIDENT)
        assert str(answer.url).endswith("/demo/status?language=de&customer=ben")
        assert "Webhooks &lt;late&gt;" in await answer.text()
        found = await self.summary(client)
        (incident,) = found["incidents"]
        assert (incident["name"], incident["status"]) == ("Webhooks <late>", "investigating")
        assert incident["impact"] == found["status"]["indicator"] == "major"
        assert incident["components"] == [{"id": "webhooks", "name": "Webhooks"}]
        assert incident["created_at"] == "2025-10-09T08:53:20.000Z"
        assert incident["incident_updates"][0]["body"] == "We look into it."
        assert incident["shortlink"].startswith("http://desk.example/demo/status#")
        unresolved = await client.get("/demo/status/api/v2/incidents/unresolved.json")
        assert (await unresolved.json())["incidents"] == found["incidents"]
        await self.post(client, resolve=incident["id"])
        assert (await self.summary(client))["incidents"] == []
        assert "Webhooks &lt;late&gt;" in await page(client, "/demo/status")

    @pytest.mark.parametrize(
        "change", [{"name": ""}, {"name": "  "}, {"component": "x"}, {"impact": "none"}]
    )
    async def test_a_form_without_sense_is_refused(self, client, change):
        answer = await self.post(client, **{**self.INCIDENT, **change})
        assert answer.status == 400
        assert (await answer.json())["error"]["code"] == "invalid_message"

    @pytest.mark.parametrize("body", [b"\xff\xfe", b"a=1&" * 50])
    async def test_a_body_that_is_no_form_is_refused(self, client, body):
        answer = await client.post("/demo/status", data=body, headers=ORIGIN)
        assert answer.status == 400

    async def test_an_unknown_incident_stays_unknown(self, client):
        assert (await self.post(client, resolve="x")).status == 200

    async def test_other_sites_can_declare_nothing(self, client):
        answer = await client.post(
            "/demo/status", data=self.INCIDENT, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status == 403

    async def test_old_incidents_are_forgotten(self, client):
        for number in range(25):
            await self.post(client, **{**self.INCIDENT, "name": f"Number {number}"})
        assert len((await self.summary(client))["incidents"]) == 20


class TestPeople:
    async def test_every_agent_can_sign_in(self, client, world):
        made = await demo_people(world.parts.accounts)
        assert {one.name for one in made} == {a.name for a in await world.parts.accounts.agents()}
        for one in made:
            body = {"email": one.email, "password": one.password}
            answer = await client.post("/api/session", json=body, headers=ORIGIN)
            assert (await answer.json())["agent"]["role"] == one.role

    async def test_a_restart_changes_nobody(self, world):
        await demo_people(world.parts.accounts)
        await change_password(world.parts.accounts, AGENTS[0].email, "changed by hand")
        before = await world.parts.accounts.credentials(AGENTS[0].email)
        await demo_people(world.parts.accounts)
        assert await world.parts.accounts.credentials(AGENTS[0].email) == before

    async def test_their_passwords_end_with_the_demo(self, client, world):
        """A folder that served a demo must not let everybody in once it serves customers."""
        made, accounts = await demo_people(world.parts.accounts), world.parts.accounts
        await change_password(accounts, made[1].email, "changed by hand")
        await accounts.start_session("still-open", made[0].id, 2**50)
        retired = await retire_demo_people(accounts)
        assert retired == tuple(one.email for one in made if one is not made[1])
        for one in made:
            body = {"email": one.email, "password": one.password}
            assert (await client.post("/api/session", json=body, headers=ORIGIN)).status == 401
        assert await accounts.session("still-open", 0) is None
        assert await retire_demo_people(accounts) == ()
        await demo_people(accounts)
        body = {"email": made[0].email, "password": made[0].password}
        world.clock.at += 3_600_001
        assert (await client.post("/api/session", json=body, headers=ORIGIN)).status == 200

    def test_their_teams_are_the_promises(self, world):
        teams = {team for one in AGENTS for team in one.teams}
        assert teams <= set(world.parts.desk.policies[world.policy].teams)
        assert {language for one in AGENTS for language in one.languages} == set(LANGUAGES)


class TestWithoutDemo:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return msgspec.structs.replace(settings, demo=False)

    @pytest.mark.parametrize("address", ["/", "/demo/token?customer=ana", "/demo/status"])
    async def test_there_is_no_demo(self, client, address):
        assert (await client.get(address)).status == 404


class TestPager:
    async def test_what_the_people_on_call_get_is_shown_as_text(self, client, settings):
        """As Apprise sends it, by the address that the demo gives each person."""
        (first, *_) = addresses_on_call(
            msgspec.structs.replace(settings, on_call_addresses=demo_addresses(settings))
        ).values()
        address = first.replace(f":{settings.port}/", f":{client.port}/")
        await post(address, "K7Q-4M2X <b>", "Acknowledge: http://desk.example/page/s/k")
        html = await page(client, "/demo/pages")
        assert "K7Q-4M2X &lt;b&gt;" in html
        assert 'href="http://desk.example/page/s/k"' in html
        assert "Dana Reyes" in html

    async def test_what_is_no_page_is_refused(self, client):
        answer = await client.post("/demo/pages", headers=ORIGIN, data=b"[]")
        assert answer.status == 400
