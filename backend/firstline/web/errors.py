"""What goes wrong over HTTP: the classes, their status, and the one place that answers them.

The body is `{"error": {"code", "text", ...}}`, the text in the reader's language. Nobody ever
sees a stack trace.
"""

import math

import structlog
from aiohttp import web

from firstline.domain.errors import FirstlineError
from firstline.locales import Texts
from firstline.wire import problem

from .languages import language_of

log = structlog.get_logger()


class PageNotFound(FirstlineError):
    """There is nothing at this address."""


class MethodNotAllowed(FirstlineError):
    """This address does not take such a request."""


class InternalError(FirstlineError):
    """A mistake of ours; the log has it under the request's id."""


class NotSignedIn(FirstlineError):
    """This needs an agent's session, a conversation's key or an identity."""


class CrossSiteRequest(FirstlineError):
    """The request was made by the page of another site."""


class WrongCredentials(FirstlineError):
    """E-mail address or password is wrong; which of them is not said."""


class TooManyAttempts(FirstlineError):
    """Wrong guesses from one address at one account; `retry_after` in milliseconds."""


class PasswordTooShort(FirstlineError):
    """A password has at least `least` characters."""


class TokenInvalid(FirstlineError):
    """The identity token is none that the company's site could have signed; `reason` says why."""


class TokenExpired(FirstlineError):
    """The identity token has expired; a fresh one is welcome."""


class ChatNotEnabled(FirstlineError):
    """The signed identity does not carry the entitlement to chat (R01)."""


class BodyTooLarge(FirstlineError):
    """The request is larger than what this address takes; `limit` in bytes."""


class UploadStalled(FirstlineError):
    """What was announced did not arrive in time."""


class UploadEmpty(FirstlineError):
    """The file has no content."""


class FileTypeNotAllowed(FirstlineError):
    """The content is of a kind that is not taken, whatever its name says."""


class TextFileTooLarge(FirstlineError):
    """A text file of this size cannot be searched for secrets (R27); `limit` in bytes."""


class TextNotChecked(FirstlineError):
    """The search for secrets did not come to an end, so the file was not kept (R27)."""


class RangeNotSatisfiable(FirstlineError):
    """The file has no such part."""


class FrontEndMissing(FirstlineError):
    """The front end is not built; `make build` does it."""


STATUS = {
    "not_signed_in": 401,
    "wrong_credentials": 401,
    "token_invalid": 401,
    "token_expired": 401,
    "chat_not_enabled": 403,
    "cross_site_request": 403,
    "not_allowed": 403,
    "page_not_found": 404,
    "file_not_found": 404,
    "conversation_not_found": 404,
    "mail_not_known": 404,
    "method_not_allowed": 405,
    "upload_stalled": 408,
    "body_too_large": 413,
    "file_too_large": 413,
    "text_file_too_large": 413,
    "file_type_not_allowed": 415,
    "range_not_satisfiable": 416,
    "too_many_attempts": 429,
    "too_many_requests": 429,
    "internal_error": 500,
    "file_damaged": 500,
    "event_damaged": 500,
    "store_refused": 503,
    "text_not_checked": 503,
    "desk_leaving": 503,
    "front_end_missing": 503,
}


def error_answer(error: FirstlineError, texts: Texts, language: str) -> web.Response:
    """The answer to a refused request."""
    body = {"error": problem(error, texts, language)}
    status = STATUS.get(error.code, 400)
    headers = {"Cache-Control": "no-store"}
    wait = error.details.get("retry_after")
    if isinstance(wait, int):
        headers["Retry-After"] = str(math.ceil(wait / 1000))
    return web.json_response(body, status=status, headers=headers)


def known(error: Exception) -> FirstlineError | None:
    """The error as one of ours; None where aiohttp's own answer is right, such as a redirect."""
    match error:
        case FirstlineError():
            return error
        case web.HTTPNotFound():
            return PageNotFound()
        case web.HTTPMethodNotAllowed():
            return MethodNotAllowed()
        case web.HTTPRequestEntityTooLarge():
            return BodyTooLarge()
        case web.HTTPException():
            return None
        case _:
            log.error("request_failed", exc_info=error)
            return InternalError()


def answer_for(error: Exception, request: web.Request, texts: Texts) -> web.StreamResponse:
    """The answer to whatever a handler raised; what aiohttp answers by itself is raised again."""
    ours = known(error)
    if ours is None:
        raise error
    answer = error_answer(ours, texts, language_of(request))
    if isinstance(error, web.HTTPMethodNotAllowed):
        answer.headers["Allow"] = error.headers["Allow"]
    return answer
