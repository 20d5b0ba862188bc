"""Clock times among the signs of a text: '09:00', '9 Uhr 30', 'at 9', 'три часа дня'."""

from collections.abc import Sequence
from typing import NamedTuple

from .signs import MINUTE, Sign, around

NEAR = 60
"""Characters between a clock time and the day, zone or part of the day that belong to it."""

_HALF, _FIRST_MINUTE = 30, 10  # minutes
_GAP = 3  # characters between two signs that stand together
_NOON, _MIDNIGHT, _HOUR = 12, 24, 60  # hours, hours, minutes
_FIRST_EVENING_HOUR, _LAST_NIGHT_HOUR = 4, 5
_OF_24 = ("h", "u")  # '4h', '4 horas', '4 Uhr' are said on 24 hours, '4 o'clock' on twelve
_OPEN_HOURS = range(1, 7)  # said alone, rather of the afternoon than of the night
_DIGITS_OF_AN_HOUR = 2
_CANDIDATES = 150  # numbers that are looked at: a text with more is a table
_CLOCKS = 40


class Clock(NamedTuple):
    """A clock time: its hour and minute on a 24 hour clock, where, and what speaks for it.

    `half_day` says that it may as well be twelve hours later: 'at 3', 'halb drei'. `part` is the
    part of the day that it was read with, which may stand apart from it: 'last night, at 11'.
    """

    hour: int
    minute: int
    start: int
    end: int
    weight: int
    half_day: bool = False
    part: Sign | None = None


def find(found: Sequence[Sign], prose: str) -> list[Clock]:
    """The clock times of a text; the weight says how clearly each is one."""
    numbers = [sign for sign in found if _may_begin(sign, prose)][:_CANDIDATES]
    read = (clock for sign in numbers if (clock := _read(found, sign, prose)))
    clocks = [clock for clock in read if clock.hour <= _MIDNIGHT][:_CLOCKS]
    return [_with_part_of_day(found, clock) for clock in clocks]


def after(found: Sequence[Sign], sign: Sign, *kinds: str) -> Sign | None:
    """The sign of one of these kinds that stands right after another, the longest if several."""
    near = (s for s in around(found, sign, _GAP + 1) if 0 <= s.start - sign.end <= _GAP)
    return max((s for s in near if s.kind in kinds), key=lambda s: s.end, default=None)


def before(found: Sequence[Sign], sign: Sign, *kinds: str) -> Sign | None:
    """The sign of one of these kinds that stands right before another."""
    near = (s for s in around(found, sign, 40) if 0 <= sign.start - s.end <= _GAP)
    return min((s for s in near if s.kind in kinds), key=lambda s: s.start, default=None)


def _may_begin(sign: Sign, prose: str) -> bool:
    if sign.kind in {"clock", "dotted"}:
        return True
    return sign.kind == "number" and not _is_letter(sign, prose)


def _read(found: Sequence[Sign], sign: Sign, prose: str) -> Clock | None:
    """The clock time that begins with a sign, if one does."""
    match sign.kind:
        case "clock" if prose[sign.start].isdigit():
            hour, minute = sign.value.removesuffix("min").replace("h", ":").split(":")[:2]
            return Clock(int(hour), int(minute), sign.start, sign.end, 3)
        case "clock":
            return _named(found, sign)
        case "dotted" if _is_said_as_time(found, sign):
            hour, minute = sign.value.split(".")
            return Clock(int(hour), int(minute), sign.start, sign.end, 2)
        case "number" if len(sign.value) > _DIGITS_OF_AN_HOUR:
            return _compact(found, sign)
        case "number" if before(found, sign, "without"):
            return None
        case "number":
            return _minutes_said(found, sign, prose) or _hour(found, sign, prose)
        case _:
            return None


def _named(found: Sequence[Sign], sign: Sign) -> Clock | None:
    """A time with a name, and minutes beside it: 'meio-dia e vinte', 'без двадцати час дня'."""
    hour, minute = map(int, sign.value.split(":"))
    if number := before(found, sign, "number"):
        less = before(found, number, "without")  # 'три часа дня' has its hour before it
        return _shifted(hour, -_count(number), number.start, sign.end) if less else None
    more, end = _past_noon(found, sign)
    return Clock(hour % _MIDNIGHT if more else hour, minute + more, sign.start, end, 3)


def _past_noon(found: Sequence[Sign], noon: Sign) -> tuple[int, int]:
    """The minutes of 'meio-dia e vinte', 'mediodía y media', and where they end."""
    if half := after(found, noon, "half_past_after"):
        return _HALF, half.end
    link = after(found, noon, "plus")
    minutes = after(found, link, "number", "quarter") if link else None
    return (_count(minutes) % _HOUR, minutes.end) if minutes else (0, noon.end)


def _compact(found: Sequence[Sign], sign: Sign) -> Clock | None:
    """'at 0930', '1430 hrs'."""
    hour, minute = divmod(int(sign.value), 100)
    leads = sign.value.startswith("0") and before(found, sign, "at", "since", "until")
    said = len(sign.value) == len("0930") and (leads or after(found, sign, "o_clock"))
    if not said or hour >= _MIDNIGHT or minute >= _HOUR:
        return None
    return Clock(hour, minute, sign.start, sign.end, 2)


