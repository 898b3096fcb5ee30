"""Calls to other people's servers: which addresses they may have, and what of their answers is taken."""
