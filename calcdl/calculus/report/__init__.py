"""A report: the answers of the other rooms about one function."""
