"""The intermediate representation: structured SSA of primitive operations, and its types."""
