"""Everything that the web serves, put into one application."""

from aiohttp import web

from . import (
    auth,
    bounces,
    demo,
    downloads,
    exports,
    guard,
    health,
    metrics,
    page_link,
    pages,
    uploads,
)
from .parts import Parts


def setup(app: web.Application, parts: Parts) -> None:
    """Add the guard and all routes; the demo's only in demo mode."""
    for part in (guard, auth, bounces, uploads, downloads, pages, page_link, health):
        part.setup(app, parts)
    if parts.exported is not None:
        exports.setup(app, parts, parts.exported)
    if parts.metrics is not None:
        metrics.setup(app, parts.metrics)
    if parts.settings.demo:
        demo.setup(app, parts)
