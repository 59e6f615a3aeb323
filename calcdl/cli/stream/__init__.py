"""Streams of questions: lines as they arrive, rows of points, objects."""
