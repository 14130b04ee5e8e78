"""A conversation read against the items: what in it speaks for each of them."""
