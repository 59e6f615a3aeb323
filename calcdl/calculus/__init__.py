"""What calcdl knows: each function takes a Graph and gives a result, or raises a CalcdlError."""
