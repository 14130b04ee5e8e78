"""Which order a list has: the candidates by score, as knobs, rules and chance move them, and the
sentence on a list that is empty or unusual. ``arranging`` is where to begin.
"""
