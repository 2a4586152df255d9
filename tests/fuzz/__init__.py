"""A fuzzer of the compiler: random programs, checked against the complex step of their plain text."""
