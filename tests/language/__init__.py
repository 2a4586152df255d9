"""Programs of every construct of the language."""
