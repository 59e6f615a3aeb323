"""Sweeps over a graph, in any arithmetic: values, tangents, adjoints."""
