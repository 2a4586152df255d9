"""The disk store of generated modules: one private `.py` per entry, found by key, valid while what it depends on holds.

    key(code, signature)  ->  FOLDER/9f2c….py:   the generated module, line for line as it is compiled
                                                 # s2sad-entry: DIGEST {"dependencies": [["helper", "51ab…"]], …}

The last line holds the metadata and a digest of the whole, so that text and metadata are replaced in one step, line
numbers in tracebacks fit the file, and a file that was cut off or changed counts as absent. Whatever is wrong with an
entry (absent, corrupt, stale, written by somebody else, unwritable), the outcome is None, and the caller compiles.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

import numpy as np

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"
Dependency: TypeAlias = tuple[str, str]

VARIABLE = "S2SAD_CACHE_DIR"
MARK = b"\n# s2sad-entry: "
DIGEST_BYTES = 20
ENTRY_NAME = re.compile(rf"[0-9a-f]{{{2 * DIGEST_BYTES}}}\.py")
UNFINISHED_NAME = re.compile(rf"[0-9a-f]{{{2 * DIGEST_BYTES}}}\.[0-9a-f]{{16}}\.tmp")


@dataclass(frozen=True)
class Entry:
    """One generated module as it was stored.

    Attributes:
        path: the file that holds it.
        text: the module's text, without the metadata line.
        dependencies: (what, state) pairs that held when the text was generated.
        extra: what else the caller stored; sequences come back as lists.
    """

    path: Path
    text: str
    dependencies: tuple[Dependency, ...] = ()
    extra: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True)
class CacheInfo:
    """Where the disk cache is (None: off), how many entries it holds, and their size."""

    folder: Path | None
    entries: int
    bytes: int


def key(*parts: str) -> str:
    """The name of an entry: a digest of the parts, of s2sad itself, and of the versions of what it runs on.

    >>> key("code", "x: float") == key("code", "x: float")
    True
    >>> key("ab", "c") == key("a", "bc")
    False
    """
    # SciPy takes a third of a second to import and its metadata several milliseconds to find; a function
    # that uses SciPy has loaded it by the time its key is asked for.
    scipy_version = str(getattr(sys.modules.get("scipy"), "__version__", ""))
    return _digest(part.encode("utf-8", "surrogatepass") for part in (_environment(), scipy_version, *parts))


class DiskCache:
    """Entries in one folder; safe to use from several threads and processes, for it keeps no state but the files."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` is made, private to the user, when the first entry is stored; None turns the cache off."""
        self.folder = folder

    def load(self, key: str, holds: Callable[[Dependency], bool] | None = None) -> Entry | None:
        """The entry of that key, or None unless it is intact and `holds` accepts each of its dependencies."""
        if self.folder is None:
            return None
        path = self.folder / f"{key}.py"
        try:
            entry = _decode(path, key, _read_own(path))
        except (OSError, ValueError):
            return None
        if holds is not None and not all(map(holds, entry.dependencies)):
            return None
        return entry

    def store(
        self, key: str, text: str, dependencies: Iterable[Dependency] = (), extra: Mapping[str, JSON] | None = None
    ) -> Path | None:
        """Write or replace an entry in one step; its path, or None where it cannot be written."""
        if self.folder is None:
            return None
        path = self.folder / f"{key}.py"
        unfinished = self.folder / f"{key}.{os.urandom(8).hex()}.tmp"
        try:
            content = _encode(key, text, dependencies, extra or {})
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_new(unfinished, content)
            os.replace(unfinished, path)
        except (OSError, UnicodeEncodeError):
            with suppress(OSError):
                unfinished.unlink()
            return None
        return path

    def info(self) -> CacheInfo:
        """The folder, the number of entries and the bytes they take."""
        sizes = [_size(path) for path in self._files(ENTRY_NAME)]
        return CacheInfo(self.folder, len(sizes), sum(sizes))

    def clear(self) -> int:
        """Remove all entries, and what interrupted writes left behind; the number of entries removed.

        Other files in the folder stay.
        """
        removed = sum(map(_removed, self._files(ENTRY_NAME)))
        for path in self._files(UNFINISHED_NAME):
            _removed(path)
        return removed

    def _files(self, name: re.Pattern[str]) -> list[Path]:
        if self.folder is None:
            return []
        try:
            return sorted(path for path in self.folder.iterdir() if name.fullmatch(path.name))
        except OSError:
            return []


