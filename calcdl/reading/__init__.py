"""Text with definitions and points → graphs, and graphs → text."""
