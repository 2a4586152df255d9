"""Texts that a program makes and reads: rewritten in loops, joined, split, searched."""

from __future__ import annotations

import re

import numpy as np

from .programs import Programs

TEXTS = Programs()
program = TEXTS.add
X = np.array([0.3, -0.8, 1.1])


@program(X, 0.7, order=2)
def turtle_of_a_rewritten_text(x, a):
    text = "F"
    for _ in range(2):
        text = text.replace("F", "F+F-[F]F")
    place, angle, left, total = np.array([0.0, 0.0]), 0.0, [], 0.0
    for c in text:
        if c == "F":
            place = place + a * np.array([np.cos(angle), np.sin(angle)])
            total += place @ place
        elif c == "+":
            angle += x[0]
        elif c == "-":
            angle -= x[1]
        elif c == "[":
            left.append((place, angle))
        elif c == "]":
            place, angle = left.pop()
    return total


@program(X, 0.7, order=2)
def text_rewritten_by_rules(x, a):
    text, rules = "F", {"F": "F+G", "G": "F"}
    for _ in range(3):
        text = "".join(rules.get(c, c) for c in text)
    total = x[0]
    for c in text.upper():
        total = total * a if c == "F" else total + x[1]
    return total


@program(X, 0.7, order=2)
def text_joined_of_a_list_in_a_loop(x, a):
    text = "F"
    for _ in range(2):
        out = []
        for c in text:
            out.append("F-F" if c == "F" else c)
        text = "".join(out)
    return a * text.count("F") + x[0] ** 2


@program(X, 0.7, order=2)
def name_that_changes(x, a):
    name, total = "one", 0.0
    for v in x:
        total = total + v * a if name.startswith("o") else total * v
        name = name.replace("one", "two")
    return total


@program(X, 0.7, order=2)
def words_of_a_formula(x, a):
    values = {"u": x[0], "v": a}
    total = sum(values[word] ** 2 for word in re.findall(r"[a-z]+", "u + v"))
    for word in re.split(r"\s", "p m p"):
        total = total * a if word == "p" else total - x[1]
    return total
