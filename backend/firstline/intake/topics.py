"""What a text is about, in terms that mean the same in all five languages.

Incidents and open conversations are compared by these, since a status page is English and two
colleagues may write in two languages.
"""

import re
from collections.abc import Iterable

from msgspec import Struct

from firstline.domain.context import Finding

from . import lexicon, prose
from .facts import codes, requests

_NAME = re.compile(r"(?<![\w/.-])(?=[\w.-]*[\d_])[A-Za-z][\w-]{4,60}|\+?\d{8,16}")
_COMMON = re.compile(r"v\d{1,3}$|\d{4}-\d\d-\d\d|wamid|[0-9a-f-]{16,}$")  # differ from call to call
_SHOWN = 600  # characters of prose that are compared word by word


class Topics(Struct, frozen=True):
    """What a text is about.

    `codes` are error codes of the API's own, `statuses` HTTP's; `names` are identifiers that two
    texts hardly share by chance (template names, message ids, phone numbers); `words` is the
    folded prose for a comparison within one language.
    """

    areas: frozenset[str]
    kinds: frozenset[str]
    codes: frozenset[str]
    statuses: frozenset[str]
    endpoints: frozenset[str]
    names: frozenset[str]
    words: str


def of(text: str, findings: Iterable[Finding] = ()) -> Topics:
    """The topics of a text and of what was found in it; 1 ms for 2 KB."""
    said = prose.of(text)
    folded = lexicon.fold(said)
    hits = lexicon.topics().find(lexicon.words_of(folded))
    talk = ((hit.start, hit.end) for hit in hits if hit.kind == "small_talk")
    words = lexicon.words_of(prose.blank(folded, talk))
    known = [(hit.kind, hit.value) for hit in hits]
    known += [(finding.what, finding.value) for finding in findings]
    numbers = frozenset(value for what, value in known if what == "error_code")
    paths = (requests.endpoint(value) for what, value in known if what == "request")
    return Topics(
        areas=frozenset(value for what, value in known if what == "area"),
        kinds=frozenset(value for what, value in known if what == "issue_kind"),
        codes=frozenset(code for code in numbers if not codes.is_http(code)),
        statuses=frozenset(code for code in numbers if codes.is_http(code)),
        endpoints=frozenset(paths),
        names=frozenset(_names(text)) - numbers,
        words=" ".join(word[0] for word in words if len(word[0]) > 2)[:_SHOWN],  # noqa: PLR2004
    )


def _names(text: str) -> Iterable[str]:
    found = (match[0].lower() for match in _NAME.finditer(text[: prose.PROSE_LIMIT]))
    return (name for name in found if not _COMMON.match(name))
