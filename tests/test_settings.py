"""Settings come from the environment, each with its own name, and nothing else is taken for one."""

from pathlib import Path

import msgspec
import pytest

from firstline.settings import Settings, UnknownSetting, from_environment


def test_without_anything_the_defaults_hold():
    assert from_environment({}) == Settings()
    assert from_environment({"HOME": "/", "PATH": "x"}) == Settings()


def test_each_kind_of_value_is_read():
    settings = from_environment(
        {
            "FIRSTLINE_PORT": "9000",
            "FIRSTLINE_DATA": "somewhere",
            "FIRSTLINE_VISITORS": "true",
            "FIRSTLINE_BOT": "false",
            "FIRSTLINE_ORIGINS": "https://a.example, https://b.example,",
            "FIRSTLINE_PUBLIC_URL": "https://help.example/",
        }
    )
    assert (settings.port, settings.data) == (9000, Path("somewhere"))
    assert (settings.visitors, settings.bot) == (True, False)
    assert settings.origins == ("https://a.example", "https://b.example")
    assert settings.url == "https://help.example"


def test_every_setting_can_be_given():
    for field in msgspec.structs.fields(Settings):
        value = getattr(Settings(), field.name)
        text = "a,b" if isinstance(value, tuple) else str(value).lower()
        from_environment({f"FIRSTLINE_{field.name.upper()}": text})


@pytest.mark.parametrize("name", ["FIRSTLINE_PROT", "FIRSTLINE_", "FIRSTLINE_URL"])
def test_a_misspelt_setting_stops_the_start_by_name(name):
    with pytest.raises(UnknownSetting, match=name):
        from_environment({name: "1"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("VISITORS", "perhaps"),
        ("SMTP_SECURITY", "ssl"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_its_place(name, value):
    with pytest.raises(msgspec.ValidationError, match=rf"\$\.{name.lower()}"):
        from_environment({f"FIRSTLINE_{name}": value})


def test_the_address_is_that_of_host_and_port_unless_one_is_given():
    assert Settings(host="0.0.0.0", port=81).url == "http://0.0.0.0:81"  # noqa: S104
