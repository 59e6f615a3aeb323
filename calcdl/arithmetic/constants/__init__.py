"""Constants as rational functions of kernels: proofs that one is zero, which no ball can give."""
