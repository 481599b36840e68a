"""What a run depends on: its inputs, and the extractor itself, as hashes that tell whether they are still the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import trialfacts
from trialfacts.read import Reader, Source


def sha256_of(path: Path) -> tuple[str, int]:
    """The SHA-256 of a file and its size. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            digest.update(data)
            size += len(data)
    return digest.hexdigest(), size


def of_inputs(sources: Iterable[tuple[Source, Reader | None]]) -> list[dict[str, Any]]:
    """The path, hash and size of each input as it is now; standard input and pipes have but a name."""
    found: list[dict[str, Any]] = []
    for source, _ in sources:
        digest: str | None = None
        size: int | None = None
        if source.path is not None and source.path.is_file():
            try:
                digest, size = sha256_of(source.path)
            except OSError:  # reading will say so
                size = -1
        found.append({"path": source.name, "sha256": digest, "bytes": size})
    return found


def of_models(folder: Path) -> str:
    """A hash of the models in a folder. Raises :class:`trialfacts.model.bundle.ModelError`, and OSError."""
    from trialfacts.model.bundle import model_files

    digest = hashlib.sha256()
    for path in model_files(folder):
        digest.update(f"{path.name} {sha256_of(path)[0]}\n".encode())
    return digest.hexdigest()


def of_extractor() -> str:
    """The version of the package with a hash of all its files: code, word lists and, where there are any, weights."""
    package = Path(trialfacts.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and not path.name.startswith("."):
            digest.update(f"{path.relative_to(package).as_posix()} {sha256_of(path)[0]}\n".encode())
    return f"{trialfacts.__version__}, files {digest.hexdigest()[:16]}"
