"""What conversations teach: which items are named together, and what was chosen when asked so."""
