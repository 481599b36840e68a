"""The trained models together: fitted in one training run, saved in one folder, loaded when first asked for."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from trialfacts.model.evidence import Judge
from trialfacts.model.hashing import SIZE
from trialfacts.model.labels import HEADS
from trialfacts.model.linear import LinearHeads
from trialfacts.model.names import NameModel
from trialfacts.model.roles import RoleModel
from trialfacts.model.scale_model import ScaleModel

# The folder of the component within that of a pipeline.
COMPONENT = "trialfacts"
ROLES, NAMES, SCALES, JUDGE = "roles.npz", "names.npz", "scales.npz", "judge.json"


class ModelError(ValueError):
    """A folder holds no models, or some that do not fit this version."""


@dataclass(slots=True)
class Models:
    """The role model, the name model, the scale model, and the judge of rules against models.

    ``about`` says what they were trained on: counts of documents, facts and numbers, the seed.
    """

    roles: RoleModel
    names: NameModel
    scales: ScaleModel
    judge: Judge
    about: dict[str, Any] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        """Write the models into a folder, which is made. Raises OSError where it cannot be written."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(folder / ROLES, **self.roles.linear.to_arrays())  # type: ignore[arg-type]
        (folder / NAMES).write_bytes(self.names.to_bytes())
        (folder / SCALES).write_bytes(self.scales.to_bytes())
        record = {"judge": self.judge.to_dict(), "about": self.about, "heads": HEADS}
        (folder / JUDGE).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def load_models(folder: Path | None = None) -> Models:
    """The models of a folder, a pipeline's or a component's, those of the package for None; read once and kept.

    A folder whose files have changed is read again. Raises :class:`ModelError` where the folder holds none, or such as
    were trained for other labels or features.
    """
    if folder is None:
        return _shipped()
    return _load(tuple(_state(path) for path in model_files(folder)))


def model_files(folder: Path) -> list[Path]:
    """The files of the models in a folder, a pipeline's or a component's. Raises :class:`ModelError`."""
    inner = folder / COMPONENT
    found = [(inner if inner.is_dir() else folder) / name for name in (ROLES, NAMES, SCALES, JUDGE)]
    for path in found:
        if not path.is_file():
            raise ModelError(f"{folder} holds no models: there is no {path.relative_to(folder)}")
    return found


def _state(path: Path) -> tuple[Path, int, int]:
    """A file with what changes when it is written anew."""
    told = path.stat()
    return path.resolve(), told.st_mtime_ns, told.st_size


@lru_cache(maxsize=1)
def _shipped() -> Models:
    with as_file(files("trialfacts.model") / "weights") as folder:
        return _read(folder)


@lru_cache(maxsize=4)
def _load(states: tuple[tuple[Path, int, int], ...]) -> Models:
    return _read(states[0][0].parent)


def _read(folder: Path) -> Models:
    try:
        record = json.loads((folder / JUDGE).read_text(encoding="utf-8"))
        judge, about = Judge.from_dict(record["judge"]), dict(record["about"])
        if {name: tuple(labels) for name, labels in record["heads"].items()} != HEADS:
            raise ModelError(f"{folder} was trained for other labels; train it again")
        with np.load(folder / ROLES) as arrays:
            roles = RoleModel(LinearHeads.from_arrays(HEADS, arrays, SIZE))
        names = NameModel.load(folder / NAMES)
        scales = ScaleModel.load(folder / SCALES)
    except ModelError:
        raise
    except _UNREADABLE as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        raise ModelError(f"{folder} holds no models that this version can use ({reason})") from error
    return Models(roles, names, scales, judge, about)


# What reading files can raise that were cut off, or are something else.
_UNREADABLE = (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, BadZipFile, zlib.error)


def write_pipeline(models: Models, folder: Path) -> None:
    """Write a spaCy pipeline that finds facts with these models. Raises OSError where it cannot be written."""
    import spacy

    from trialfacts.nlp import TrialFacts

    nlp = spacy.blank("en")
    component = nlp.add_pipe(COMPONENT, config={"using": "both"})
    assert isinstance(component, TrialFacts)
    component.engine.models = models
    nlp.to_disk(folder)
