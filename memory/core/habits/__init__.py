"""Habits: what is chosen at which hour, on which day, in which setting, and by which people."""
