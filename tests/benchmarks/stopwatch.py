"""Compare the time of functions in one process: in turns, the shortest of many runs."""

import gc
import time
from collections.abc import Callable, Mapping

REPEATS = 25
SHORTEST_BLOCK = 2e-3
LONGEST_TOTAL = 3.0


def _block(function: Callable[[], object], loops: int) -> float:
    """Seconds for `loops` calls."""
    calls = range(loops)
    begin = time.perf_counter()
    for _ in calls:
        function()
    return time.perf_counter() - begin


def _loops(function: Callable[[], object]) -> int:
    """How many calls fill a block that the clock can resolve."""
    loops = 1
    while _block(function, loops) < SHORTEST_BLOCK:
        loops *= 2
    return loops


def fastest(functions: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Seconds per call; all functions take turns, so that a busy spell hits all of them alike.

    Functions of 0.1 s and more run less often, but three times at least.
    """
    for function in functions.values():
        function()  # compiles
    loops = {name: _loops(function) for name, function in functions.items()}
    shortest = {name: _block(functions[name], count) for name, count in loops.items()}
    repeats = {name: max(3, min(REPEATS, int(LONGEST_TOTAL / seconds))) for name, seconds in shortest.items()}
    enabled = gc.isenabled()
    gc.disable()
    try:
        for turn in range(REPEATS):
            for name, function in functions.items():
                if turn < repeats[name]:
                    shortest[name] = min(shortest[name], _block(function, loops[name]))
    finally:
        if enabled:
            gc.enable()
    return {name: shortest[name] / loops[name] for name in functions}
