"""What follows the editors' files while the desk runs: texts, promise, the bot's model (R72)."""

from collections.abc import Callable
from pathlib import Path

from firstline.desk import Desk
from firstline.domain.policy import Policy, encode, fingerprint
from firstline.editing.confusions import Comparer
from firstline.editing.model import Model
from firstline.editing.reload import Contents, ModelState, Reload, Told
from firstline.editing.workbench import Bench, Workbench
from firstline.intake.bot import Bot
from firstline.intake.status import StatusPage
from firstline.settings import Settings
from firstline.store.port_accounts import Accounts
from firstline.stores import throwaway

from .bot import argv


class Content:
    """Puts changed files in force, and makes the bench on which editors try them.

    `bot` gives the bot as it is now; `changed` is called when editors are to hear of something.
    """

    def __init__(  # noqa: PLR0913 - what the files are in force in
        self,
        settings: Settings,
        bot: Callable[[], Bot],
        model: Path,
        *,
        desk: Desk,
        status: StatusPage,
        accounts: Accounts,
        changed: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._bot = bot
        self._desk = desk
        self._status = status
        self._accounts = accounts
        own = bot().child is not None
        state: ModelState = "live" if own else "elsewhere" if settings.bot else "off"
        exchange = self._exchange if own else None
        self.model = Model(settings.root, exchange, model, changed, state)
        self.files = Reload(settings.root, self._take, changed, desk.now)

    async def keep_policy(self, policy: Policy) -> None:
        """First where every desk finds it, then in force."""
        await self._accounts.keep_policy(fingerprint(policy), encode(policy).decode())

    def workbench(self) -> Workbench:
        """Where editors try a draft, on a desk of its own."""
        root = self._settings.root
        return Workbench(
            Bench(
                root=root,
                texts=lambda: self._desk.voice.texts,
                policy=lambda: self._desk.policy,
                bot=self._bot,
                now=self._desk.now,
                told=self._told,
                throwaway=throwaway,
                comparer=Comparer(root, root / self._settings.bot_python),
            )
        )

    async def _take(self, contents: Contents) -> None:
        """Texts, areas, promise are in force at once; the bot's model follows, once trained."""
        await self.keep_policy(contents.policy)
        self._desk.voice.texts = contents.texts
        self._status.name_areas(contents.areas)
        self._desk.promise(contents.policy)
        self.model.wake()

    async def _exchange(self, model: Path) -> None:
        await self._bot().exchange(argv(self._settings, model))

    def _told(self) -> Told:
        files = self.files
        return Told(files.live, files.since, files.refused, self.model.state)
