"""Secrets in nested data: command payloads and log entries."""

import pytest

from firstline.masking import MaskedValue, Notice, mask_log, mask_value

KEY = "V9pPq3kLm8sTx2Wn5zRbzpf0"


@pytest.mark.rule("R27")
@pytest.mark.parametrize(
    ("value", "masked"),
    [
        (f"api key: {KEY}", "api key: V9pP…zpf0"),
        ([f"api key: {KEY}", 7], ["api key: V9pP…zpf0", 7]),
        ((f"api key: {KEY}",), ("api key: V9pP…zpf0",)),
        ({"D360-API-KEY": KEY}, {"D360-API-KEY": "V9pP…zpf0"}),
        ({"password": "correct horse staple"}, {"password": "••••"}),
        ({"password": 'quoted " \\ and\nlines'}, {"password": "••••"}),
        ({"Authorization": f"Bearer {KEY}"}, {"Authorization": "Bearer V9pP…zpf0"}),
        ({"a": [{"b": {"token": KEY}}]}, {"a": [{"b": {"token": "V9pP…zpf0"}}]}),
        (
            {"name": "Authorization", "value": f"Bearer {KEY}"},
            {"name": "Authorization", "value": "Bearer V9pP…zpf0"},
        ),
        ({"key": "password", "value": "sunflower"}, {"key": "password", "value": "••••"}),
        ({f"api_key={KEY}": 1}, {"api_key=V9pP…zpf0": 1}),
        ({"key": 'Fjordblick#19"482913'}, {"key": "••••"}),
        ({"password: Hunter22!": "abc"}, {"password: ••••": "abc"}),
        (
            {"body": '{"password": "sun\\"flower"}'},
            {"body": '{"password": "••••"}'},
        ),
    ],
)
def test_every_string_is_masked(value, masked):
    assert mask_value(value).value == masked
    assert mask_value(masked) == MaskedValue(masked)


def test_what_is_no_secret_stays():
    when = object()
    value = {"text": 'say "hi"\n', "code": 131047, "at": when, "none": None, "key": ["order_v2"]}
    assert mask_value(value) == MaskedValue(value)


def test_notices_are_gathered_once():
    masked = mask_value([{"password": "sunflower"}, {"password": "moonflower"}, {"token": KEY}])
    assert masked.notices == (Notice("password", "••••"), Notice("api_key", "V9pP…zpf0"))


@pytest.mark.rule("R27")
def test_a_log_entry_is_masked():
    entry = {"event": f"sent with api_key={KEY}", "headers": {"x-api-key": KEY}, "status": 401}
    assert mask_log(None, "info", entry) == {
        "event": "sent with api_key=V9pP…zpf0",
        "headers": {"x-api-key": "V9pP…zpf0"},
        "status": 401,
    }
