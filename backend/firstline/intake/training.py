"""Trains the bot: `bot/` and the phrases of `locales/` become one model, cached by content."""

import asyncio
import hashlib
import json
import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
import yaml

from firstline.domain.errors import FirstlineError
from firstline.intake.assistant import collect, phrase_files

log = structlog.get_logger()

LAST_WORDS = 4_000
"""Characters of what Rasa said at last."""

LONGEST_TRAINING = 600
"""Seconds. A training takes about half a minute; a machine may be busy."""


class TrainingFailed(FirstlineError):
    """Rasa could not train a model from bot/ and locales/."""


def train(root: Path) -> Path:
    """The model of the tree at `root`, trained unless one with the same content is there.

    Raises BrokenBot if a file cannot be read, TrainingFailed with Rasa's own words otherwise.
    """
    model = model_path(root)
    if not model.exists():
        model.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=model.parent) as folder:
            _write(root, Path(folder))
            _run(root, Path(folder))
            (Path(folder) / "model.tar.gz").replace(model)
    return model


async def train_aside(root: Path) -> Path:
    """The same beside other work: at a low priority, off the event loop, and ended with its task.

    Raises BrokenBot, TrainingFailed; the latter also where the files change meanwhile.
    """
    model = model_path(root)
    if not model.exists():
        model.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=model.parent) as folder:
            await asyncio.to_thread(_write, root, Path(folder))
            if await asyncio.to_thread(model_path, root) != model:
                raise TrainingFailed("the files changed meanwhile")
            _judge(*await _run_aside(root, Path(folder)), Path(folder))
            (Path(folder) / "model.tar.gz").replace(model)
    return model


def model_path(root: Path) -> Path:
    """Where the model of this content is, or will be."""
    return root / "build/bot" / f"{content_hash(root)}.tar.gz"


def best_model(root: Path) -> Path:
    """The model of this content or, until that is trained, the newest that there is."""
    model = model_path(root)
    if model.exists():
        return model
    trained = sorted(model.parent.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)
    log.warning("bot_model_is_old" if trained else "bot_model_is_missing", now="firstline train")
    return trained[-1] if trained else model


def content_hash(root: Path) -> str:
    """One value for everything that a model depends on, this package's two files included."""
    here = Path(__file__).parent
    own = [here / "assistant.py", here / "training.py"]
    bot = [file for kind in ("*.yml", "flows/*.yml", "*.py") for file in (root / "bot").glob(kind)]
    texts = [*phrase_files(root), root / "locales/en/faq.yml", root / "bot/requirements.txt"]
    digest = hashlib.sha256()
    for file in [*own, *sorted(bot), *texts]:
        digest.update(f"{file.name}\0{file.parent.name}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _write(root: Path, folder: Path) -> None:
    for name, content in collect(root).items():
        as_json = name.endswith(".json")
        text = json.dumps(content) if as_json else yaml.safe_dump(content, sort_keys=False)
        (folder / name).write_text(text, "utf-8")


def _run(root: Path, folder: Path) -> None:
    """Runs Rasa in its own environment, where its own Python and packages are."""
    done = subprocess.run(  # noqa: S603 - Rasa of our own environment, on files of our own
        _command(root),
        check=False,
        cwd=folder,
        env=_environment(root),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST_TRAINING,
    )
    _judge(done.returncode, done.stdout, folder)


async def _run_aside(root: Path, folder: Path) -> tuple[int, str]:
    """The same as a child that is ended where nobody waits for it any more."""
    process = await asyncio.create_subprocess_exec(
        *("nice", *_command(root)),
        cwd=folder,
        env=_environment(root),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(), LONGEST_TRAINING)
    except TimeoutError as error:
        raise TrainingFailed(f"rasa train took more than {LONGEST_TRAINING} s") from error
    finally:
        if process.returncode is None:
            process.kill()
            await asyncio.shield(process.wait())
    return process.returncode or 0, said.decode(errors="replace")


def _command(root: Path) -> list[str]:
    command = [str(root / "bot/.venv/bin/python"), "-m", "rasa", "train"]
    command += ["--config", "config.yml", "--domain", "domain.yml"]
    command += ["--data", "rules.yml", "nlu.json"]
    return [*command, "--skip-validation", "--out", ".", "--fixed-model-name", "model"]


def _environment(root: Path) -> dict[str, str]:
    quiet = {
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
    }
    return os.environ | quiet | {"PYTHONPATH": str(root / "bot"), "CUDA_VISIBLE_DEVICES": ""}


def _judge(code: int, said: str, folder: Path) -> None:
    """Raises TrainingFailed with what Rasa said at last, unless there is a model."""
    if code or not (folder / "model.tar.gz").exists():
        raise TrainingFailed(f"rasa train ended with {code}:\n{said[-LAST_WORDS:]}")
