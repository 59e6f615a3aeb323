"""``python -m calcdl`` is the command ``calcdl``."""

from calcdl.cli import main

if __name__ == "__main__":
    main()
