"""`s2sad functions`: the list of what is covered, one rule with what it handles, and names that mean nothing."""

import numpy as np
import pytest
from click.testing import CliRunner

from s2sad import cli, coverage
from s2sad.rules.table import RuleTable


def run(*arguments: str, color: bool = False) -> tuple[int, str]:
    done = CliRunner().invoke(cli.main, ["functions", *arguments], color=color)
    return done.exit_code, done.output


def test_all_functions_by_topic() -> None:
    status, text = run()
    assert status == 0
    assert "\nreductions\n" in text
    assert "np.sum (np.ndarray.sum)" in text
    assert "zero derivative: " in text
    assert "\x1b" not in text


FORMS = [  # a name, what its rule is, and a line of it
    ("np.sin", "elementwise", "return np.cos(x)"),
    ("numpy.matmul", "multilinear", "matmul_vjp"),
    ("ndarray.sum", "linear", "return spread(y_bar, a, axis, keepdims)"),
    ("np.linalg.svd", "jvp and vjp", "svd_dot"),
    ("np.linalg.pinv", "jvp", "pinv_dot"),
    ("scipy.linalg.sqrtm", "jvp and vjp", "sqrtm_vjp"),
    ("np.median", "composed of others", "quantile(a, 0.5"),
    ("scipy.stats.norm.logpdf", "composed of others", "# formula:\nlogpdf=lambda z: -0.5 * z * z"),
    ("scipy.stats.norm.cdf", "composed of others", "# formula: ndtr"),
    ("np.append", "lowered as others", "np.concatenate((arr, values), axis)"),
    ("np.ndarray.sort", "lowered as others", "def "),
    ("np.add.reduce", "lowered as np.sum", "def lowered"),
    ("np.multiply.outer", "lowered as np.multiply", "def lowered"),
    ("np.add.at", "lowered as a write", "def lowered"),
    ("sum", "lowered by the compiler", "def _sum"),
    ("np.floor", "zero derivative", "modes: any, as zero"),
    ("s2sad.runtime.reductions.spread", "linear", "spread_vjp"),
    ("s2sad.runtime.cofactors.cofactors_second", "refused", "modes: none"),
]


@pytest.mark.parametrize(("name", "how", "line"), FORMS, ids=lambda v: v if isinstance(v, str) else "")
def test_one_rule(name: str, how: str, line: str) -> None:
    status, text = run(name)
    assert status == 0, text
    assert text.splitlines()[0].endswith(f": {how}")
    assert line in text


def test_aliases_and_methods_are_the_same_rule() -> None:
    assert coverage.find("np.asin") == coverage.find("numpy.arcsin")
    assert coverage.find("ndarray.round") is not None
    assert coverage.find("np.power") != coverage.find("np.float_power")


def test_keywords_handled_and_refused() -> None:
    _, text = run("np.quantile")
    assert "# keywords: axis, method, keepdims, out" in text
    assert "# refused: overwrite_input" in text
    assert "# refused as an active argument: v" in run("scipy.special.jv")[1]


def test_highlighted_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[" in run("np.sin", color=True)[1]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("np.sen", "np.sen is no function; there are rules of np.sin"),
        ("erff", "scipy.special.erf"),
        ("np.busday_count", "has no rule: an active value that reaches it is refused"),
        ("", "is no function"),
        ("scipy.nothing.at.all", "is no function"),
        ("x y", "is no function"),
    ],
)
def test_names_that_mean_nothing(name: str, message: str) -> None:
    status, text = run(name)
    assert status == 2
    assert message in text
    assert len(text.splitlines()) < 5


def test_every_entry_with_a_public_name_is_listed_once() -> None:
    names = [name for one in coverage.covered() for name in (one.name, *one.aliases)]
    assert len(names) == len(set(names))
    assert {"np.sin", "np.ndarray.sum", "math.erf", "np.maximum.accumulate"} <= set(names)


def test_all_sources_can_be_read() -> None:
    assert all(isinstance(one.source, str) for one in coverage.covered())


def test_keywords_of_zero_derivatives_are_those_of_the_function() -> None:
    found = coverage.find("np.argmax")
    assert found is not None
    assert found.keywords == ("axis", "out", "keepdims")
    assert found.refused == ()
    assert RuleTable().get(np.argmax) is None
