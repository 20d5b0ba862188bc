"""The files of the packaging fit their formats, each other, and the settings.

`compose-spec.json` is the Compose Specification's own schema (github.com/compose-spec, version of
2026-06-23, Apache License 2.0, in `compose-spec.LICENSE`).
"""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jsonschema
import msgspec
import pytest
import yaml

from firstline.settings import PREFIX, Settings, from_environment
from tests.running import ROOT

HERE = Path(__file__).parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILES = ["Dockerfile", "bot/Dockerfile"]
ASSIGNED = re.compile(r"^# ([A-Z_]+)=(.*)$", re.MULTILINE)
EXAMPLE = dict(ASSIGNED.findall((ROOT / ".env.example").read_text()))


def _plain(value: str) -> str:
    """As it is where .env says nothing."""
    return re.sub(r"\$\{[A-Z_]+:-(.*)\}", r"\1", value)


def test_the_compose_file_fits_the_specification():
    schema = jsonschema.Draft7Validator(json.loads((HERE / "compose-spec.json").read_text()))
    schema.validate(COMPOSE)
    assert not schema.is_valid({**COMPOSE, "services": {"desk": {"imagge": "x"}}})


def test_what_a_service_names_exists():
    for name, service in COMPOSE["services"].items():
        assert set(service.get("depends_on", ())) <= set(COMPOSE["services"]), name
        assert set(service["networks"]) <= set(COMPOSE["networks"]), name
        assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"]), name
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).is_file(), volume


def test_only_the_proxy_is_reached_from_outside():
    open_to = [name for name, service in COMPOSE["services"].items() if "ports" in service]
    assert open_to == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_the_desk_of_the_compose_file_has_settings_that_fit_together():
    given = COMPOSE["services"]["desk"]["environment"]
    plain = {name: _plain(value) for name, value in given.items()}
    secret = {name for name in plain if name.endswith("_FILE")}
    settings = from_environment({name: v for name, v in plain.items() if name not in secret})
    assert settings.folder is None
    assert int(EXAMPLE["DESKS"]) == 2
    assert settings.redis
    assert len(settings.rasa) == 2
    services = set(COMPOSE["services"])
    assert {address.split("//")[1].split(":")[0] for address in settings.rasa} <= services
    assert {name.removeprefix(PREFIX).removesuffix("_FILE").lower() for name in secret} == set(
        COMPOSE["services"]["desk"]["secrets"]
    )


def test_the_desks_share_a_replica_set_of_every_mongodb_that_the_compose_file_starts():
    services = COMPOSE["services"]
    members = [name for name, service in services.items() if "mongod" in service.get("command", ())]
    address = urlsplit(_plain(services["desk"]["environment"]["FIRSTLINE_STORE"]))
    assert address.netloc.split(",") == members
    assert len(members) == 3
    (name,) = parse_qs(address.query)["replicaSet"]
    assert all(f"--replSet {name} " in " ".join(services[one]["command"]) for one in members)
    init = (ROOT / "deploy/mongo/init.js").read_text()
    assert f'_id: "{name}"' in init
    assert all(f'"{one}"' in init for one in members)


def test_everything_starts_by_default_and_a_desk_only_once_its_store_can_be_written():
    services = COMPOSE["services"]
    assert not any("profiles" in service for service in services.values())
    waits = services["desk"]["depends_on"]
    assert waits["mongo-init"] == {"condition": "service_completed_successfully"}
    assert waits["redis"] == {"condition": "service_healthy"}


def test_every_variable_of_the_compose_file_is_explained():
    text = (ROOT / "docker-compose.yml").read_text()
    assert set(re.findall(r"\$\{([A-Z_]+)", text)) <= set(EXAMPLE)


def test_every_variable_of_the_proxy_is_given_by_the_compose_file():
    template = (ROOT / "deploy/nginx/firstline.conf.template").read_text()
    named = set(re.findall(r"\$\{([A-Z_]+)\}", template))
    assert named == set(COMPOSE["services"]["proxy"]["environment"])


def test_the_example_explains_every_setting_with_its_default():
    explained = {name: value for name, value in EXAMPLE.items() if name.startswith(PREFIX)}
    fields = msgspec.structs.fields(Settings)
    assert list(explained) == [PREFIX + field.name.upper() for field in fields]
    assert from_environment(explained) == Settings()


def test_the_example_gives_nothing_that_is_no_setting_of_the_desk():
    """Compose hands the whole file to the desk, which refuses a setting that it does not know."""
    from_environment(EXAMPLE)


@pytest.mark.parametrize("file", DOCKERFILES)
def test_an_image_is_pinned_is_not_root_and_says_how_it_is(file):
    text = (ROOT / file).read_text()
    bases = re.findall(r"^ARG \w+_IMAGE=(\S+)$", text, re.MULTILINE)
    assert bases
    assert all(re.search(r":\d+\.\d+\.\d+", base) for base in bases)
    last = text[text.rindex("\nFROM ") :]
    assert re.search(r"^USER (?!root)", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert not re.search(r"^(ENV|ARG).*(SECRET|PASSWORD|TOKEN)", text, re.MULTILINE)


@pytest.mark.parametrize("file", DOCKERFILES)
def test_what_an_image_copies_exists_and_is_not_ignored(file):
    allowed = (ROOT / ".dockerignore").read_text().splitlines()
    for line in re.findall(r"^COPY (?!--from)(.+)$", (ROOT / file).read_text(), re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert f"!{source.split('/')[0]}" in allowed, source


def test_images_of_others_are_pinned():
    images = {service["image"] for service in COMPOSE["services"].values()}
    assert all(re.search(r":(\d+\.\d+\.\d+|\$\{)", image) for image in images), images
