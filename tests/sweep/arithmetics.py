"""Every arithmetic is one: mypy reads this file with the package, nothing runs it.

An operation that takes or returns anything but the numbers of its arithmetic is a type error here.
"""

from __future__ import annotations

from calcdl.arithmetic.arrays.bounded import Bounded
from calcdl.arithmetic.arrays.bounded import Number as BoundedNumber
from calcdl.arithmetic.arrays.numbers import Arrays
from calcdl.arithmetic.complexes import Complexes
from calcdl.arithmetic.constants.laws import Constants
from calcdl.arithmetic.constants.polynomials import Quotient
from calcdl.arithmetic.floats import Floats
from calcdl.arithmetic.formulas.closed import Closed
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.germs import Germs
from calcdl.arithmetic.germs.germ import Germ
from calcdl.arithmetic.kinds import ComplexBall, Number
from calcdl.arithmetic.ranges import Range, Ranges
from calcdl.arithmetic.taylor import Taylor
from calcdl.arithmetic.taylor.multivariate import Multivariate, Series
from calcdl.arithmetic.taylor.removable import Removable, Twofold
from calcdl.calculus.point.frameworks import _Ieee
from calcdl.functions.elementwise import Array
from calcdl.sweep.arithmetic import Arithmetic, ExactArithmetic


def each_is_one(
    floats: Floats,
    complexes: Complexes[complex],
    complex_balls: Complexes[ComplexBall],
    arrays: Arrays,
    bounded: Bounded,
    taylor: Taylor,
    multivariate: Multivariate,
    germs: Germs,
    symbols: Symbols,
    closed: Closed,
    constants: Constants,
    ieee: _Ieee,
    ranges: Ranges,
    removable: Removable,
) -> None:
    _1: Arithmetic[float] = floats
    _2: Arithmetic[complex] = complexes
    _3: Arithmetic[ComplexBall] = complex_balls
    _4: Arithmetic[Array] = arrays
    _5: Arithmetic[BoundedNumber] = bounded
    _6: ExactArithmetic[Number] = taylor
    _7: ExactArithmetic[Series] = multivariate
    _8: Arithmetic[Germ] = germs
    _9: ExactArithmetic[int] = symbols
    _10: ExactArithmetic[int] = closed
    _11: Arithmetic[Quotient] = constants
    _12: Arithmetic[float] = ieee
    _13: Arithmetic[Range] = ranges
    _14: Arithmetic[Twofold] = removable
