"""Differentiation: from the IR of a function to the IR of its derivative."""
