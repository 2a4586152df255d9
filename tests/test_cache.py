"""The disk store: what was stored comes back, and whatever is wrong with an entry, it counts as absent."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from s2sad import cache
from s2sad.cache import CacheInfo, DiskCache, Entry, disk_cache, key

TEXT = "import numpy as np\n\n\ndef f_grad(x, y_bar=1.0):\n    return y_bar * np.cos(x)  # sin'\n"
DEPENDENCIES = (("helper", "51ab"), ("rules", "77"))
EXTRA = {"types": ["x: float"], "frames": {"f_grad": 3}, "tape": None, "size": 2.5}

posix_only = pytest.mark.skipif(os.name != "posix", reason="modes and owners of files are POSIX")


@pytest.fixture
def store(tmp_path):
    return DiskCache(tmp_path / "cache")


@pytest.fixture
def entry(store):
    name = key("code", "signature")
    path = store.store(name, TEXT, DEPENDENCIES, EXTRA)
    assert path is not None
    return SimpleNamespace(key=name, path=path)


def test_what_was_stored_comes_back(store, entry):
    assert store.load(entry.key) == Entry(entry.path, TEXT, DEPENDENCIES, EXTRA)
    assert store.load(key("code", "another signature")) is None


def test_the_file_is_the_module_line_for_line(entry):
    lines = entry.path.read_text().splitlines()
    assert lines[: len(TEXT.splitlines())] == TEXT.splitlines()
    compile(entry.path.read_text(), entry.path, "exec")


@pytest.mark.parametrize(
    "text", ["", "x = 1", "x = 1\r\n", 'x = """\n# s2sad-entry: {}\n"""\n', "gewünscht = 'θ̇'\n", "\n\n"]
)
def test_any_text_comes_back_exactly(store, text):
    store.store(key("k"), text, (), {})
    assert store.load(key("k")).text == text


def test_an_entry_counts_only_if_all_dependencies_hold(store, entry):
    asked = []

    def holds(dependency):
        asked.append(dependency)
        return True

    assert store.load(entry.key, holds).text == TEXT
    assert asked == list(DEPENDENCIES)
    assert store.load(entry.key, lambda dependency: dependency[0] != "rules") is None


def test_a_second_store_replaces_the_first(store, entry):
    store.store(entry.key, "x = 2\n", (), {})
    assert store.load(entry.key) == Entry(entry.path, "x = 2\n", (), {})
    assert store.info().entries == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:-20],
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"np.cos", b"np.sin"),
        lambda content: content.replace(b"51ab", b"51ac"),
        lambda content: content.replace(b"f_grad", b"\xff_grad"),
        lambda content: content + b"x = 3\n",
        lambda content: b"\x00" * len(content),
    ],
)
def test_a_corrupt_entry_is_ignored_and_rebuilt(store, entry, damage):
    entry.path.write_bytes(damage(entry.path.read_bytes()))
    assert store.load(entry.key) is None
    assert store.store(entry.key, TEXT, DEPENDENCIES, EXTRA) == entry.path
    assert store.load(entry.key).text == TEXT


def test_an_entry_under_another_name_is_ignored(store, entry):
    other = key("other")
    entry.path.rename(store.folder / f"{other}.py")
    assert store.load(other) is None


def test_a_folder_in_place_of_an_entry_is_ignored(store):
    (store.folder / f"{key('k')}.py").mkdir(parents=True)
    assert store.load(key("k")) is None
    assert store.store(key("k"), TEXT, (), {}) is None
    assert [path.suffix for path in store.folder.iterdir()] == [".py"]


def test_a_file_in_place_of_the_folder_is_ignored(tmp_path):
    (tmp_path / "file").write_text("mine")
    store = DiskCache(tmp_path / "file")
    assert store.store(key("k"), TEXT, (), {}) is None
    assert store.load(key("k")) is None
    assert store.info() == CacheInfo(tmp_path / "file", 0, 0)
    assert store.clear() == 0
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("failing", ["write", "replace"])
def test_a_failing_write_leaves_nothing_behind(store, entry, monkeypatch, failing):
    def fail(*_):
        raise OSError("no space left on device")

    if failing == "replace":
        monkeypatch.setattr(os, "replace", fail)
    else:
        monkeypatch.setattr(cache, "_write_new", fail)
    assert store.store(entry.key, "x = 2\n", (), {}) is None
    assert [path.name for path in store.folder.iterdir()] == [entry.path.name]
    assert store.load(entry.key).text == TEXT


def test_text_that_no_file_can_hold_is_not_stored(store):
    assert store.store(key("k"), "x = '\udc80'\n", (), {}) is None
    assert store.info().entries == 0


@posix_only
def test_files_are_private_to_the_user(store, entry):
    assert entry.path.stat().st_mode & 0o777 == 0o600
    assert store.folder.stat().st_mode & 0o777 == 0o700


@posix_only
@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_an_entry_that_others_can_write_is_not_trusted(store, entry, mode):
    entry.path.chmod(mode)
    assert store.load(entry.key) is None


@posix_only
def test_an_entry_of_another_user_is_not_trusted(store, entry, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: entry.path.stat().st_uid + 1)
    assert store.load(entry.key) is None


