"""Filters in Chroma's form over the fields and attributes of items: ``conditions`` reads one,
``columns`` lays the values out, ``fit`` says which items fit, ``words`` says a filter in words.
"""
