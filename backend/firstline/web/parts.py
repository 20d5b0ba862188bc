"""What the web needs of the desk, made once by the composition root."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from firstline.desk import Desk
from firstline.domain.moment import Moment
from firstline.limits import Limits
from firstline.live.link import Link
from firstline.locales import Texts
from firstline.settings import Settings
from firstline.store.port_accounts import Accounts
from firstline.store.port_files import Files
from firstline.underway import Underway

from .identities import Identities
from .metrics import Metrics
from .sessions import Sessions

type Check = Callable[[], Awaitable[bool]]
type Exported = Callable[[str], AsyncIterator[bytes]]
"""The lines of a conversation, as `firstline export` writes them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """`checks` are what must hold before the desk says that it is ready, by name.

    `about` is what it says of itself while it lives.
    """

    settings: Settings
    desk: Desk
    accounts: Accounts
    files: Files
    identities: Identities
    sessions: Sessions
    limits: Limits
    link: Link = field(default_factory=Link)
    checks: Mapping[str, Check]
    about: Callable[[], Mapping[str, object]] = dict
    metrics: Metrics | None = None
    exported: Exported | None = None
    name_of: Callable[[str], str] = str
    """An agent's id to the name that people see."""
    underway: Underway = field(default_factory=Underway)

    @property
    def texts(self) -> Texts:
        """All texts, as they are now."""
        return self.desk.voice.texts

    def now(self) -> Moment:
        """The desk's clock."""
        return self.desk.now()
