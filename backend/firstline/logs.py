"""Structured logs: one JSON object a line, with no text that people wrote."""

import logging
import sqlite3
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any, Literal

import structlog
from structlog.types import ExcInfo
from structlog.typing import Processor

from .answering import NOW, number_of
from .domain.errors import FirstlineError
from .masking import mask_log

type Format = Literal["json", "console"]

SPEAKS = (FirstlineError, OSError, sqlite3.Error, RuntimeError, MemoryError)
"""Exceptions whose words are ours or the system's. Those of others may repeat what people wrote."""


def set_up(level: str, form: Format = "json") -> None:
    """Log from this level on, masked, to standard error: our own lines and those of libraries."""
    last: Processor = structlog.processors.JSONRenderer()
    if form == "console":
        last = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[*BEFORE, last],
        wrapper_class=structlog.make_filtering_bound_logger(_number(level)),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=BEFORE,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(level=max(_number(level), logging.WARNING), handlers=[handler], force=True)


def _say_what_is_answered(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Adds the request's id, the stream, and the number of the conversation.

    What a socket sends comes within the request that opened it: that one's id becomes `socket`.
    """
    answering = NOW.get()
    if answering is not None:
        event["socket"] = event.pop("request", "")
        event["request"] = answering.request
        if answering.stream:
            event.setdefault("stream", answering.stream)
    if number := number_of(str(event.get("stream", ""))):
        event.setdefault("number", number)
    return event


def _without_words(exc_info: ExcInfo) -> str:
    """Where an exception was raised and its kind; its words only where nobody else wrote them."""
    return "\n".join(_told(exc_info[1], set()))


def _told(error: BaseException, known: set[int]) -> Iterator[str]:
    """The exception, after the one that led to it."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    known.add(id(error))
    if before is not None and id(before) not in known:
        yield from _told(before, known)
        yield "and then:"
    yield from (line.rstrip() for line in traceback.format_tb(error.__traceback__))
    words = str(error) if isinstance(error, SPEAKS) else "(its words are left out)"
    yield f"{type(error).__qualname__}: {words}"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _told(one, known)


def _number(level: str) -> int:
    return logging.getLevelNamesMapping().get(level.upper(), logging.INFO)


BEFORE: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    _say_what_is_answered,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.ExceptionRenderer(_without_words),
    mask_log,
)
"""What becomes of every line. Whatever slipped into one passes the gate for secrets (R27)."""
