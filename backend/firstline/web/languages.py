"""Which of the five languages a browser reads."""

from aiohttp import web

from firstline.locales import LANGUAGES, MAIN


def language_of(request: web.BaseRequest) -> str:
    """What the address asks for (`?language=`), else what the browser prefers, else English."""
    asked = fitting(request.query.get("language", ""))
    return asked or preferred(request.headers.get("Accept-Language", ""))


def preferred(header: str) -> str:
    """The best of our languages for an `Accept-Language` header (RFC 9110, 12.5.4)."""
    wishes = sorted(map(_wish, header[:1000].split(",")), key=lambda wish: -wish[1])
    known = (fitting(tag) for tag, weight in wishes if weight > 0)
    return next((language for language in known if language), MAIN)


def fitting(tag: str) -> str:
    """Our language for a tag such as `pt` or `de-AT`; empty if there is none."""
    base = _base(tag)
    return next((language for language in LANGUAGES if _base(language) == base), "")


def tag_of(language: str) -> str:
    """The language as browsers write it: `pt-BR`."""
    return language.replace("_", "-")


def _base(tag: str) -> str:
    return tag.strip().lower().replace("_", "-").partition("-")[0]


def _wish(part: str) -> tuple[str, float]:
    tag, _, weight = part.partition(";q=")
    try:
        return tag, float(weight) if weight else 1.0
    except ValueError:
        return tag, 0.0
