"""Graphs as drawings."""
