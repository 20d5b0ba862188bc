"""`GET /api/conversations/{conversation}/export`: a conversation for a lead to take along (R50)."""

from urllib.parse import quote

from aiohttp import web

from firstline.domain.conversation import Conversation
from firstline.domain.errors import NotAllowed
from firstline.people import People, actor
from firstline.view.plain import plain

from .errors import NotSignedIn
from .parts import Exported, Parts


class Exports:
    """Serves leads only. What was erased is erased here as well."""

    def __init__(self, parts: Parts, lines: Exported) -> None:
        self._parts = parts
        self._lines = lines

    async def export(self, request: web.Request) -> web.StreamResponse:
        """JSON Lines, or with `?as=text` a text in the agent's language.

        Raises NotSignedIn, NotAllowed, ConversationNotFound.
        """
        agent = await self._parts.sessions.agent_of(request)
        if agent is None:
            raise NotSignedIn
        if not actor(agent).leads:
            raise NotAllowed
        stream = request.match_info["conversation"]
        state = await self._parts.desk.state(stream)
        if request.query.get("as") == "text":
            return await self._text(stream, state, agent.language)
        return await self._json(request, stream, state)

    async def _text(self, stream: str, state: Conversation, language: str) -> web.Response:
        people = People(self._parts.accounts)
        await people.refresh()
        words = self._parts.texts.bundle(language, "inbox")
        recorded = await self._parts.desk.readable(stream)
        text = plain(state, recorded, people.name_of, words)
        headers = _headers(state.number, "txt")
        return web.Response(text=text, content_type="text/plain", charset="utf-8", headers=headers)

    async def _json(
        self, request: web.Request, stream: str, state: Conversation
    ) -> web.StreamResponse:
        answer = web.StreamResponse(headers=_headers(state.number, "jsonl"))
        answer.content_type = "application/x-ndjson"
        lines = self._lines(stream)
        first = await anext(lines)  # what cannot be read is refused before the answer begins
        await answer.prepare(request)
        await answer.write(first + b"\n")
        async for line in lines:
            await answer.write(line + b"\n")
        await answer.write_eof()
        return answer


def setup(app: web.Application, parts: Parts, lines: Exported) -> None:
    """Add the address."""
    path = "/api/conversations/{conversation}/export"
    app.router.add_get(path, Exports(parts, lines).export, allow_head=False)


def _headers(number: str, kind: str) -> dict[str, str]:
    return {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(number)}.{kind}",
    }
