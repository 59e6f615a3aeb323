"""Results → text. A renderer decides nothing about mathematics."""
