"""Learning from what people do with items: counts, signals made of them, and their weights."""
