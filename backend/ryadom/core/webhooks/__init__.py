"""Webhooks: programs of the controller's are told of what happens, by calls that are signed and repeated."""