def disk_cache() -> DiskCache:
    """The disk cache that the environment asks for at this moment.

    `S2SAD_CACHE_DIR` names the folder; an empty value turns the cache off; without it the folder is the
    platform's cache directory of the user. A package whose own files cannot be read has no disk cache,
    because its key could not tell one version of s2sad from the next.
    """
    chosen = os.environ.get(VARIABLE)
    if chosen == "" or not os.path.isfile(__file__):
        return DiskCache(None)
    folder = os.path.expanduser(chosen) if chosen else _user_folder()
    if folder.startswith("~"):  # no home directory to be found
        return DiskCache(None)
    return DiskCache(Path(folder).absolute())


@cache
def _user_folder() -> str:
    import platformdirs  # noqa: PLC0415 - takes 10 ms, and whoever names a folder never needs it

    return platformdirs.user_cache_dir("s2sad", appauthor=False)


@cache
def _environment() -> str:
    """What all entries of this process depend on: s2sad's own files and the versions below it."""
    versions = (sys.implementation.name, sys.version, np.__version__)
    return _digest((*(version.encode() for version in versions), *_own_files()))


def _own_files() -> Iterator[bytes]:
    """Name and content of each Python file of the package in a fixed order; bytecode caches follow from them."""
    package = os.path.dirname(__file__)
    for folder, subfolders, names in os.walk(package):
        subfolders[:] = sorted(name for name in subfolders if name != "__pycache__")
        for name in sorted(names):
            if name.endswith((".py", ".pyc")):
                path = os.path.join(folder, name)
                yield path[len(package) :].encode("utf-8", "surrogatepass")
                yield _content(path)


def _content(path: str) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except OSError:  # an editor's dangling lock, a file just removed: not part of the running package
        return b""


def _digest(parts: Iterable[bytes]) -> str:
    """A digest in which the borders between the parts count."""
    total = blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        total.update(len(part).to_bytes(8, "little"))
        total.update(part)
    return total.hexdigest()


def _encode(key: str, text: str, dependencies: Iterable[Dependency], extra: Mapping[str, JSON]) -> bytes:
    """The content of an entry's file; UnicodeEncodeError for text that no source file can hold."""
    pairs = [list(dependency) for dependency in dependencies]
    metadata = json.dumps({"key": key, "dependencies": pairs, "extra": extra}).encode("ascii")
    source = text.encode()
    return b"".join((source, MARK, _digest((source, metadata)).encode("ascii"), b" ", metadata, b"\n"))


def _decode(path: Path, key: str, content: bytes) -> Entry:
    """The entry that a file's content stands for; ValueError if it is not the one that was written under that key."""
    source, _, line = content.rpartition(MARK)
    digest, _, metadata = line.rstrip(b"\n").partition(b" ")
    if digest != _digest((source, metadata)).encode("ascii"):
        raise ValueError(f"{path} is not what was written there")
    record = json.loads(metadata)
    if record["key"] != key:
        raise ValueError(f"{path} holds another entry")
    dependencies = tuple((what, state) for what, state in record["dependencies"])
    return Entry(path, source.decode(), dependencies, record["extra"])


def _read_own(path: Path) -> bytes:
    """The content of a file that nobody but this user can have written: it is going to be executed."""
    with open(path, "rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
            raise PermissionError(f"{path} is writable by others")
        return file.read()


def _write_new(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with open(descriptor, "wb") as file:
        file.write(content)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _removed(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True
