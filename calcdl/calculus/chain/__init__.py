"""The chain rule, level by level."""