def _minutes_said(found: Sequence[Sign], sign: Sign, prose: str) -> Clock | None:
    """'at nine thirty', 'в 14 30', 'a las nueve cuarenta'."""
    minutes = after(found, sign, "number")
    if minutes is None or minutes.start - sign.end != 1 or not before(found, sign, "at", "since"):
        return None
    is_minute = _FIRST_MINUTE <= int(minutes.value) < _HOUR and int(sign.value) < _MIDNIGHT
    in_words = not prose[minutes.start].isdigit()
    ends = in_words or _stands_alone(found, minutes, prose)  # '9 30 people' is no time
    if not is_minute or after(found, minutes, "unit") or not ends:
        return None
    return Clock(int(sign.value), int(minutes.value), sign.start, minutes.end, 2, half_day=True)


def _is_said_as_time(found: Sequence[Sign], sign: Sign) -> bool:
    behind = after(found, sign, "o_clock", "am", "pm", "part")
    return bool(behind or before(found, sign, "at", "since", "between", "until"))


def _hour(found: Sequence[Sign], sign: Sign, prose: str) -> Clock | None:
    """A number that is an hour: 'at 9', '9 Uhr 30', 'halb neun', 'y media'."""
    hour = int(sign.value)
    if hour >= _MIDNIGHT:
        return None
    if spoken := _to_the_minute(found, sign, hour):
        return spoken
    if quarters := _quarters(found, sign, hour):
        return quarters
    o_clock = after(found, sign, "o_clock")
    end = o_clock or sign
    part = _part(found, sign, o_clock)
    if before(found, sign, "half_to"):
        return Clock(hour - 1 if hour > 1 else _NOON, 30, sign.start, sign.end, 2, half_day=True)
    if before(found, sign, "half_past_before") or after(found, sign, "half_past_after"):
        return Clock(hour, 30, sign.start, sign.end, 2, half_day=True)
    if part or (o_clock and _is_no_length(found, sign, o_clock)):
        twice = not part and not prose[end.start : end.end].lower().startswith(_OF_24)
        minute = _minutes(found, o_clock)
        return Clock(hour, minute, sign.start, (part or end).end, 2, half_day=twice)
    if _is_article(sign, prose) or after(found, sign, "unit"):
        return None
    if _spans(found, sign):
        return Clock(hour, 0, sign.start, sign.end, 1, half_day=True)
    link = before(found, sign, "at", "since")
    if link and (before(found, link, "o_clock") or _stands_alone(found, sign, prose)):
        return Clock(hour, 0, sign.start, sign.end, 1, half_day=True)
    return None


def _to_the_minute(found: Sequence[Sign], sign: Sign, hour: int) -> Clock | None:
    """'quarter past 2', 'zehn vor drei', 'las 3 y 20', 'tres menos diez', 'без десяти два'."""
    half = before(found, sign, "half_to")  # 'zehn nach halb neun'
    if link := before(found, half or sign, "past", "to"):
        minutes = before(found, link, "number", "quarter")
        if minutes and not before(found, minutes, "between"):
            sign_of = 1 if link.kind == "past" else -1
            after_hour = sign_of * _count(minutes) - (_HALF if half else 0)
            return _shifted(hour, after_hour, minutes.start, sign.end)
    if (minutes := before(found, sign, "number", "quarter")) and before(found, minutes, "without"):
        return _shifted(hour, -_count(minutes), minutes.start, sign.end)
    link = after(found, sign, "plus", "minus")
    minutes = after(found, link, "number", "quarter") if link else None
    if link is None or minutes is None or after(found, minutes, "unit", "o_clock"):
        return None
    if link.kind == "plus" and not _begins_clock(found, sign, minutes):
        return None
    sign_of = 1 if link.kind == "plus" else -1
    return _shifted(hour, sign_of * _count(minutes), sign.start, minutes.end)


def _quarters(found: Sequence[Sign], sign: Sign, hour: int) -> Clock | None:
    """Quarters of the hour that is under way: 'viertel fünf' and 'четверть пятого' are 4:15."""
    part = before(found, sign, "quarter_of", "three_quarters_of")
    if part is None or sign.start - part.end > 1:
        return None
    minutes = 45 if part.kind == "quarter_of" else 15
    return _shifted(hour, -minutes, part.start, sign.end)


def _begins_clock(found: Sequence[Sign], sign: Sign, minutes: Sign) -> bool:
    """'a las 3 y 20' is a time, 'entre las 3 y las 5' and '3 y 20 mensajes' are none."""
    beside = before(found, sign, "at", "since", "until") or after(
        found, minutes, "pm", "am", "part"
    )
    return bool(beside) or minutes.kind == "quarter"


def _count(minutes: Sign) -> int:
    return 15 if minutes.kind == "quarter" else int(minutes.value)


