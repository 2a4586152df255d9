"""From the IR to readable Python source, and from that to a function."""
