"""The price of a European call after Black and Scholes, and its Greeks as derivatives of the code.

    d₁ = (ln(S/K) + (r + σ²/2) T) / (σ √T),    d₂ = d₁ − σ √T
    C = S Φ(d₁) − K e^{−rT} Φ(d₂)

S and K in money, r and σ per year (and its root), T in years. By hand, with φ the density of the normal distribution,
delta = ∂C/∂S = Φ(d₁), vega = ∂C/∂σ = S φ(d₁) √T, rho = ∂C/∂r = K T e^{−rT} Φ(d₂), gamma = ∂²C/∂S² = φ(d₁)/(S σ √T).
"""

import math

from s2sad import grad

MARKET = (100.0, 110.0, 0.03, 0.2, 1.5)


def normal_cdf(x):
    return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))


def call_price(spot, strike, rate, volatility, expiry):
    d1 = (math.log(spot / strike) + (rate + 0.5 * volatility**2) * expiry) / (volatility * math.sqrt(expiry))
    d2 = d1 - volatility * math.sqrt(expiry)
    return spot * normal_cdf(d1) - strike * math.exp(-rate * expiry) * normal_cdf(d2)


def greeks(*market):
    """Delta, vega, rho and gamma."""
    delta, vega, rho = grad(call_price, argnums=("spot", "volatility", "rate"))(*market)
    return delta, vega, rho, grad(grad(call_price))(*market)


def by_hand(spot, strike, rate, volatility, expiry):
    """The same by the formulas above."""
    root = volatility * math.sqrt(expiry)
    d1 = (math.log(spot / strike) + (rate + 0.5 * volatility**2) * expiry) / root
    density = math.exp(-0.5 * d1**2) / math.sqrt(2.0 * math.pi)
    rho = strike * expiry * math.exp(-rate * expiry) * normal_cdf(d1 - root)
    return normal_cdf(d1), spot * density * math.sqrt(expiry), rho, density / (spot * root)


def main():
    print(f"price {call_price(*MARKET):.6f}")
    for name, found, expected in zip(("delta", "vega", "rho", "gamma"), greeks(*MARKET), by_hand(*MARKET), strict=True):
        print(f"{name:5} {found:.6f}, by hand {expected:.6f}")


if __name__ == "__main__":
    main()
