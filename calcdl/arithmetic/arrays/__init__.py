"""Double precision for many points at once, and bounds of its errors."""
