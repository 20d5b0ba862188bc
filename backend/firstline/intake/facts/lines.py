"""Lines of a file, which are no phone lines: 'line 3 of my script' hits nobody (R23)."""

import re

from firstline.intake.lexicon import Hit

_NEAR = 60  # characters between a line and the file it is of
_LINE = r"(?:lines?|l[ií]neas?|linhas?)\s\d"
_FILE = (
    r"(?:csv|tsv|txt|xml|json|ya?ml|xlsx?|excel|py|js|php|files?|scripts?|spreadsheets?|skript\w{0,2}"
    r"|datei\w{0,2}|archivos?|ficheros?|arquivos?|planilhas?|файл\w{0,3}|скрипт\w{0,3})\b"
)
_OF_FILE = (
    r"\b(?:of|in|from|der|des|vom|im|en|del?|em|n[ao](?!\scode)|d[ao]|из|в)\s"
    r"(?:(?:the|my|our|your|this|meine[mrs]|unsere[mrs]|el|la|mi|su|meu|minha|nosso|моего)\s)?"
    rf"(?:(?:[\w-]{{1,20}}[ .])?{_FILE}|(?:code|logs?|código|кода|лога)\b)"
)
"""A code and a log are files only so: 'no code on line 3', 'line 7 cannot log in'."""
_BEFORE = re.compile(rf"(?:\b{_FILE}|{_OF_FILE})[^.!?\n]{{0,{_NEAR}}}$", re.IGNORECASE)
_BEHIND = re.compile(rf"{_LINE}[^.!?\n]{{0,{_NEAR}}}?\s{_OF_FILE}", re.IGNORECASE)
_NUMBERED = re.compile(_LINE, re.IGNORECASE)


def of_file(prose: str, hit: Hit) -> bool:
    """Whether a word for a line is that of a line in a file: 'the csv fails on line 3'."""
    if _NUMBERED.match(prose, hit.start) is None:
        return False
    before = prose[max(0, hit.start - _NEAR) : hit.start]
    return bool(_BEHIND.match(prose, hit.start) or _BEFORE.search(before))
