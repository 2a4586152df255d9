"""Cases for the rules of `s2sad/rules/products.py`."""

from __future__ import annotations

import operator

import numpy as np

from s2sad.runtime import einsum, products
from tests.rules.cases_shaping import arr, case, cplx

MATMUL_RANKS = [
    ((3,), (3,)),
    ((2, 3), (3, 4)),
    ((2, 3), (3,)),
    ((3,), (3, 4)),
    ((5, 2, 3), (5, 3, 4)),
    ((5, 2, 3), (3, 4)),
    ((2, 3), (5, 3, 4)),
    ((5, 2, 3), (3,)),
    ((3,), (5, 3, 4)),
    ((1, 2, 3), (5, 3, 4)),
    ((2, 1, 2, 3), (5, 3, 1)),
    ((2, 1), (1, 3)),
]
DOT_RANKS = [
    ((), ()),
    ((), (3,)),
    ((2, 3), ()),
    ((3,), (3,)),
    ((2, 3), (3, 4)),
    ((2, 3), (3,)),
    ((3,), (3, 4)),
    ((5, 2, 3), (3,)),
    ((5, 2, 3), (3, 4)),
    ((2, 3), (5, 3, 4)),
    ((3,), (5, 3, 4)),
    ((6, 2, 3), (5, 3, 4)),
]
INNER_RANKS = [
    ((), (3,)),
    ((3,), ()),
    ((3,), (3,)),
    ((2, 3), (4, 3)),
    ((2, 3), (3,)),
    ((3,), (4, 3)),
    ((5, 2, 3), (6, 4, 3)),
]
OUTER_RANKS = [((3,), (4,)), ((2, 3), (4,)), ((3,), (2, 2)), ((), (3,)), ((3,), ())]
TENSORDOT_AXES = [
    ((3,), (3,), 1),
    ((2, 3), (3, 4), 1),
    ((2, 3), (4, 5), 0),
    ((2, 3, 4), (3, 4, 5), 2),
    ((2, 3, 4), (4, 2, 5), ([0, 2], [1, 0])),
    ((2, 3, 4), (4, 3, 5), ([-1, 1], [0, -2])),
    ((2, 3), (5, 3), (1, 1)),
    ((2, 3), (2, 3), 2),
    ((3, 2), (2, 4, 3), ((0, 1), (2, 0))),
]
EINSUMS = [
    ("ij,jk->ik", (2, 3), (3, 4)),
    ("ij,jk", (2, 3), (3, 4)),
    ("ba", (2, 3)),
    ("ij->", (2, 3)),
    ("ij->j", (2, 3)),
    ("ii", (3, 3)),
    ("ii->i", (3, 3)),
    ("iij->j", (3, 3, 2)),
    ("i,i", (3,), (3,)),
    ("i,j->ij", (3,), (2,)),
    ("ij,j->", (2, 3), (3,)),
    ("ij,ik,kl->jl", (2, 3), (2, 4), (4, 2)),
    ("a,b,c,d->ad", (2,), (3,), (2,), (2,)),
    ("...ij,...jk->...ik", (5, 2, 3), (5, 3, 4)),
    ("...ij,...jk->...ik", (2, 3), (5, 3, 4)),
    ("...i,...i", (5, 3), (3,)),
    ("...i->...", (5, 2, 3)),
    ("i...,i...", (3, 2), (3, 2)),
    (" i j , j -> i ", (2, 3), (3,)),
    ("ij,jk->ik", (2, 1), (3, 4)),
    ("ij,ij->ij", (1, 3), (2, 3)),
    ("i,->i", (3,), ()),
    ("Bi,iA->AB", (2, 3), (3, 4)),
]

PRODUCTS = []
for left, right in MATMUL_RANKS:
    a, b, v = arr(*left), arr(*right), np.asarray(arr(*left) @ arr(*right))[()]
    PRODUCTS += [case(np.matmul, a, b), case(operator.matmul, a, b)]
    PRODUCTS += [case(products.matmul_bar_left, v, a, b), case(products.matmul_bar_right, v, a, b)]
for left, right in DOT_RANKS:
    a, b, v = arr(*left), arr(*right), np.dot(arr(*left), arr(*right))
    PRODUCTS += [case(np.dot, a, b), case(products.dot_bar_left, v, a, b), case(products.dot_bar_right, v, a, b)]
for left, right in INNER_RANKS:
    a, b, v = arr(*left), arr(*right), np.inner(arr(*left), arr(*right))
    PRODUCTS += [case(np.inner, a, b), case(products.inner_bar_left, v, a, b), case(products.inner_bar_right, v, a, b)]
for left, right in OUTER_RANKS:
    a, b, v = arr(*left), arr(*right), np.outer(arr(*left), arr(*right))
    PRODUCTS += [case(np.outer, a, b), case(products.outer_bar_left, v, a, b), case(products.outer_bar_right, v, a, b)]
for left, right, axes in TENSORDOT_AXES:
    a, b, v = arr(*left), arr(*right), np.tensordot(arr(*left), arr(*right), axes)
    PRODUCTS += [case(np.tensordot, a, b, axes)]
    PRODUCTS += [case(products.tensordot_bar_left, v, a, b, axes), case(products.tensordot_bar_right, v, a, b, axes)]
