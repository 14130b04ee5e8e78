"""Which items are worth scoring for one list, and what is known of a catalog beforehand for it.

Knows catalogs, the crowd and situations; knows nothing of rules, reasons or stores. Needs numpy
alone.
"""
