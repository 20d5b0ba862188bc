"""Times and lists for people: in their zone, with its name, in their language."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_skeleton, get_timezone_location
from babel.lists import format_list


def clock_time(moment: int, zone: str, now: int, language: str) -> str:
    """A moment (milliseconds UTC) for a customer: '14:30 (São Paulo)', dated if not today.

    An unknown zone is shown as UTC.
    """
    place = _zone(zone)
    there = datetime.fromtimestamp(moment / 1000, place)
    time = f"{there:%H:%M} ({place_name(zone, language)})"
    if there.date() == datetime.fromtimestamp(now / 1000, place).date():
        return time
    return f"{format_skeleton('MMMEd', there, locale=language)}, {time}"


@lru_cache(maxsize=1024)  # a card names it with each message
def place_name(zone: str, language: str) -> str:
    """The place that a zone is named after, as a language calls it: Europe/Moscow is Москва."""
    return get_timezone_location(_zone(zone), locale=language, return_city=True)


def listed(words: Sequence[str], language: str) -> str:
    """One, two and three, as a language joins them."""
    return format_list(words, locale=language)


def zone_name(given: object) -> str:
    """The zone's name as a browser gives it (Europe/Berlin), or UTC where there is none such."""
    return _zone(given).key if isinstance(given, str) else "UTC"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
