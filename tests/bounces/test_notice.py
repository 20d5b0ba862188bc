"""What is read from a notice of non-delivery, and what is taken for none (R32)."""

import pytest

from firstline.bounces.notice import (
    LARGEST,
    Bounce,
    NoNotice,
    NoticeOfAnother,
    NoticeTooLarge,
    NoticeUnusable,
    read,
)

from .notices import AWAY, EXCHANGE, GMAIL, OURS, in_other_letters, nested, notice

pytestmark = pytest.mark.rule("R32")


@pytest.mark.parametrize(
    ("mail", "status"), [(notice(), "5.1.1"), (EXCHANGE, "5.1.10"), (GMAIL, "4.2.2")]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_failed_is_read_from_the_notices_of_several_servers(mail, status, end):
    text = mail if isinstance(mail, str) else mail.decode()
    assert read(text.replace("\n", end).encode()) == Bounce("K7Q-4M2X", 12, status)


@pytest.mark.parametrize("returned", ["message/global-headers", "message/global"])
@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_notice_of_a_mail_in_other_letters_names_its_parts_otherwise(returned, encoding, end):
    assert read(in_other_letters(returned, encoding, end)) == Bounce("K7Q-4M2X", 12, "5.1.1")
    assert read(in_other_letters(returned, encoding, end, "delayed")) is None


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded", "", "fail"])
def test_what_has_not_failed_is_no_bounce(action):
    assert read(notice(action)) is None


@pytest.mark.parametrize("action", ["Failed", "FAILED (for good)"])
def test_case_and_comments_of_an_action_say_nothing(action):
    assert read(notice(action)) == Bounce("K7Q-4M2X", 12, "5.1.1")


@pytest.mark.parametrize(
    "status", ["", "rubbish", "9.1.1", "5.1", "5.1.١", "5.1.1234", "<b>5.1.1</b>"]
)
def test_a_status_that_is_none_is_not_passed_on(status):
    assert read(notice(status=status)).status == "5.0.0"


@pytest.mark.parametrize(
    "id",
    [
        *("", "<K7Q-4M2X@desk.example>", "<K7Q-4M2X.0@desk.example>", "K7Q-4M2X.12@desk.example"),
        *("<K7Q-4M2X.12@desk.example> x", "<k7q.1@x>", "<K7Q-4M2X.9999999999@desk.example>"),
        f"<{'9' * 5000}@desk.example>",
    ],
)
def test_a_mail_that_is_not_ours_is_none_of_ours(id):
    with pytest.raises(NoticeOfAnother):
        read(notice(id=id))


@pytest.mark.parametrize(
    "mail",
    [
        *(b"", b"\0\xff\xfe", b"Hello", AWAY.encode(), notice(kind="disposition-notification")),
        b"Content-Type: multipart/report; report-type=delivery-status\n\nno parts",
        notice().replace(b"multipart/report", b"multipart/mixed"),
        OURS.encode(),
    ],
)
def test_what_is_no_report_is_refused(mail):
    with pytest.raises(NoNotice):
        read(mail)


def test_what_is_larger_than_a_notice_is_not_read():
    with pytest.raises(NoticeTooLarge):
        read(notice() + b"x" * LARGEST)


@pytest.mark.parametrize("depth", [3, 200])
def test_a_report_within_reports_says_nothing(depth):
    assert read(nested(depth)) is None


def test_depth_that_breaks_the_parser_is_refused():
    with pytest.raises(NoticeUnusable, match="RecursionError"):
        read(nested(2500))


@pytest.mark.parametrize("at", range(0, len(notice()), 37))
def test_a_notice_that_was_cut_off_breaks_nothing(at):
    try:
        found = read(notice()[:at])
    except NoticeUnusable:
        return
    assert found in {None, Bounce("K7Q-4M2X", 12, "5.1.1")} or found.status == "5.0.0"