for subscripts, *shapes in EINSUMS:
    PRODUCTS += [case(np.einsum, subscripts, *(arr(*shape) for shape in shapes))]
PRODUCTS += [
    case(np.ndarray.dot, arr(2, 3), arr(3)),
    case(np.tensordot, arr(2, 3, 4), arr(3, 4, 2)),
    case(np.matmul, cplx(2, 3), cplx(3)),
    case(np.matmul, cplx(2, 3), arr(3, 2)),
    case(np.matmul, arr(2, 3).astype("float32"), arr(3, 2).astype("float32")),
    case(np.matmul, arr(2, 3), cplx(3)),
    case(np.inner, cplx(3), arr(3)),
    case(np.outer, arr(3), cplx(2)),
    case(np.tensordot, arr(2, 3), cplx(3, 2), 1),
    case(np.einsum, "ij,j->i", arr(2, 3), cplx(3)),
    case(np.vdot, arr(3), cplx(3)),
    case(np.matmul, arr(2, 3).astype("float32"), arr(3, 2)),
    case(np.dot, 2.5, arr(3)),
    case(np.vdot, arr(3), arr(3)),
    case(np.vdot, arr(2, 3), arr(2, 3)),
    case(np.vdot, cplx(3), cplx(3)),
    case(np.cross, arr(3), arr(3)),
    case(np.cross, arr(4, 3), arr(3)),
    case(einsum.einsum_like, "i->ij", arr(2, 3), arr(2)),
    case(einsum.einsum_like, "i->iij", arr(2, 2, 3), arr(2)),
    case(einsum.einsum_like, "->ii", arr(2, 2), np.float64(3.0)),
    case(einsum.einsum_like, "ij,j->i", arr(2), arr(2, 3), arr(3)),
    case(einsum.einsum_like, "ij,j->ji", arr(1, 2), arr(2, 3), arr(3)),
]

OWN = np.random.default_rng(19)


def new(*shape: int) -> np.ndarray:
    return OWN.standard_normal(shape)


def new_complex(*shape: int) -> np.ndarray:
    return new(*shape) + 1j * new(*shape)


PRODUCTS += [
    *(
        case(np.kron, new(*a), new(*b))
        for a, b in [((2, 3), (3, 2)), ((3,), (2,)), ((2, 3), (2,)), ((), (2,)), ((2, 1, 2), (3, 2))]
    ),
    case(np.cross, new(3, 2), new(3, 2), axis=0),
    case(np.cross, new(3, 2), new(2, 3), 0, 1, 0),
    case(np.cross, new(3), new(2, 3)),
    case(np.einsum, "ij,jk,kl->il", new(2, 3), new(3, 4), new(4, 2), optimize=True),
    case(np.einsum, "ij,jk,kl->il", new(2, 3), new(3, 4), new(4, 2), optimize="optimal"),
    case(np.einsum, "ij,jk,kl,lm->im", new(2, 3), new(3, 4), new(4, 2), new(2, 3), optimize=True),
]
if hasattr(np, "vecdot"):
    PRODUCTS += [case(np.vecdot, new(2, 3), new(3)), case(np.vecdot, new_complex(3, 2), new_complex(3, 2), axis=0)]
if hasattr(np, "matvec"):
    PRODUCTS += [
        case(np.matvec, new(2, 3), new(3)),
        case(np.matvec, new(4, 2, 3), new(4, 3)),
        case(np.vecmat, new_complex(3), new_complex(3, 2)),
    ]
POLYNOMIALS = [
    case(np.polyval, new(4), new(3)),
    case(np.polyval, new(4), 1.3),
    case(np.polyadd, new(4), new(2)),
    case(np.polysub, new(2), new(4)),
    case(np.polymul, new(4), new(2)),
    case(np.polyder, new(4)),
    case(np.polyder, new(4), 2),
    case(np.polyint, new(4)),
    case(np.polyint, new(4), 2, 0.5 + new(2)),
    case(np.polyfit, new(6), new(6), 2),
    case(np.polyfit, new(6), new(6), 1, w=new(6) ** 2),
    case(np.polyfit, new(6), new(6, 2), 1),
    case(np.roots, np.array([1.0, -6.0, 11.0, -6.2])),
]
PRODUCT_PROGRAMS = [
    (np.einsum, "np.einsum(x, [0, 1], y, [1, 2], [0, 2])", (new(2, 3), new(3, 4))),
    (np.einsum, "np.einsum(x, [0, 0])", (new(3, 3),)),
    (np.einsum, "np.einsum(x, [..., 0], y, [0])", (new(2, 3), new(3))),
    (np.dot, "np.dot(x, b=y) + np.dot(a=x, b=y)", (new(2, 2), new(2))),
    (np.tensordot, "np.tensordot(b=y, a=x, axes=1)", (new(2, 2), new(2))),
    (np.sum, "np.sum(a=x, axis=0) * np.swapaxes(axis1=0, axis2=1, a=x)", (new(2, 2),)),
    (np.polyval, "np.polyval([x, 2.0, y], y)", (1.5, 1.3)),
    (np.roots, "np.abs(np.roots(x))", (new(4),)),
    (np.polyint, "np.polyint(x, m=2, k=[y, 1.5])", (new(4), 0.7)),
]
