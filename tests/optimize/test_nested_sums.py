"""Additions to parts of lists of lists and dicts: in constant time per read, where the part is."""

from s2sad import grad


def of_rows(table):
    total = 0.0
    for i in range(len(table)):
        for j in range(len(table)):
            total += table[i][j] * table[i][0]
    return total


def of_dicts(bodies):
    total = 0.0
    for i in range(len(bodies)):
        total += bodies[i]["m"] * bodies[i - 1]["x"][1]
    return total


def of_tuples(pairs):
    total = 0.0
    for i in range(len(pairs)):
        total += pairs[i][0] ** 2
    return total


def test_numbers_in_lists_in_a_list() -> None:
    text = grad(of_rows).source([[0.5, 0.2], [0.1, 0.3]])
    assert "table_bar[i][j] += " in text
    assert "table_bar[i][0] += " in text
    assert "import zeros_like\n" in text


def test_lists_in_dicts_in_a_list() -> None:
    text = grad(of_dicts).source([{"m": 0.5, "x": [0.2, 0.3]}] * 2)
    assert "bodies_bar[i]['m'] += " in text
    assert "bodies_bar[i - 1]['x'][1] += " in text


def test_a_tuple_is_added_as_a_whole() -> None:
    assert "pairs_bar[i] = add(pairs_bar[i], (" in grad(of_tuples).source([(0.5, 0.2), (0.1, 0.3)])
