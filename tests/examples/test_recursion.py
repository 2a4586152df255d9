import numpy as np
import pytest
import recursion


def test_figures() -> None:
    assert recursion.reverse(0.7) == pytest.approx(2.441437658805, abs=1e-12)
    assert recursion.forward(0.7) == pytest.approx(2.441437658805, abs=1e-12)


def test_all_methods_agree_on_the_interval() -> None:
    assert len(recursion.POINTS) == 151
    deviations = recursion.deviations()
    assert set(deviations) == {"forward", "reverse", "complex step"}
    assert max(deviations.values()) <= 1e-12


def test_errors_by_step() -> None:
    steps, central, stepped = recursion.errors_by_step()
    assert central.min() > 1e-12  # differences cannot do better,
    assert stepped[steps < 1e-7].max() < 1e-13  # the complex step has no step to choose


def test_main_writes_the_plot_only_where_asked(tmp_path, monkeypatch, capsys) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(tmp_path)
    recursion.main([])
    assert list(tmp_path.iterdir()) == []
    assert "2.441437658805" in capsys.readouterr().out
    recursion.main(["--plot", "recursion_error.png"])
    assert (tmp_path / "recursion_error.png").read_bytes().startswith(b"\x89PNG")


def test_plain_function_is_not_changed() -> None:
    assert recursion.func(np.float64(0.7)) == pytest.approx(1.600144509514, abs=1e-12)
