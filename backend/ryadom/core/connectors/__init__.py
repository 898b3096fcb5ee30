"""Connectors: what a conversation has brought becomes a card in the controller's CRM."""
