"""Measurements of Penchant, each run by name: ``python -m bench NAME``. Not installed."""
