"""Formulas as numbers: tidied as they are made, put into the form that reads best, laid out.

sums, products          the arithmetic: every operation makes a tidied node
smoothing, cases, nonzero, pieces   what is differentiated: without corners that are none, by pieces
ties                    where max, min and relu meet a corner of what they choose from
structure, kernels      what a formula is a rational function of, by the relations between functions
relations, idioms       kernels that are equal to something simpler; products with a shorter name
radicands               roots of what has squares as factors
atoms, sum_atoms, polynomials, normal   the normal form: a number times powers of sums and kernels
surds, factors, written back to nodes
gain, apart, coprime    what may have a better form, told by its operations and sums alone
forms, cost, choice     the forms of one formula, what each costs to read, the one that costs least
proof                   what is zero by its normal form
layout, own             the order and the signs in which a formula is printed; what is as typed
"""
