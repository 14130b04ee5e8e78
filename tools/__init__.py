"""What can be recommended, and how: catalog, candidates, signals, ranking, reasons, tools."""
