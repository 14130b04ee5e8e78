"""Finding items by what is typed and setting two beside each other, for one person: ``keywords``
and ``typed`` say which items bear what stands in a text, ``searching`` lists them, ``comparing``
compares two, ``finding`` answers a model's calls, ``..._in_words`` say it.
"""
