"""Plain forms of a page, as browsers send them."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from firstline.wire import InvalidMessage

type Form = Mapping[str, str]
MOST_FIELDS = 20


def read_form(body: bytes) -> Form:
    """The fields of a form (`application/x-www-form-urlencoded`). Raises InvalidMessage."""
    try:
        return dict(parse_qsl(body.decode(), max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise InvalidMessage(str(error), at="form") from error
