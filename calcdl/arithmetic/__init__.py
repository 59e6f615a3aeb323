"""What + * sin mean, in each kind of number that a sweep may run in."""
