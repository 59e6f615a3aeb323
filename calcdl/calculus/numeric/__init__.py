"""The derivative as a limit: difference quotients and their errors."""
