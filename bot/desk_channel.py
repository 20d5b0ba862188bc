"""The one request that the desk sends for each message of a customer.

    POST /webhooks/desk/webhook  {"text", "asked", "facts", "language"}
                              -> {"directives": [...], "intent": {"name", "confidence"}}
    GET  /webhooks/desk/         {"status": "ready", "kept": 0}

A tracker is built from the request, Rasa handles the message, the tracker is dropped. So a process
that was restarted goes on as if nothing had happened, and any replica takes any turn.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json
from situation import offer_values, slots

LONGEST_TEXT = 8_000
"""Characters that are read; a customer's message has no more, what was pasted as a file is none."""


class KeepsNothing(InMemoryTrackerStore):
    """A tracker store for a bot without memory."""

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Forgets the tracker."""


class DeskChannel(InputChannel):
    """Rasa as a function: what was asked, known and said goes in, what to do next comes out."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, which is also a part of its address."""
        return "desk"

    def blueprint(self, _: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The two routes; Rasa's own handler is not used, since it would keep a tracker."""
        routes = Blueprint("desk_webhook")

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            kept = await request.app.ctx.agent.processor.tracker_store.keys()
            return json({"status": "ready", "kept": len(list(kept))})

        @routes.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            return json(await turn(request.app.ctx.agent.processor, request.json))

        return routes


async def turn(processor: MessageProcessor, said: dict[str, Any]) -> dict[str, Any]:
    """One message in, directives and the intent that led to them out."""
    facts = said.get("facts") or {}
    situation = slots(said.get("asked"), facts)
    message = UserMessage(
        said["text"][:LONGEST_TEXT] or " ",
        CollectingOutputChannel(),
        metadata={
            **situation,
            "answers": bool(facts.get("answers")),
            "reports": bool(facts.get("reports")),
            "corrects": bool(facts.get("corrects")),
            "unclear": bool(facts.get("unclear")),
            "language": said.get("language"),
        },
    )
    tracker = _tracker(processor, message.sender_id, situation)
    # Rasa's own `handle_message` does these three steps between loading and saving a tracker.
    await processor._handle_message_with_tracker(message, tracker)  # noqa: SLF001
    await processor.run_action_extract_slots(message.output_channel, tracker)
    await processor._run_prediction_loop(message.output_channel, tracker)  # noqa: SLF001
    return {
        "directives": _directives(message.output_channel, offer_values(facts)),
        "intent": _intent(tracker),
    }


def _tracker(
    processor: MessageProcessor, sender: str, situation: dict[str, Any]
) -> DialogueStateTracker:
    events = [ActionExecuted("action_listen")]
    events += [SlotSet(name, value) for name, value in situation.items()]
    return DialogueStateTracker.from_events(sender, events, processor.domain.slots)


def _directives(said: CollectingOutputChannel, values: dict[str, str]) -> list[dict[str, Any]]:
    found = [message["custom"] for message in said.messages]
    found = [one for one in found if one.get("do") != "nothing"]
    return [{**one, "with": values} if one.get("with") == "facts" else one for one in found]


def _intent(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Read from `events`, since `applied_events()` leaves out turns inside a form."""
    last = next(event for event in reversed(tracker.events) if isinstance(event, UserUttered))
    return {"name": last.intent["name"], "confidence": round(last.intent["confidence"], 4)}
