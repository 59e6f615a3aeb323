"""Programs as numbers: what will run on a machine, with every operation kept and none repeated.

operations  the arithmetic: equal operations stored once, exact numbers folded, nothing expanded
guards      the arithmetic of adjoints: where a condition chooses, it chooses what comes out
respelling  parts of a function that lose digits or overflow, in functions that do not
exponentials  likewise, for logarithms and parts of sums of exponentials
sweeps      value, gradient and second derivatives by reverse sweeps
lowering    functions that a machine lacks written out; powers by chains of products
helpers     functions that code brings with it
shaped      operations on arrays, as a library will carry them out
counting    how many operations a program has
"""
