"""Every setting: its name in the environment, its default, its meaning. Nothing else reads it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

PREFIX = "FIRSTLINE_"


class UnknownSetting(ValueError):
    """The environment holds a FIRSTLINE_ variable that is no setting."""


class Settings(Struct, frozen=True, kw_only=True):
    """The desk's settings. In the environment each is called FIRSTLINE_ and its name."""

    root: Path = Path()
    """Where `policy.yml`, `locales/` and `bot/` are."""
    data: Path = Path("data")
    """Where conversations, files and accounts are kept."""
    host: str = "127.0.0.1"
    """The address to listen on."""
    port: int = 8080
    """The port to listen on."""
    public_url: str = ""
    """How browsers reach the desk; empty: http://HOST:PORT."""
    proxies: int = 0
    """How many reverse proxies of yours stand in front: their X-Forwarded-For is believed."""
    origins: tuple[str, ...] = ()
    """Origins of the sites that may embed the widget, separated by commas; empty: any."""
    identity_secret: str = ""
    """The secret shared with the company's site, which signs customers' identities (HS256)."""
    identity_jwks: str = ""
    """A file with the site's public keys (JWKS), instead of the shared secret."""
    visitors: bool = False
    """Whether people without an identity may chat (R01)."""
    session_hours: int = 12
    """How long an agent stays signed in."""
    status_url: str = ""
    """The status page (Statuspage v2), such as https://status.example.com; empty: none."""
    smtp_host: str = ""
    """The mail server; empty: no mail is sent."""
    smtp_port: int = 587
    """Its port."""
    smtp_user: str = ""
    """The user to sign in as; empty: no sign-in."""
    smtp_password: str = ""
    """The user's password."""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """starttls, tls or none."""
    mail_from: str = ""
    """The address that mails come from."""
    site_url: str = ""
    """The page with the widget, to which mails lead back; empty: the desk's own address."""
    support_mail: str = ""
    """Where customers without a chat may write to, shown to them; empty: nowhere."""
    support_form: str = ""
    """The address of the contact form, shown to them; empty: none."""
    mail_content: bool = False
    """Whether a mail may hold the reply itself, and not only number and link (R32)."""
    bot: bool = True
    """Whether the desk starts Rasa; without it the widget offers the form (R31)."""
    bot_python: str = "bot/.venv/bin/python"
    """The Python of Rasa's own environment."""
    file_limit: int = 25 * 1024 * 1024
    """Bytes in one uploaded file."""
    rate_per_minute: int = 120
    """Commands that one address may send in a minute, customers' side."""
    working_language: str = "en"
    """The language of notes, escalations and pages."""
    demo: bool = False
    """Demo mode: a demo site, demo agents, a status page to play with. Never in production."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """debug, info, warning or error."""

    @property
    def url(self) -> str:
        """The desk's address for browsers, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings as the environment has them.

    Raises UnknownSetting, and msgspec.ValidationError for a value of the wrong kind.
    """
    environment = os.environ if environment is None else environment
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX)
    }
    known = {field.name: field.type for field in msgspec.structs.fields(Settings)}
    for name in given:
        if name not in known:
            raise UnknownSetting(f"{PREFIX}{name.upper()} is no setting of Firstline")
    values = {
        name: _listed(value) if name == "origins" else Path(value) if known[name] is Path else value
        for name, value in given.items()
    }
    return msgspec.convert(values, Settings, strict=False)


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())
