"""What generated code may call: NumPy only, and every function here has a rule."""
