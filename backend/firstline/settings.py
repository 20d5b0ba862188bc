"""Every setting: its name in the environment, its default, its meaning. Nothing else reads it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

PREFIX = "FIRSTLINE_"
SQLITE = "sqlite:"
MONGODB = "mongodb"


SHORTEST_SECRET = 32
"""Characters of a secret that nobody guesses."""
IN_FILE = "_file"
"""FIRSTLINE_X_FILE names a file that holds the value of FIRSTLINE_X."""


class UnknownSetting(ValueError):
    """The environment holds a FIRSTLINE_ variable that is no setting."""


class UnusableSetting(ValueError):
    """A setting cannot be used as it is, or not beside another one; the message says why."""


class Settings(Struct, frozen=True, kw_only=True):
    """The desk's settings. In the environment each is called FIRSTLINE_ and its name."""

    root: Path = Path()
    """Where `policy.yml`, `locales/` and `bot/` are."""
    data: Path = Path("data")
    """Where conversations, files and accounts are kept, unless `store` says otherwise."""
    store: str = ""
    """`sqlite:FOLDER` or `mongodb://HOST[,HOST]/DATABASE?replicaSet=...`; empty: SQLite in `data`.
    """
    erasures: str = ""
    """A file, best on another disk, for the journal of erasures that a restore replays (R52).

    Empty: `erasures.jsonl` in the folder of the store; with MongoDB nothing beside its collection.
    """
    redis: str = ""
    """`redis://HOST:PORT/0`, which desks that share a store need; empty: within the process."""
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
    """The status page, such as https://status.example.com, or `file:PATH` in YAML; empty: none."""
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
    mail_bounces: str = ""
    """The address that a mail server tells when a mail does not arrive; empty: `mail_from`."""
    bounce_secret: str = ""
    """What `firstline bounce` shows the desk to be believed (R32); empty: nobody is."""
    site_url: str = ""
    """The page with the widget, to which mails lead back; empty: the desk's own address."""
    support_mail: str = ""
    """Where customers without a chat may write to, shown to them; empty: nowhere."""
    support_form: str = ""
    """The address of the contact form, shown to them; empty: none."""
    mail_content: bool = False
    """Whether a mail may hold the reply itself, and not only number and link (R32)."""
    on_call: str = ""
    """The file with the people on call and their rota (R05); empty: nobody is paged."""
    on_call_addresses: str = ""
    """Their Apprise addresses, `NAME = ADDRESS` in each line, where that file holds none."""
    page_content: bool = False
    """Whether a page may hold the customer's newest words, and not only the subject."""
    bot: bool = True
    """Whether the desk starts Rasa; without it the widget offers the form (R31)."""
    bot_python: str = "bot/.venv/bin/python"
    """The Python of Rasa's own environment."""
    rasa: tuple[str, ...] = ()
    """Addresses of Rasas that were started elsewhere, separated by commas; empty: its own one."""
    file_limit: int = 25 * 1024 * 1024
    """Bytes in one uploaded file."""
    rate_per_minute: int = 120
    """Commands that one address may send in a minute, customers' side."""
    sockets_per_address: int = 500
    """Chats that may be open from one address at a time on one desk; an office shares one."""
    working_language: str = "en"
    """The language of notes, escalations and pages."""
    demo: bool = False
    """Demo mode: a demo site, demo agents, a status page to play with. Never in production."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """debug, info, warning or error."""
    log_format: Literal["json", "console"] = "json"
    """json: one object a line; console: for people to read."""

    @property
    def url(self) -> str:
        """The desk's address for browsers, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def can_mail(self) -> bool:
        """Whether there is a mail server and an address to send from."""
        return bool(self.smtp_host and self.mail_from)

    @property
    def folder(self) -> Path | None:
        """Where SQLite's files and the attachments are; None where MongoDB keeps them."""
        if self.store.startswith(MONGODB):
            return None
        return Path(self.store.removeprefix(SQLITE)) if self.store else self.data


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings as the environment has them, or the files that it names.

    Raises UnknownSetting, UnusableSetting, and msgspec.ValidationError for a value of the wrong
    kind.
    """
    environment = os.environ if environment is None else environment
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX)
    }
    for name in given:
        if name not in FIELDS and name.removesuffix(IN_FILE) not in FIELDS:
            raise UnknownSetting(f"{PREFIX}{name.upper()} is no setting of Firstline")
    values = {name: _converted(name, value) for name, value in _with_files(given).items()}
    settings = msgspec.convert(values, Settings, strict=False)
    check(settings)
    return settings


FIELDS = {field.name: field for field in msgspec.structs.fields(Settings)}


def _with_files(given: Mapping[str, str]) -> dict[str, str]:
    """What was given, with the content of each named file in its setting's place."""
    values = {name: value for name, value in given.items() if name in FIELDS}
    for name, file in given.items():
        setting = name.removesuffix(IN_FILE)
        if name in FIELDS or not file:
            continue
        if values.get(setting):
            raise UnusableSetting(
                f"{_named(setting)} and {_named(name)} are both given: leave one of them out"
            )
        try:
            values[setting] = Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeError) as error:
            raise UnusableSetting(f"{_named(name)}: {error}") from error
    return values


