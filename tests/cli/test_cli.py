"""The command line as a whole: the cache, the version, the help, and commands from end to end."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from s2sad.cache import DiskCache, key

from .commands import refused, run

ROOT = Path(__file__).parents[2]


# ---- cache, version, help


def test_cache_info_and_clear(tmp_path, monkeypatch):
    monkeypatch.setenv("S2SAD_CACHE_DIR", str(tmp_path))
    DiskCache(tmp_path).store(key("a"), "x = 1\n" * 400, (), {})
    result = run("cache", "info")
    assert result.exit_code == 0
    for fragment in (str(tmp_path), "entries: 1", "2.5 KiB"):
        assert fragment in result.stdout
    assert run("cache", "clear").stdout == "removed 1 entry\n"
    assert run("cache", "clear").stdout == "removed 0 entries\n"
    assert "entries: 0" in run("cache", "info").stdout


def test_cache_info_where_it_is_off():
    assert "the disk cache is off" in run("cache", "info").stdout
    assert run("cache", "clear").stdout == "removed 0 entries\n"


def test_version_and_help():
    assert run("--version").stdout.startswith("s2sad, version ")
    for command in ([], ["show"], ["check"]):
        result = run(*command, "--help")
        assert result.exit_code == 0
        assert f"s2sad {' '.join(command) or 'show'} examples/recursion.py:func" in result.stdout


# ---- end to end


def test_the_recursion_is_shown(tmp_path):
    target = f"{ROOT / 'examples' / 'recursion.py'}:func"
    shown = run("show", target)
    assert shown.exit_code == 0, shown.output
    assert "z_tape.append(z)" in shown.stdout
    assert "z_bar = x * t_bar" in shown.stdout
    assert "types: x: float" in shown.stdout
    assert "func func(x: float)" in run("show", target, "--mode", "ssa").stdout
    assert "x_dot" in run("show", target, "--mode", "forward").stdout
    assert run("show", target, "-o", tmp_path / "recursion_grad.py").exit_code == 0
    spec = importlib.util.spec_from_file_location("recursion_grad", tmp_path / "recursion_grad.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.func_grad(0.7) == pytest.approx(2.441437658805, abs=1e-12)


def test_the_recursion_is_checked():
    result = run("check", f"{ROOT / 'examples' / 'recursion.py'}:func", "--at", "x=0.7")
    assert result.exit_code == 0, result.output
    assert "complex step" in result.stdout


def test_unsupported_constructs_and_missing_source_are_refused(tmp_path):
    path = tmp_path / "bad.py"
    path.write_text("def f(x):\n    yield x\n\n\nexec('def g(x): return x')\nprint_it = print\n")
    message = refused("show", f"{path}:f")
    assert "UnsupportedSyntaxError" in message
    assert 'bad.py", line 2, in f\n    yield x\n    ^^^^^^^' in message
    assert "NoSourceError" in refused("show", f"{path}:g")
    assert "NoSourceError" in refused("show", f"{path}:print_it")


def test_the_module_is_a_program_that_writes_plain_text_to_a_pipe():
    command = [sys.executable, "-m", "s2sad", "show", "examples/recursion.py:func"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    found = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    assert b"func_grad" in found.stdout
    assert b"\x1b" not in found.stdout
    assert found.stderr == b""
