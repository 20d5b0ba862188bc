"""The promise in `policy.yml`, as the desk starts with it."""

from pathlib import Path

import msgspec
import yaml

from firstline.domain.policy import Policy, parse


class BrokenPolicy(ValueError):
    """`policy.yml` cannot be used; the message says where and what was expected."""


def read_policy(file: Path) -> Policy:
    """The promise in `policy.yml`; raises BrokenPolicy."""
    try:
        return parse(yaml.safe_load(file.read_text("utf-8")))
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise BrokenPolicy(f"{file}: {error}") from error
