"""Times for people: in their zone, with its name, in their language."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_skeleton, get_timezone_location


def clock_time(moment: int, zone: str, now: int, language: str) -> str:
    """A moment (milliseconds UTC) for a customer: '14:30 (São Paulo)', dated if not today.

    An unknown zone is shown as UTC.
    """
    place = _zone(zone)
    there = datetime.fromtimestamp(moment / 1000, place)
    name = get_timezone_location(place, locale=language, return_city=True)
    time = f"{there:%H:%M} ({name})"
    if there.date() == datetime.fromtimestamp(now / 1000, place).date():
        return time
    return f"{format_skeleton('MMMEd', there, locale=language)}, {time}"


def zone_name(given: object) -> str:
    """The zone's name as a browser gives it (Europe/Berlin), or UTC where there is none such."""
    return _zone(given).key if isinstance(given, str) else "UTC"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
