"""The demo: the site of Sendwell, a made-up messaging API, with the widget on every page."""

from urllib.parse import urlencode

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import OctKey

from firstline.domain.moment import Moment
from firstline.locales import LANGUAGES

from .built import as_asset, send
from .demo_html import FOLDER, Words, link, template, text
from .demo_pages import DemoPager
from .demo_people import CUSTOMERS, DemoCustomer
from .demo_status import StatusSite
from .errors import PageNotFound
from .languages import fitting, language_of, tag_of
from .pages import EACH_TIME
from .parts import Parts

VALID = 600
"""Seconds for which a token of the demo holds."""
LONGEST_VALID = 3600
VISITOR = "visitor"
ACCENT = "#0b6b5f"
ASSETS = {"site.css": "text/css", "site.js": "text/javascript"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "frame-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class DemoSite:
    """Serves the site in the visitor's language, signed in as the customer of `?customer=`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def home(self, request: web.Request) -> web.Response:
        """The first page."""
        return self.page(request, "home")

    async def docs(self, request: web.Request) -> web.Response:
        """Another page of the site: what is unread shows there as well (R32)."""
        return self.page(request, "docs")

    async def asset(self, request: web.Request) -> web.Response:
        """Styles and the little script."""
        name = request.match_info["name"]
        if name not in ASSETS:
            raise PageNotFound
        return send(request, as_asset(ASSETS[name], (FOLDER / name).read_bytes()), {**EACH_TIME})

    async def token(self, request: web.Request) -> web.Response:
        """What the company's site would sign for the person who is signed in there."""
        customer = _customer(request)
        if customer is None:
            raise PageNotFound
        asked = request.query.get("valid", "")
        valid = min(int(asked), LONGEST_VALID) if asked.isdecimal() else VALID
        secret = self._parts.settings.identity_secret
        signed = sign(secret, customer.claims(), self._parts.now(), valid)
        return web.json_response({"token": signed}, headers={"Cache-Control": "no-store"})

    def page(self, request: web.Request, name: str, **parts: str) -> web.Response:
        """A page inside the frame that all pages of the site share."""
        customer, language = _customer(request), _language(request)
        words = self._parts.texts.bundle(language, "demo")
        here = {"language": language, "customer": customer.id if customer else VISITOR}
        shell = template(
            "shell.html",
            words,
            tag=tag_of(language),
            customers="".join(_customers(words, request.path, here)),
            languages="".join(_languages(request.path, here)),
            widget=_widget(here),
            query=urlencode(here),
            content=template(f"{name}.html", words, query=urlencode(here), **parts),
        )
        headers = {"Content-Security-Policy": POLICY, "Vary": "Accept-Language"}
        return send(request, as_asset("text/html", shell.encode()), {**EACH_TIME, **headers})


def setup(app: web.Application, parts: Parts) -> None:
    """Add the routes of the demo."""
    site = DemoSite(parts)
    get = app.router.add_get
    get("/", site.home)
    get("/demo/docs", site.docs)
    get("/demo/token", site.token)
    get("/demo/assets/{name}", site.asset)
    StatusSite(parts, site.page).add_to(app)
    DemoPager(parts, site.page).add_to(app)


def sign(secret: str, claims: dict[str, str | bool], now: Moment, valid: int) -> str:
    """An identity token (HS256) that holds for so many seconds."""
    times = {"iat": now // 1000, "exp": now // 1000 + valid}
    return jwt.encode({"alg": "HS256"}, {**claims, **times}, OctKey.import_key(secret))


def _customer(request: web.Request) -> DemoCustomer | None:
    """The customer who is asked for; Ana, if nobody is; None for a visitor."""
    asked = request.query.get("customer", CUSTOMERS[0].id)
    if asked == VISITOR:
        return None
    found = next((customer for customer in CUSTOMERS if customer.id == asked), None)
    if found is None:
        raise PageNotFound
    return found


def _language(request: web.Request) -> str:
    return fitting(request.query.get("language", "")) or language_of(request)


def _customers(words: Words, path: str, here: dict[str, str]) -> list[str]:
    links = [
        link(
            f"{path}?{urlencode({**here, 'customer': customer.id})}",
            text(words, "demo.bar.customer", name=customer.name),
            here=here["customer"] == customer.id,
            note=text(words, f"demo.plans.{customer.plan if customer.chat else 'no_chat'}"),
        )
        for customer in CUSTOMERS
    ]
    visitor = link(
        f"{path}?{urlencode({**here, 'customer': VISITOR})}",
        text(words, "demo.bar.visitor"),
        here=here["customer"] == VISITOR,
        note=text(words, "demo.bar.visitor_note"),
    )
    return [*links, visitor]


def _languages(path: str, here: dict[str, str]) -> list[str]:
    return [
        link(
            f"{path}?{urlencode({**here, 'language': language})}",
            tag_of(language),
            here=here["language"] == language,
        )
        for language in LANGUAGES
    ]


def _widget(here: dict[str, str]) -> str:
    """The widget as any site embeds it: one script."""
    token = f"/demo/token?{urlencode({'customer': here['customer']})}"
    identity = "" if here["customer"] == VISITOR else f' data-token-url="{token}"'
    language = tag_of(here["language"])
    look = f'data-language="{language}" data-accent="{ACCENT}"'
    return f'<script src="/widget.js" async {look}{identity}></script>'
