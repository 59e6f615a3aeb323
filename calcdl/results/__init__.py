"""What calcdl finds out, as data: graphs and numbers, never rendered text.

Results are named tuples, because a frozen dataclass takes four times as long to define, and that
time would be part of every start; and there is a module a topic, so that no command loads others'.
"""
