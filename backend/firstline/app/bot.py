"""The bot: Rasa as a child of this process, as replicas elsewhere, or none."""

from pathlib import Path

from firstline.intake.bot import Bot
from firstline.settings import Settings


def make_bot(settings: Settings, model: Path) -> Bot:
    """As the settings say."""
    if not settings.bot:
        return Bot()
    return Bot(settings.rasa, argv(settings, model), settings.root.resolve() / "bot")


def argv(settings: Settings, model: Path) -> list[str]:
    """What starts Rasa with a model."""
    root = settings.root.resolve()
    serve_bot = [str(root / settings.bot_python), str(root / "bot/serve.py")]
    return [*serve_bot, str(model.resolve())]
