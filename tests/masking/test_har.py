"""What browsers record: names and values in fields of their own."""

import json

import pytest

from firstline.masking import mask

KEY = "V9pPq3kLm8sTx2Wn5zRbzpf0"
PASSWORD = "sunflower"
COOKIE = "8fA3kQ92mZ"
FIELDS = {
    "headers": [
        {"name": "D360-API-KEY", "value": KEY},
        {"name": "authorization", "value": "Basic YWxpY2U6c3VuZmxvd2Vy"},
        {"name": "Cookie", "value": f"sid={COOKIE}; theme=dark"},
        {"name": "set-cookie", "value": f"sid={COOKIE}; Path=/; HttpOnly"},
    ],
    "queryString": [{"name": "access_token", "value": KEY}, {"name": "sig", "value": KEY}],
    "cookies": [{"name": "sid", "value": COOKIE, "path": "/", "httpOnly": True}],
    "params": [
        {"name": "password", "type": "text", "value": PASSWORD},
        {"value": PASSWORD, "name": "password"},
        {"name": "pin", "value": "482913"},
    ],
    "text": f"username=alice&password={PASSWORD}&pin=482913",
}
KEPT = {
    "headers": [{"name": "x-request-id", "value": "550e8400-e29b-41d4-a716-446655440000"}],
    "queryString": [{"name": "phone", "value": "5511987654321"}, {"name": "code", "value": "401"}],
    "params": [{"name": "username", "value": "alice"}, {"value": "hello you", "name": "body"}],
    "content": {"mimeType": "application/json", "text": '{"id":"wamid.HBgLNDkxNTEyMzQ1Njc4FQIA"}'},
}


@pytest.mark.rule("R27")
@pytest.mark.parametrize("indent", [None, 2])
def test_names_and_values_in_fields_of_their_own_are_masked_in_har(indent):
    left = mask(json.dumps(FIELDS, indent=indent)).text
    assert json.loads(left)
    secrets = (KEY, PASSWORD, COOKIE, "482913", "YWxpY2U6c3VuZmxvd2Vy")
    assert [secret for secret in secrets if secret in left] == []


@pytest.mark.parametrize("indent", [None, 2])
def test_other_fields_of_har_stay(indent):
    har = json.dumps(KEPT, indent=indent)
    assert mask(har).text == har