def test_a_cache_that_is_off_does_nothing():
    off = DiskCache(None)
    assert off.store(key("k"), TEXT, (), {}) is None
    assert off.load(key("k")) is None
    assert off.info() == CacheInfo(None, 0, 0)
    assert off.clear() == 0


def test_clear_removes_entries_and_nothing_else(store, entry):
    unfinished = store.folder / f"{entry.key}.{'0' * 16}.tmp"
    unfinished.write_text("half")
    notes = store.folder / "notes.py"
    notes.write_text("mine")
    assert store.info() == CacheInfo(store.folder, 1, entry.path.stat().st_size)
    assert store.clear() == 1
    assert list(store.folder.iterdir()) == [notes]
    assert store.info() == CacheInfo(store.folder, 0, 0)


def test_threads_see_whole_entries_only(store):
    names = [key(str(i)) for i in range(3)]
    texts = {f"x = {i}\n" * 500 for i in range(8)}
    seen = []

    def write_and_read(text):
        for _ in range(20):
            for name in names:
                store.store(name, text, (), {"length": len(text)})
                found = store.load(name)
                seen.append(found is not None and found.text in texts)

    threads = [threading.Thread(target=write_and_read, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8 * 20 * 3
    assert all(seen)
    assert store.info().entries == 3
    assert len(list(store.folder.iterdir())) == 3


# ---- keys


def test_keys_tell_parts_apart():
    assert key("ab", "c") != key("a", "bc") != key("abc")
    assert key("a") != key("a", "")
    assert key("\udc80") != key("?")
    assert cache.ENTRY_NAME.fullmatch(f"{key('a')}.py")


def test_keys_are_the_same_in_another_process():
    command = "import sys; from s2sad.cache import key; sys.stdout.write(key('a', 'b'))"
    environment = {**os.environ, "PYTHONPATH": str(Path(cache.__file__).parents[1]), "PYTHONHASHSEED": "7"}
    found = subprocess.run([sys.executable, "-c", command], env=environment, capture_output=True, text=True, check=True)
    without_scipy = {name: module for name, module in sys.modules.items() if name != "scipy"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "modules", without_scipy)
        assert found.stdout == key("a", "b")


@pytest.mark.parametrize("change", ["content", "name", "new", "removed", "numpy", "python"])
def test_keys_change_with_the_compiler_and_what_it_runs_on(tmp_path, monkeypatch, change):
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "fft.py").write_text("one = 1")
    (tmp_path / "api.py").write_text("two = 2")
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "cache.py"))
    cache._environment.cache_clear()
    before = key("a")
    if change == "content":
        status = (rules / "fft.py").stat()
        (rules / "fft.py").write_text("one = 7")
        os.utime(rules / "fft.py", ns=(status.st_atime_ns, status.st_mtime_ns))
    elif change == "name":
        (rules / "fft.py").rename(rules / "ffts.py")
    elif change == "new":
        (rules / "special.py").write_text("")
    elif change == "removed":
        (rules / "fft.py").unlink()
    elif change == "numpy":
        monkeypatch.setattr(cache, "np", SimpleNamespace(__version__="0.1"))
    else:
        monkeypatch.setattr(sys, "version", "3.99")
    assert key("a") == before, "the package is read once per process"
    cache._environment.cache_clear()
    assert key("a") != before
    cache._environment.cache_clear()


def test_keys_do_not_change_with_what_is_no_part_of_the_package(tmp_path, monkeypatch):
    (tmp_path / "api.py").write_text("two = 2")
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "cache.py"))
    cache._environment.cache_clear()
    before = key("a")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "api.cpython-311.pyc").write_text("bytecode")
    (tmp_path / "notes.txt").write_text("notes")
    cache._environment.cache_clear()
    assert key("a") == before
    cache._environment.cache_clear()


def test_keys_know_the_version_of_scipy_where_it_is_loaded(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy", SimpleNamespace(__version__="1.0"))
    before = key("a")
    monkeypatch.setitem(sys.modules, "scipy", SimpleNamespace(__version__="1.1"))
    assert key("a") != before


# ---- the folder


def test_the_environment_chooses_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("S2SAD_CACHE_DIR", str(tmp_path / "chosen"))
    assert disk_cache().folder == tmp_path / "chosen"
    assert not (tmp_path / "chosen").exists()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("S2SAD_CACHE_DIR", "relative")
    assert disk_cache().folder == tmp_path / "relative"


def test_an_empty_value_turns_the_cache_off(monkeypatch):
    monkeypatch.setenv("S2SAD_CACHE_DIR", "")
    assert disk_cache().folder is None


@posix_only
@pytest.mark.skipif(sys.platform == "darwin", reason="XDG variables are for other systems")
def test_without_a_choice_it_is_the_cache_folder_of_the_user(tmp_path, monkeypatch):
    monkeypatch.delenv("S2SAD_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert disk_cache().folder == tmp_path / "s2sad"


def test_a_package_that_is_not_in_files_has_no_disk_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("S2SAD_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "s2sad.zip" / "s2sad" / "cache.py"))
    assert disk_cache().folder is None
