"""Random prime numbers."""

from __future__ import annotations

from random import SystemRandom

__all__ = ["ERROR", "random_prime"]

_ROUNDS = 64  # of the test of a prime, each of which errs with a probability below 1/4
ERROR = 4.0**-_ROUNDS


def random_prime(bits: int) -> int:
    """Return a random prime of so many bits, prime with a probability of error below 4**-64."""
    random = SystemRandom()
    while True:
        number = random.getrandbits(bits) | 1 | 1 << (bits - 1)
        if all(number % small for small in (3, 5, 7, 11, 13, 17, 19, 23)) and _is_prime(number):
            return number


def _is_prime(number: int) -> bool:
    """Say whether a number is prime, by the test of Miller and Rabin with random bases."""
    random = SystemRandom()
    halvings = (number - 1 & 1 - number).bit_length() - 1
    for _ in range(_ROUNDS):
        power = pow(random.randrange(2, number - 1), (number - 1) >> halvings, number)
        if power == 1:
            continue
        for _ in range(halvings):
            if power == number - 1:
                break
            power = power * power % number
        else:
            return False
    return True
