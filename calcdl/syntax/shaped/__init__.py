"""The language of arrays, which is NumPy's: text → graph, and graph → text."""
