"""Quality and speed of Penchant, measured; not installed."""
