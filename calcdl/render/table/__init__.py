"""Results as tables on a terminal; the only place that imports Rich."""
