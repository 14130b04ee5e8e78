"""Why an item stands where it stands: the parts of its score as sentences in English and Chinese,
with the entries behind them, and what keeps it from standing higher.
"""
