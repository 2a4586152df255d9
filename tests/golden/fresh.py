"""Runs golden files in an interpreter that has NumPy and nothing else; started with `python -I -S` by test_fresh.

Reads a pickle of (paths to put first, [(file, function, arguments)]) from stdin, writes the results or what went wrong.
"""

import importlib.util
import pickle
import sys


def call(path: str, name: str, arguments: bytes) -> object:
    """What the function of a golden file gives."""
    specification = importlib.util.spec_from_file_location("golden", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return getattr(module, name)(*pickle.loads(arguments))


def main() -> None:
    """Run all; an import that is not there is reported by name."""
    paths, work = pickle.load(sys.stdin.buffer)
    sys.path[:0] = paths
    results = []
    for path, name, arguments in work:
        try:
            results.append(call(path, name, arguments))
        except ModuleNotFoundError as error:
            results.append(error.name)
    assert "s2sad" not in sys.modules
    sys.stdout.buffer.write(pickle.dumps(results))


if __name__ == "__main__":
    main()
