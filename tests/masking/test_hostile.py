"""No text makes the gate slow: time grows with its length alone."""

import random
import time

import pytest

from firstline.masking import mask
from firstline.masking_patterns import read_book

WORDS = sorted({word for rule in read_book().rules for word in rule.find})
ENDINGS = ["", ":", " is ", '="', '\\":\\"', "=a1", " (", " for a b c "]
OTHERS = ["1", "4111 ", "a", " ", "\\", '"', ";base64,", "x" * 300 + "_AK ", "İ", "password=your"]
OTHERS += ['{"a":', "[", '{"name":"password","type":"x",', '"value":"a","name":"', "a, "]
MEGABYTE = 1_000_000
# Seconds of processor time; far above what is measured, far below what a slow pattern takes.
FOR_4_KB = 0.5
FOR_A_MEGABYTE = 40.0


def seconds(text: str) -> float:
    mask("")  # the patterns are compiled once, whatever the text
    start = time.process_time()
    mask(text)
    return time.process_time() - start


@pytest.mark.rule("R27")
def test_no_repeated_piece_is_slow():
    for piece in [word + ending for word in WORDS for ending in ENDINGS] + OTHERS:
        assert seconds(piece * (4_000 // len(piece))) < FOR_4_KB, piece


@pytest.mark.rule("R27")
@pytest.mark.parametrize(
    "piece",
    ["password:", "pwd:", "key=", "4111 ", "password a ", '{"name":"pin","value":'],
)
def test_a_megabyte_of_one_piece_is_not_slow(piece):
    assert seconds(piece * (MEGABYTE // len(piece))) < FOR_A_MEGABYTE


@pytest.mark.rule("R27")
def test_many_names_in_front_of_a_long_text_are_not_slow():
    names = ("password sms psk hmac verify token backup codes\n" + "a1 " * 80) * 20
    assert seconds(names[:4_700] + "😀 " * 1_000_000) < FOR_A_MEGABYTE / 10


@pytest.mark.rule("R27")
def test_the_names_of_a_whole_message_are_not_slow_behind_another():
    start = time.process_time()
    mask("pwd:" * 5_000, after="my password is", asked="What is your PIN?")
    assert time.process_time() - start < FOR_A_MEGABYTE / 10


@pytest.mark.rule("R27")
def test_a_megabyte_of_mixed_pieces_is_not_slow():
    shuffled = random.Random(27)
    pieces = WORDS + ENDINGS + OTHERS + ["\n", "V9pP1234", "пароль", "{", "}", "&", ";"]
    text = "".join(shuffled.choices(pieces, k=MEGABYTE // 6))[:MEGABYTE]
    assert seconds(text) < FOR_A_MEGABYTE
