"""calcdl: calculus at the command line, for people who learn and build deep learning."""

__version__ = "0.1.0"
