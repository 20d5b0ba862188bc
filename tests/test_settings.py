"""Settings come from the environment, each with its own name, and nothing else is taken for one."""

from pathlib import Path

import msgspec
import pytest

from firstline.settings import Settings, UnknownSetting, UnusableSetting, from_environment


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
        text = "http://a,http://b" if isinstance(value, tuple) else str(value).lower()
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


def test_any_setting_can_stand_in_a_file(tmp_path):
    (tmp_path / "password").write_text("two words\n")
    (tmp_path / "port").write_text("9000\n")
    settings = from_environment(
        {
            "FIRSTLINE_SMTP_PASSWORD_FILE": str(tmp_path / "password"),
            "FIRSTLINE_PORT_FILE": str(tmp_path / "port"),
            "FIRSTLINE_STORE_FILE": "",
        }
    )
    assert (settings.smtp_password, settings.port) == ("two words", 9000)
    assert settings.store == ""


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"SMTP_PASSWORD": "a", "SMTP_PASSWORD_FILE": "b"}, "SMTP_PASSWORD_FILE are both given"),
        ({"SMTP_PASSWORD_FILE": "/nowhere/at/all"}, "SMTP_PASSWORD_FILE: .*No such file"),
        ({"STORE": "postgres://db/firstline"}, "FIRSTLINE_STORE is neither sqlite:FOLDER nor"),
        ({"STORE": "sqlite:"}, "FIRSTLINE_STORE is neither"),
        ({"STORE": "mongodb://db"}, "FIRSTLINE_STORE has to name host and database"),
        ({"STORE": "mongodb:///firstline"}, "FIRSTLINE_STORE has to name host and database"),
        ({"STORE": "mongodbs://db/firstline"}, "FIRSTLINE_STORE has to name host"),
        ({"REDIS": "cache:6379"}, "FIRSTLINE_REDIS has to look like redis://"),
        ({"REDIS": "redis:///0"}, "FIRSTLINE_REDIS has to look like redis://"),
        ({"RASA": "http://rasa-1:5005, rasa-2"}, "FIRSTLINE_RASA: 'rasa-2' is no http address"),
        ({"RASA": "http://rasa-1:5005", "BOT": "false"}, "FIRSTLINE_BOT is false"),
    ],
)
def test_what_cannot_work_is_refused_with_the_reason(given, reason):
    with pytest.raises(UnusableSetting, match=reason):
        from_environment({f"FIRSTLINE_{name}": value for name, value in given.items()})


def test_a_password_in_an_address_is_not_shown():
    with pytest.raises(UnusableSetting) as refused:
        from_environment({"FIRSTLINE_STORE": "mongodb://desk:hunter2@db"})
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("store", "folder"),
    [
        ("", Path("data")),
        ("sqlite:/srv/desk", Path("/srv/desk")),
        ("mongodb://a,b:27018/firstline?replicaSet=rs0", None),
        ("mongodb+srv://db.example/firstline", None),
    ],
)
def test_the_store_says_where_its_folder_is(store, folder):
    assert from_environment({"FIRSTLINE_STORE": store}).folder == folder


def test_replicas_are_listed():
    settings = from_environment({"FIRSTLINE_RASA": "http://rasa-1:5005, https://rasa-2"})
    assert settings.rasa == ("http://rasa-1:5005", "https://rasa-2")


@pytest.mark.rule("R32")
def test_a_secret_for_bounces_that_can_be_guessed_is_refused():
    with pytest.raises(UnusableSetting, match="FIRSTLINE_BOUNCE_SECRET needs at least 32"):
        from_environment({"FIRSTLINE_BOUNCE_SECRET": "short"})
