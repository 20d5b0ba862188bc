"""Which files are read as text, and what becomes of their secrets."""

import concurrent.futures
import json
import multiprocessing

import pytest

from firstline.masking import Notice
from firstline.masking_files import LARGEST_TEXT, is_text, mask_file

KEY = "V9pPq3kLm8sTx2Wn5zRbzpf0"

TEXTS = {
    "trace.har": b'{"log": {"version": "1.2"}}',
    "app.log": b"2024-01-15 10:22:31 INFO started\x1b[0m\n",
    "notes": "заметки".encode(),
    "cut.txt": "заметки".encode()[:-1],
    "old.txt": "Schlüssel".encode("latin-1"),
    "windows.txt": "Schlüssel".encode("utf-16"),
    "empty.txt": b"",
}
OTHERS = {
    "shot.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "picture.txt": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "answer.pdf": b"%PDF-1.7\n1 0 obj\n",
    "logs.zip": b"PK\x03\x04\x14\x00",
    "logs.gz": b"\x1f\x8b\x08\x00",
    "film.mp4": b"\x00\x00\x00\x18ftypmp42",
    "old": "Schlüssel".encode("latin-1"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_recognised(name):
    assert is_text(name, TEXTS[name])


@pytest.mark.rule("R27")
@pytest.mark.parametrize("name", OTHERS)
def test_what_cannot_be_read_is_not_checked(name):
    assert not is_text(name, OTHERS[name])
    assert mask_file(name, OTHERS[name]) is None


@pytest.mark.rule("R27")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_text_file_loses_its_secrets_and_nothing_else(encoding):
    har = json.dumps(
        {"request": {"headers": [{"name": "D360-API-KEY", "value": KEY}]}, "text": "ключ"},
        ensure_ascii=False,
    )
    masked = mask_file("trace.har", har.encode(encoding))
    assert masked
    assert masked.content.decode(encoding) == har.replace(KEY, "V9pP…zpf0")
    assert masked.notices == (Notice("api_key", "V9pP…zpf0"),)


@pytest.mark.rule("R27")
def test_a_text_in_an_old_encoding_is_masked_too():
    masked = mask_file("old.log", f"Schlüssel: D360-API-KEY: {KEY}".encode("latin-1"))
    assert masked
    assert masked.content.decode() == "Schlüssel: D360-API-KEY: V9pP…zpf0"


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
    masked = mask_file("trace.har", json.dumps(FIELDS, indent=indent).encode())
    assert masked
    left = masked.content.decode()
    assert json.loads(left)
    secrets = (KEY, PASSWORD, COOKIE, "482913", "YWxpY2U6c3VuZmxvd2Vy")
    assert [secret for secret in secrets if secret in left] == []


@pytest.mark.parametrize("indent", [None, 2])
def test_other_fields_of_har_stay(indent):
    har = json.dumps(KEPT, indent=indent).encode()
    masked = mask_file("trace.har", har)
    assert masked
    assert masked.content == har


def test_a_file_without_secrets_stays_as_it_is():
    content = "Größe\r\n".encode("latin-1")
    masked = mask_file("old.log", content)
    assert masked
    assert masked.content == content


def test_a_file_that_is_too_large_is_not_checked():
    assert mask_file("long.log", b"a" * (LARGEST_TEXT + 1)) is None


def test_files_are_masked_in_a_worker_process():
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as workers:
        masked = workers.submit(mask_file, "app.log", f"api_key={KEY}".encode()).result(60)
    assert masked
    assert masked.content.decode() == "api_key=V9pP…zpf0"
