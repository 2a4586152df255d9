"""Objects that hold others of their class: linked lists and trees of a size that only the run knows."""

from __future__ import annotations

from typing import Any

import numpy as np

from .programs import Programs

LINKED = Programs()
program = LINKED.add
X = np.array([0.3, -0.8, 1.1])


class Node:
    """A node of a linked list."""

    def __init__(self, value: Any, then: Node | None = None) -> None:
        self.value = value
        self.then = then

    def total(self) -> Any:
        """The sum of the squares from here on."""
        return self.value**2 + (self.then.total() if self.then is not None else 0.0)


class Tree:
    """A binary tree."""

    def __init__(self, v: Any, left: Tree | None = None, right: Tree | None = None) -> None:
        self.v = v
        self.left = left
        self.right = right

    def weigh(self, a: Any) -> Any:
        """The sum of its values, each weighed by where it is."""
        s = self.v
        if self.left is not None:
            s = s + a * self.left.weigh(a)
        if self.right is not None:
            s = s + a * a * self.right.weigh(a)
        return s


def build(x: Any, d: int) -> Tree | None:
    if d >= len(x):
        return None
    return Tree(x[d], build(x, d + 1), build(x, d + 2))


def total(t: Tree | None) -> Any:
    if t is None:
        return 0.5
    return t.v**2 + total(t.left) * total(t.right)


def inserted(t: Tree | None, v: Any) -> Tree:
    if t is None:
        return Tree(v)
    if v < t.v:
        return Tree(t.v, inserted(t.left, v), t.right)
    return Tree(t.v, t.left, inserted(t.right, v))


@program(X, 0.7, order=2)
def linked_list_walked(x: Any, a: Any) -> Any:
    head = None
    for k in range(len(x)):
        head = Node(x[k] * a, head)
    s = 0.0
    node = head
    while node is not None:
        s = s * 0.5 + node.value**2
        node = node.then
    return s


@program(X, 0.7, order=2)
def linked_list_of_known_length(x: Any, a: Any) -> Any:
    node = Node(x[0], Node(x[1] * a, Node(x[2])))
    s = 0.0
    while node:
        s = s * 0.5 + node.value**2
        node = node.then
    return s


@program(X, 0.7, order=2)
def linked_list_of_arrays(x: Any, a: Any) -> Any:
    node = None
    for k in range(len(x)):
        node = Node(x * a * (k + 1), node)
    s = 0.0
    while node is not None:
        s = s * 0.5 + np.sum(node.value**2)
        node = node.then
    return s


@program(X, 0.7, order=2)
def linked_list_with_a_method(x: Any, a: Any) -> Any:
    head = None
    for v in x:
        head = Node(v * a, head)
    return head.total()


@program(X, 0.7, order=2)
def linked_list_reversed(x: Any, a: Any) -> Any:
    head, back = None, None
    for v in x:
        head = Node(v * a, head)
    while head is not None:
        back = Node(head.value, back)
        head = head.then
    return back.value * 2 + back.then.value


@program(X, 0.7, order=2)
def tree_built_by_recursion(x: Any, a: Any) -> Any:
    t = build(x, 0)
    return total(t) + t.weigh(a)


@program(X, 0.7, order=2)
def tree_of_insertions(x: Any, a: Any) -> Any:
    t = None
    for v in x:
        t = inserted(t, v * a)
    return t.weigh(a)


@program(X, 0.7, order=2)
def best_with_an_optional_part(x: Any, a: Any) -> Any:
    best = None
    for k in range(len(x)):
        found = Tree(x[k], x * a if k else None)
        if best is None or found.v > best.v:
            best = found
    return best.v * np.sum(best.left) if best.left is not None else best.v


@program(X, 0.7)
def linked_list_grown_at_its_end(x: Any, a: Any) -> Any:
    head = Node(x[0])
    tail = head
    for k in range(1, len(x)):
        tail.then = Node(x[k] * a)
        tail = tail.then
    return head.total()
