"""axe-core in a page or a frame: what it finds must be nothing."""

from functools import cache

from playwright.sync_api import Frame, Page

from tests.running import ROOT


@cache
def _source() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def findings(place: Page | Frame) -> list[str]:
    """Every violation in this document, with the first place of each; frames are not entered."""
    place.evaluate(_source())
    found = place.evaluate("axe.run(document, {iframes: false, resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html']} {one['nodes'][0]['failureSummary']}"
        for one in found["violations"]
    ]
