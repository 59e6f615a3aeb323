"""Operations on arrays, a row each, and the words of their language."""
