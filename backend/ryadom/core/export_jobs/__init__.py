"""Exports that are made beside the chats: queued, made by a process of their own, kept for a day, given out once."""