def _converted(name: str, value: str) -> object:
    if isinstance(FIELDS[name].default, tuple):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return Path(value) if FIELDS[name].type is Path else value


def check(settings: Settings) -> None:
    """Raises UnusableSetting for what cannot work, alone or together, with the reason."""
    _check_store(settings.store)
    addresses_on_call(settings)
    if settings.bounce_secret and len(settings.bounce_secret) < SHORTEST_SECRET:
        raise UnusableSetting(
            f"{_named('bounce_secret')} needs at least {SHORTEST_SECRET} characters"
        )
    if settings.redis and not _is_address(settings.redis, {"redis", "rediss"}):
        raise UnusableSetting(f"{_named('redis')} has to look like redis://HOST:PORT/0")
    for address in settings.rasa:
        if not _is_address(address, {"http", "https"}):
            raise UnusableSetting(f"{_named('rasa')}: {address!r} is no http address")
    if settings.rasa and not settings.bot:
        raise UnusableSetting(
            f"{_named('rasa')} names replicas, but {_named('bot')} is false: leave one of them out"
        )


def addresses_on_call(settings: Settings) -> dict[str, str]:
    """Where the people on call are reached, by name; raises UnusableSetting.

    No address is shown where one is wrong: it may hold a password.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(settings.on_call_addresses.splitlines(), 1):
        name, sign, address = (part.strip() for part in line.partition(" = "))
        if not line.strip():
            continue
        if not (name and sign and "://" in address):
            raise UnusableSetting(
                f"{_named('on_call_addresses')}: line {number}: expected NAME = ADDRESS"
            )
        found[name] = address
    return found


def _check_store(store: str) -> None:
    if store.startswith(MONGODB):
        address = urlsplit(store)
        if not (_is_address(store, {"mongodb", "mongodb+srv"}) and address.path.strip("/")):
            raise UnusableSetting(
                f"{_named('store')} has to name host and database: mongodb://HOST/DATABASE"
            )
    elif store and not (store.startswith(SQLITE) and store.removeprefix(SQLITE)):
        raise UnusableSetting(
            f"{_named('store')} is neither sqlite:FOLDER nor mongodb://HOST/DATABASE"
        )


def _is_address(value: str, schemes: set[str]) -> bool:
    """Never shown where it is wrong: it may hold a password."""
    try:
        address = urlsplit(value)
    except ValueError:
        return False
    return address.scheme in schemes and bool(address.netloc.rpartition("@")[2])


def _named(name: str) -> str:
    return PREFIX + name.upper()
