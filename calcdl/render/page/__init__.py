"""A report as a page in HTML: one file, without a script, which asks for nothing from elsewhere."""
