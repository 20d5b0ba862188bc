"""axe-core in a page or a frame: what it finds must be nothing."""

from functools import cache

from playwright.sync_api import Frame, Page

from tests.running import ROOT

AT_REST = """() => document.getAnimations().every(
  (one) => one.playState === "finished" || one.effect.getComputedTiming().endTime === Infinity
)"""
"""What fades in has little contrast on its way; what moves for ever is no text."""


@cache
def _source() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def findings(place: Page | Frame) -> list[str]:
    """Every violation in this document, with the first place of each; frames are not entered.

    The document is looked at when it has come to rest.
    """
    place.evaluate(_source())
    place.wait_for_function(AT_REST)
    found = place.evaluate("axe.run(document, {iframes: false, resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html']} {one['nodes'][0]['failureSummary']}"
        for one in found["violations"]
    ]
