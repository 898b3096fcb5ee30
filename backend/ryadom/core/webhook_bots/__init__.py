"""Webhooks that answer visitors as bots until an operator takes over."""
