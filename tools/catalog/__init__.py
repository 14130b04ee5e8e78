"""The items: what one store offers now and offered on a past day, its rules, and what is laid out
of it once. ``catalog`` is the immutable view that lists are made from.
"""
