"""Functions of which rows of the covering array are known to fail: strict, what becomes right is taken off the list."""

KNOWN: dict[str, str] = {}
