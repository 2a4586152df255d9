"""The real part of an adjoint where a real number was put among complex ones: its adjoint is real.

c = [x, 1j * x]; c.append(y)      y_bar = c_bar[-1].real
zs = [v * a for v in x] + [1j]    t_bar = [z.real for z in zs_bar[:n]]
"""

from __future__ import annotations

import numpy as np

from s2sad.ir.builder import Builder
from s2sad.ir.leaves import map_leaves
from s2sad.ir.ops import Loop, Operand, Source, Value
from s2sad.ir.types import (
    Array,
    FixedList,
    Function,
    List,
    Map,
    Object,
    Record,
    Scalar,
    Tuple,
    Type,
    children,
    is_complex,
    is_inexact,
)
from s2sad.runtime import containers
from s2sad.transform.apply import cast
from s2sad.transform.parts import container_keys, read_part, rebuild


def is_wider(have: Type, want: Type) -> bool:
    """Whether an adjoint of type `have` may be complex where what it belongs to, of type `want`, is real."""
    if have == want or isinstance(want, Map | Function):
        return False
    if is_inexact(want):
        return is_complex(have) and not is_complex(want)
    parts, others = children(have), children(want)
    if isinstance(have, List):
        parts = parts * len(others)
    elif isinstance(want, List):
        others = others * len(parts)
    return len(parts) == len(others) and any(map(is_wider, parts, others))


def as_wide(kind: Type, bar: Type) -> Type:
    """The type of an adjoint of what is of type `kind`, read out of one of type `bar`."""
    return map_leaves(_complex, kind) if is_wider(bar, kind) else kind


def _complex(kind: Type) -> Type:
    if isinstance(kind, Scalar | Array) and is_inexact(kind):
        dtype = np.result_type(kind.dtype, np.complex64).name
        return Array(dtype, kind.dims) if isinstance(kind, Array) else Scalar(dtype, kind.weak)
    return kind


def narrowed(builder: Builder, bar: Operand, want: Type) -> Operand:
    """An adjoint of what is of type `want`: real where that is."""
    if not is_wider(bar.type, want):
        return bar
    if is_inexact(want):
        return cast(builder, builder.call(np.real, bar), want)
    if isinstance(want, Tuple | FixedList | Record | Object):
        like = Value("t", want)
        keys = container_keys(like)
        kinds = [each for _, each in want.fields] if isinstance(want, Record | Object) else list(children(want))
        parts = [narrowed(builder, read_part(builder, bar, key), kind) for key, kind in zip(keys, kinds, strict=True)]
        return rebuild(builder, like, keys, parts)
    return _narrowed_list(builder, bar, want)


def _narrowed_list(builder: Builder, bar: Operand, want: Type) -> Operand:
    assert isinstance(want, List)
    if not isinstance(bar.type, List):
        parts = [read_part(builder, bar, k) for k in range(len(children(bar.type)))]
        parts = [narrowed(builder, part, want.element) for part in parts]
        return builder.call(containers.build_list, *parts, type=want, effect="pure")
    element, inner = Value("t_bar", bar.type.element), builder.nested()
    region = inner.region(narrowed(inner, element, want.element))
    found = Value(bar.name if isinstance(bar, Value) else "t_bar", List(want.element))
    builder.add(Loop((found,), (Source(element, bar),), (), (), None, region))
    return found if want.cls is not tuple else builder.call(tuple, found, type=want, effect="pure")
