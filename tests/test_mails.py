"""What a mail of ours is known by when it comes back (R32)."""

import pytest

from firstline.mails import message_id, named_by, thread_id
from firstline.numbers import new_number

pytestmark = pytest.mark.rule("R32")


@pytest.mark.parametrize("upto", [1, 12, 999_999_999])
def test_a_mail_is_known_by_the_id_that_it_was_given(upto):
    number = new_number()
    assert named_by(message_id(number, upto, "desk.example")) == (number, upto)


def test_the_place_of_all_mails_is_none_of_them():
    assert named_by(thread_id(new_number(), "desk.example")) is None
