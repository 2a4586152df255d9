"""The disk cache is off in the tests, and the benchmarks run only where they are asked for by path."""

import os
from pathlib import Path

import pytest

os.environ["S2SAD_CACHE_DIR"] = ""  # before the first import of s2sad
os.environ["S2SAD_TRACEBACK"] = "full"  # a test that fails shows where

BENCHMARKS = Path(__file__).parent / "benchmarks"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if collection_path != BENCHMARKS:
        return None
    named = [config.invocation_params.dir / arg.split("::")[0] for arg in config.args]
    return None if any(path.resolve().is_relative_to(BENCHMARKS) for path in named) else True


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether the slow tests run, too: then others look at second derivatives."""
    return bool(pytestconfig.getoption("markexpr") != "not slow")


def pytest_configure(config: pytest.Config) -> None:
    """Verify the IR after every pass of every compilation in the tests."""
    from s2sad import pipeline  # noqa: PLC0415 - after the environment variable
    from s2sad.ir.verify import verify  # noqa: PLC0415 - likewise

    if verify not in pipeline.HOOKS:
        pipeline.HOOKS.append(verify)
