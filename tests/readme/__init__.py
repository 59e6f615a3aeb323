"""What of README.md is made by the machine: tables from the code, and pictures by their commands."""
