"""What of README.md is made by a machine: tables from the code, pictures by their commands."""
