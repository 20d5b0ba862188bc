"""What a visitor's browser loads, gzipped, in bytes: the loader, and the chat app's JavaScript."""

import gzip
from pathlib import Path

BUILT = Path(__file__).parent.parent / "build" / "web"


def measure() -> dict[str, int]:
    """The bytes of what `make build` made; FileNotFoundError where there is nothing."""
    app = sorted((BUILT / "widget" / "assets").glob("*.js"))
    if not app:
        raise FileNotFoundError("the chat app is not built: make build")
    return {"loader_gz": _gzipped(BUILT / "widget.js"), "app_gz": sum(map(_gzipped, app))}


def _gzipped(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))
