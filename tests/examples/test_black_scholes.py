import black_scholes
import pytest


@pytest.mark.parametrize("market", [black_scholes.MARKET, (80.0, 60.0, 0.01, 0.4, 0.25)])
def test_greeks_by_hand(market) -> None:
    assert black_scholes.greeks(*market) == pytest.approx(black_scholes.by_hand(*market), rel=1e-12)


def test_main(capsys) -> None:
    black_scholes.main()
    printed = capsys.readouterr().out
    assert "price 7.628356" in printed
    assert "gamma 0.016231" in printed
