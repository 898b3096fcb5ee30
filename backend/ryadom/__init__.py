"""Ryadom: a website chat whose data stays at home."""

__version__ = "0.1.0"
