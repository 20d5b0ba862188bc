"""Puts what the desk and the bot say into words, in the conversation's language and zone.

What was shown is stored with its key, so that a transcript reads as it was read (DESIGN, 5).
"""

from msgspec.structs import replace

from .domain.conversation import Conversation
from .domain.events import BotSaid, Choice, CustomerWrote, DeskSaid, Event
from .domain.moment import Moment
from .locales import Texts
from .times import clock_time, listed


class Voice:
    """Renders events that carry a key and no text yet. `texts` may be exchanged while running."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts

    def put_into_words(self, event: Event, state: Conversation | None, now: Moment) -> Event:
        """The event with its text and labels; other events as they are."""
        if state is None:
            return event
        match event:
            case BotSaid() | DeskSaid():
                return self._line(event, state, now)
            case CustomerWrote(text="", choice=choice) if choice:
                label = self.texts.say(state.language, f"choices.{choice}")
                return replace(event, text=label)
            case _:
                return event

    def _line(self, event: BotSaid | DeskSaid, state: Conversation, now: Moment) -> Event:
        values = {"number": state.number, **event.values}
        shown = {name: self._shown(name, value, state, now) for name, value in values.items()}
        understood = [shown.pop(name, "") for name in ("understood", "understood_at")]
        shown["understood"] = " · ".join(part for part in understood if part)
        key = event.key
        if key == "desk.handed_off" and not shown["understood"]:
            key = "desk.handed_off_bare"
        return replace(
            event,
            text=self.texts.say(state.language, key, **shown),
            choices=tuple(self._labelled(choice, state.language) for choice in event.choices),
        )

    def _labelled(self, choice: Choice, language: str) -> Choice:
        return Choice(choice.value, self.texts.say(language, f"choices.{choice.value}"))

    def _shown(self, name: str, value: str | int, state: Conversation, now: Moment) -> str:
        """A value for people; `..._at` is a moment, `language` and `reasons` are names of texts."""
        if name.endswith("_at") and isinstance(value, int):
            return clock_time(value, state.zone, now, state.language)
        if name == "language":
            return self.texts.say(state.language, f"choices.{value}")
        if name == "reasons":
            named = [
                self.texts.say(state.language, f"reason.{one}") for one in str(value).split(",")
            ]
            return listed(named, state.language)
        return str(value)
