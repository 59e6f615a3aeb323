"""One question at very many points."""
