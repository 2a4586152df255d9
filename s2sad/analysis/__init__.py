"""Pure functions from the IR to facts about it."""
