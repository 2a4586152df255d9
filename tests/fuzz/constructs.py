"""The constructs of the random programs, from `constructs.txt`: the probability of each, and its forms.

name | probability | classes, of `grammar.CLASSES` | functions of `HELPERS` that it calls
  - a form, in the notation of `grammar`
  - another one,
    with two lines
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Construct:
    """A thing that a program may contain.

    Attributes:
        name: what the report calls it.
        share: the probability that a program contains it, drawn independently of all others.
        classes: keys of `grammar.CLASSES`.
        needs: names of `HELPERS` that the module must define.
        templates: its forms, one of which is drawn.
    """

    name: str
    share: float
    classes: tuple[str, ...]
    needs: tuple[str, ...]
    templates: tuple[str, ...]


TABLE = (Path(__file__).parent / "constructs.txt").read_text(encoding="utf-8")
"""The notation is that of the module's docstring."""

HELPERS = """
def fill(x, s):
    n = len(x)
    for i in range(n):
        x[i] = 0.5 * x[i] + <num.1>
    return x[0] * s

def scale(x, q):
    x *= np.sin(q)
    x[0] = x[1] * 0.5
    return q * 0.7

def mix(x, q):
    x[0] = q[1]
    q[0] = x[1] * 0.5
    x += q * 0.3

def push(xs, q):
    xs.append(q * 0.5)
    xs[0] = np.sin(xs[-1]) * q

def wave(x, s=0.3):
    n = len(x)
    u = <zeros>
    for i in range(1, n):
        u[i] = 0.5 * u[i - 1] + x[i] * s
    return np.sin(u) + x

def both(x):
    u = np.tanh(x)
    return u * x, u[0]

def first(x, s):
    for v in x:
        if v > <const>:
            return v * s
        s = s + 0.3 * v
    return np.sin(s)

def nest(x, d):
    if d == 0:
        return x * 0.5
    return np.sin(nest(x, d - 1)) + 0.3 * x

def descend(x, d):
    if d < 1:
        return
    x[d - 1] += 0.5 * np.sin(x[d])
    descend(x, d - 1)

def tail(x):
    return x[1:]

def same(x):
    return x

def flip(x, q):
    x[0] = 0.5 * q[1]
    return q, x

def make(s):
    return lambda q: np.tanh(q * s)
"""


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",") if part.strip())


def _parsed(table: str) -> tuple[Construct, ...]:
    found = []
    for entry in re.split(r"\n(?=\S)", table.strip("\n")):
        head, *forms = re.split(r"\n  - ", entry)
        name, share, classes, *needs = (cell.strip() for cell in head.split("|"))
        templates = tuple(re.sub(r"\n {4}", "\n", form) for form in forms)
        found.append(
            Construct(name, float(share.rstrip(" %")) / 100, _listed(classes), _listed("".join(needs)), templates)
        )
    return tuple(found)


CONSTRUCTS = _parsed(TABLE)
HELPER_TEXTS = {text.split("(")[0].removeprefix("def "): text for text in HELPERS.strip("\n").split("\n\n")}
