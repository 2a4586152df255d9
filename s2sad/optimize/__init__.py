"""Passes that keep the meaning: one pass, one file, one function."""
