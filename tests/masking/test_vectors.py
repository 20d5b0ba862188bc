"""The examples that hold for the desk and for the browser."""

from pathlib import Path

import pytest
import yaml

from firstline.masking import Masked, mask

VECTORS = yaml.safe_load(Path(__file__).with_name("vectors.yml").read_text("utf-8"))


def told(masked: Masked) -> list[str]:
    return [f"{notice.kind} {notice.shown}" for notice in masked.notices]


@pytest.mark.rule("R27")
@pytest.mark.parametrize("vector", VECTORS["masked"], ids=lambda vector: vector["in"][:60])
def test_a_secret_is_taken_out(vector):
    masked = mask(vector["in"])
    assert (masked.text, told(masked)) == (vector["out"], vector["notices"])


@pytest.mark.rule("R27")
@pytest.mark.parametrize("vector", VECTORS["masked"], ids=lambda vector: vector["in"][:60])
def test_masking_again_changes_nothing(vector):
    assert mask(vector["out"]) == Masked(vector["out"])


@pytest.mark.rule("R27")
@pytest.mark.parametrize("text", VECTORS["stays"], ids=lambda text: text[:60])
def test_what_is_no_secret_stays(text):
    assert mask(text) == Masked(text)


@pytest.mark.rule("R27")
@pytest.mark.parametrize("vector", VECTORS["after"], ids=lambda vector: vector["in"][:60])
def test_what_was_said_before_counts(vector):
    masked = mask(vector["in"], vector["after"])
    assert (masked.text, told(masked)) == (vector["out"], vector["notices"])


def test_what_its_sender_calls_no_secret_stays():
    one, other = "a1B2c3D4e5F6g7H8i9J0", "z9Y8x7W6v5U4t3S2r1Q0"
    text = f"api_key={one} and api_key={other}"
    assert mask(text, spare={one}).text == text.replace(other, "z9Y8…r1Q0")
    assert mask("the password is Ventura9", spare={"Ventura9"}).text == "the password is ••••"
