"""Tumen: an evidence-traced simulator of forced displacement."""

__version__ = "0.1.0"
