"""The curve of a function, of which every column is an enclosure."""