def _shifted(hour: int, minutes: int, start: int, end: int) -> Clock | None:
    if not -_HOUR < minutes < _HOUR:
        return None
    at = (hour * _HOUR + minutes) % (_MIDNIGHT * _HOUR)
    return Clock(at // _HOUR, at % _HOUR, start, end, 2, half_day=hour <= _NOON)


def _spans(found: Sequence[Sign], sign: Sign) -> bool:
    """An end of 'between 9 and 10', 'von 9 bis 11 Uhr', 'с 9 до 11'."""
    times = ("number", "clock", "dotted")
    joint = after(found, sign, "until", "and_until")
    if joint and before(found, sign, "between"):
        return after(found, joint, *times) is not None
    behind = before(found, sign, "until", "and_until")
    if behind is None or (start := before(found, behind, *times, "o_clock")) is None:
        return False
    return behind.kind == "until" or before(found, start, "between") is not None


def _part(found: Sequence[Sign], sign: Sign, o_clock: Sign | None) -> Sign | None:
    """The part of the day right after an hour; 'три дня' are three days unless 'at' says else."""
    part = after(found, o_clock or sign, "am", "pm", "part")
    if part is None or o_clock or before(found, sign, "at", "since"):
        return part
    is_unit = any(s.kind == "unit" and s.start == part.start for s in around(found, part, 1))
    return None if is_unit else part


def _is_no_length(found: Sequence[Sign], sign: Sign, o_clock: Sign) -> bool:
    """'15 horas' is a clock time after 'at' or beside a day; '9 Uhr' always is."""
    if not any(s.kind == "unit" and s.start == o_clock.start for s in around(found, sign, 8)):
        return True
    spans = ("between", "and_until", "until")
    beside = before(found, sign, "at", "since", *spans, "day", "weekday", "date")
    return bool(beside or after(found, o_clock, "day", "weekday", "date"))


def _minutes(found: Sequence[Sign], o_clock: Sign | None) -> int:
    """The minutes of '9 Uhr 30'."""
    number = after(found, o_clock, "number") if o_clock else None
    behind = after(found, number, "o_clock", "unit") if number else None
    if number is None or (behind and behind.value != MINUTE):
        return 0  # 'entre 9h e 11h' names two hours
    return int(number.value) if int(number.value) < _HOUR else 0


def _is_letter(sign: Sign, prose: str) -> bool:
    """'a' is a number only beside what is counted."""
    return sign.end - sign.start == 1 and not prose[sign.start].isdigit()


def _is_article(sign: Sign, prose: str) -> bool:
    """'a', 'ein', 'una' are numbers only beside what is counted."""
    return sign.value == "1" and not prose[sign.start].isdigit()


def _stands_alone(found: Sequence[Sign], sign: Sign, prose: str) -> bool:
    """Not 'at 9 endpoints': no other word follows, or a day or a zone stands near."""
    following = prose[sign.end : sign.end + 2].strip()
    if not following[:1].isalnum() or after(found, sign, "day", "weekday", "date", "zone"):
        return True
    return any(s.kind in {"day", "weekday", "date", "zone"} for s in around(found, sign, 30))


def _with_part_of_day(found: Sequence[Sign], clock: Clock) -> Clock:
    """The same on a 24 hour clock: '3 in the afternoon', '9 вечера', 'last night at 11'."""
    if clock.hour > _NOON:
        return clock._replace(half_day=False)
    here = Sign("clock", "", clock.start, clock.end)
    beside = after(found, here, "am", "pm") or _last_inside(found, clock)
    around_it = around(found, here, NEAR)
    near = [
        s for s in around_it if s.kind == "part" and not _is_of_another_day(around_it, s, clock)
    ]
    part = min(near, key=lambda s: _distance(s, clock), default=None)
    named = part.value if part else ""
    half_day = clock.half_day and clock.hour in _OPEN_HOURS and not (part or beside)
    if beside:
        named = beside.kind
    if beside and part and _distance(part, clock) <= _GAP:
        named = part.value
    used = part if part and named == part.value else beside
    return clock._replace(hour=_on_24(clock.hour, named), half_day=half_day, part=used)


def _is_of_another_day(near: Sequence[Sign], part: Sign, clock: Clock) -> bool:
    """'last night we changed the key, and today at 8': the night is not of the 8."""
    days = (s for s in near if s.kind in {"day", "weekday"})
    return any(part.end <= s.start and s.end <= clock.start for s in days)


def _last_inside(found: Sequence[Sign], clock: Clock) -> Sign | None:
    """The 'pm' that belongs to the clock time's own words."""
    inside = (s for s in found if s.kind in {"am", "pm"} and clock.start < s.start < clock.end)
    return next(inside, None)


def _on_24(hour: int, part: str) -> int:
    match part:
        case "pm" | "afternoon":
            return hour % _NOON + _NOON
        case "am":
            return hour % _NOON
        case "evening":
            return (hour + _NOON) % _MIDNIGHT if hour >= _FIRST_EVENING_HOUR else hour
        case "night":
            return (hour + _NOON) % _MIDNIGHT if hour > _LAST_NIGHT_HOUR else hour
        case _:
            return hour


def _distance(sign: Sign, clock: Clock) -> int:
    return max(sign.start - clock.end, clock.start - sign.end, 0)
