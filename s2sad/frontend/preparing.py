"""Prepares the source of a function for lowering: checked, in plainer constructs, with one exit, with liveness marked.

lambda x: x * x        ->  def <lambda>(x): return x * x
while c: ... break     ->  blocks with one exit, and at each the names that are read later
"""

from __future__ import annotations

import weakref
from dataclasses import replace
from typing import Any

import gast

from s2sad.frontend.desugar import desugar
from s2sad.frontend.liveness import mark_liveness
from s2sad.frontend.source import FunctionSource, find_source
from s2sad.frontend.steps import cut_in_steps
from s2sad.frontend.structure import structure
from s2sad.frontend.syntax import check_syntax

_PREPARED: weakref.WeakKeyDictionary[Any, FunctionSource] = weakref.WeakKeyDictionary()


def prepared_source(function: Any) -> FunctionSource:
    """The source of a function, checked, structured and with liveness marked; kept per code object."""
    code = function.__code__
    source = _PREPARED.get(code)
    if source is None:
        source = prepare(find_source(function))
        _PREPARED[code] = source
    return source


def prepare(source: FunctionSource) -> FunctionSource:
    """Check and structure a source that was just found."""
    check_syntax(source)
    tree = source.tree
    if isinstance(tree, gast.Lambda):
        source = replace(source, tree=lambda_definition(tree))
    desugar(source.tree)
    cut_in_steps(source.tree)
    structure(source.tree)
    mark_liveness(source.tree)
    return source


def lambda_definition(tree: Any) -> Any:
    """A lambda as a function definition with one return."""
    body = gast.copy_location(gast.Return(value=tree.body), tree.body)
    definition = gast.FunctionDef(
        name="<lambda>",
        args=tree.args,
        body=[body],
        decorator_list=[],
        returns=None,
        type_comment=None,
        type_params=[],
    )
    return gast.copy_location(definition, tree)
