"""What the formats have in common."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from firstline.domain.moment import Moment

type AreasOf = Callable[[Iterable[str]], tuple[str, ...]]
"""Names of components, and titles, to the product areas of `facts.yml` that they touch."""

TITLE = 200
"""Characters of a title that are shown."""
BODY = 2_000
"""Characters of an update that are read."""
MOST = 50
"""Incidents of one page that are looked at."""


class UnknownFormat(ValueError):
    """The status page has none of the formats that are known."""


def moment(at: datetime | None) -> Moment:
    """Milliseconds UTC; a time without a zone is meant in UTC; 0 where the page does not say."""
    if at is None:
        return 0
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1000)
