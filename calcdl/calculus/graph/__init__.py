"""The computational graph, with values and adjoints."""
