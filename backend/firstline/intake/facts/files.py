"""What attached files are worth as context, by their names and types alone."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Protocol

from firstline.domain.context import Finding

_PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".bmp"}
_RECORDINGS = {".mp4", ".mov", ".webm", ".mkv", ".avi"}
_LOGS = {".log", ".txt", ".har", ".json", ".csv", ".gz", ".zip", ".xml"}
_SOUNDS = {".mp3", ".ogg", ".opus", ".aac", ".amr", ".wav", ".m4a"}
_DOCUMENTS = {".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".md"}
_SOURCES = {".js", ".ts", ".php", ".py", ".java", ".html", ".sql", ".yml", ".yaml", ".ini"}
ENDINGS = _PICTURES | _RECORDINGS | _LOGS | _SOUNDS | _DOCUMENTS | _SOURCES
"""By these a word is the name of a file, and not of a host."""


class FileName(Protocol):
    """A file as far as it matters here: its name and its media type, which may be empty."""

    @property
    def name(self) -> str:
        """As the sender called it."""

    @property
    def type(self) -> str:
        """The media type, for example image/png."""


def shown_by(files: Sequence[FileName]) -> Iterator[Finding]:
    """A picture or a recording is a screenshot, a text or an archive is logs; value: the name."""
    for file in files:
        ending = PurePath(file.name).suffix.lower()
        if ending in _PICTURES | _RECORDINGS or file.type.startswith(("image/", "video/")):
            yield Finding("screenshot", file.name, sure=0.9)
        elif ending in _LOGS or file.type.startswith("text/"):
            yield Finding("logs", file.name, sure=0.7)
