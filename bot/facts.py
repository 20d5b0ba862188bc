"""The last step of understanding: what the words mean after what was asked.

The classifier judges words alone. 'No' after 'is it this incident?' and 'no' after 'do you have
a screenshot?' look the same to it, and an answer such as '10:30' looks like nothing at all. This
component stands behind it: an interruption (person, skip, language, a question of the customer's
own ...) keeps its intent, so its rule applies; all else is the answer to what was asked, and a
description if nothing was. So an unsure guess never misfires: it is taken down, not acted upon.
"""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

ANSWERED_BY_WORDS = ("question", "incident", "duplicate", "split", "channel")
OFFERS = ("incident", "duplicate", "split", "channel")
CHANNELS = ("by_mail", "in_chat")
"""What means something only where it is asked."""
ASKS_FOR = ("person", "cancel", "change_language")
"""What is meant even where the desk finds an answer in the words. All else may be how an answer
sounds: 'no, only one customer', 'hello, it began at nine', 'not sure, about 10h'."""
LIGHTLY = ("person", "skip", "deny", "affirm", "change_language", *CHANNELS)
"""What is done on a fair guess while a question is open, since it loses nothing."""
ENDS = ("cancel", "solved")
"""What ends the conversation, asked back or not: 'the import stops half way' must not."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Facts(GraphComponent):
    """Turns the classifier's guess into the meaning that the rules act upon."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003 - Rasa passes it by name
        resource: Resource,  # noqa: ARG003 - Rasa passes it by name
        execution_context: ExecutionContext,  # noqa: ARG003 - Rasa passes it by name
    ) -> "Facts":
        """The component; it has nothing to learn."""
        return cls(config)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Confidences from 0 to 1; a length in characters."""
        return {
            "sure": 0.2,
            "sure_over_an_answer": 0.35,
            "very_sure": 0.7,
            "longest_interruption": 240,
        }

    def process(self, messages: list[Message]) -> list[Message]:
        """Called by Rasa for each message of a customer."""
        for message in messages:
            situation = message.get(METADATA) or {}
            languages = self._languages(message, situation)
            message.set(ENTITIES, languages, add_to_output=True)
            intent = message.get(INTENT)
            name = self._meaning(message, situation, languages)
            message.set(INTENT, {**intent, "name": name}, add_to_output=True)
        return messages

    def _meaning(self, message: Message, situation: dict[str, Any], named: list[Any]) -> str:
        name = str(message.get(INTENT)["name"])
        asked = situation.get("open", "nothing")
        if asked == "language" and named:
            return "change_language"
        unclear = asked == "question" and situation.get("unclear")
        if unclear and not any(map(str.isalnum, message.get(TEXT))):
            return "unclear"
        if not self._only_tells(name, message, situation):
            return name
        if unclear:
            return "unclear"
        return "answer" if asked in ANSWERED_BY_WORDS else "describe_problem"

    def _only_tells(self, name: str, message: Message, situation: dict[str, Any]) -> bool:
        """Whether the words tell something, rather than ask for something."""
        stage = situation.get("stage", "fresh")
        return (
            name == "describe_problem"
            or message.get(INTENT)["confidence"] < self._needed(name, situation)
            or len(message.get(TEXT)) > self._config["longest_interruption"]
            or (name.startswith("faq_") and bool(situation.get("reports")))
            or (name in CHANNELS and situation.get("open") != "channel")
            or (name == "still_broken" and situation.get("open") in OFFERS)
            or (name == "correct" and stage == "fresh" and situation.get("open") == "nothing")
            or (bool(situation.get("answers")) and not self._asks(name, situation))
        )

    @staticmethod
    def _asks(name: str, situation: dict[str, Any]) -> bool:
        """What is meant even where the desk finds an answer in the words.

        A frequent question sounds like a description to the desk; it is none.
        """
        described = situation.get("what") == "description" and name.startswith("faq_")
        return name in ASKS_FOR or described

    def _needed(self, name: str, situation: dict[str, Any]) -> float:
        """The confidence below which a guess is not acted upon."""
        if name == "correct" and situation.get("corrects"):
            return float(self._config["sure"])
        if situation.get("open", "nothing") == "nothing" and name not in ENDS:
            return float(self._config["sure"])
        if situation.get("what") == "description" and name.startswith("faq_"):
            return float(self._config["sure_over_an_answer"])
        return float(self._config["sure_over_an_answer" if name in LIGHTLY else "very_sure"])

    @staticmethod
    def _languages(message: Message, situation: dict[str, Any]) -> list[dict[str, Any]]:
        """The language that is asked for: the last one named that is not spoken already."""
        named = [one for one in message.get(ENTITIES, []) if one["entity"] == "language"]
        others = [one for one in named if one["value"] != situation.get("language")]
        return (others or named)[-1:]
