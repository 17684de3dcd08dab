"""Where files lie: on a disk, or in a bucket that all hosts reach (gs://…)."""

import hashlib

from etils import epath


def is_local(path: epath.PathLike) -> bool:
    """Tells whether a path is on a disk, where files can be renamed and directories moved."""
    return "://" not in str(path)


def absolute(path: epath.PathLike) -> epath.Path:
    """Returns the path from the root, or a bucket's as it is.

    epath's own `resolve` takes gs://bucket for a directory "gs:" of the working directory.
    """
    path = epath.Path(path)
    return path.resolve() if is_local(path) else path


def write_whole(path: epath.Path, text: str) -> None:
    """Writes a text file in one move, so that a reader never sees half of it."""
    if not is_local(path):
        path.write_text(text, encoding="utf-8")  # a bucket has no half-written files, and no moves
        return
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def sha256_of(path: epath.PathLike) -> str:
    """Returns the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with epath.Path(path).open("rb") as file:
        while block := file.read(1 << 22):
            digest.update(block)
    return digest.hexdigest()
