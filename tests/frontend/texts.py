"""Functions whose text is a notebook cell or a file made for a test, and the text that `find_source` gives for them."""

import importlib.util
import linecache
import os
import sys
import textwrap
from itertools import count

from s2sad.frontend.source import find_source

CELLS = count()


def text_of(function):
    """The text that `find_source` gives, cut out of the lines by the tree's own positions."""
    source = find_source(function)
    tree = source.tree
    lines = [line.encode() for line in source.lines[tree.lineno - 1 : tree.end_lineno]]
    lines[-1] = lines[-1][: tree.end_col_offset]
    lines[0] = lines[0][tree.col_offset :]
    return b"\n".join(lines).decode()


def run_cell(text, filename=None, flags=0):
    """Run text as IPython runs a cell: compiled under a name that only linecache knows."""
    text = textwrap.dedent(text)
    filename = filename or f"<ipython-input-{next(CELLS)}-abc>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    namespace = {"__name__": "cell"}
    exec(compile(text, filename, "exec", flags=flags, dont_inherit=True), namespace)
    return namespace


def import_file(path, text):
    """Write a module and import it."""
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode, old = True, sys.dont_write_bytecode
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = old
    return module


def edit(path, text):
    """Change a file so that its time or size tells."""
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    os.utime(path, (1, 1))
