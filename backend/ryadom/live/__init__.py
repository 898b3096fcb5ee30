"""What moves between sockets of this process: hub, bounded outboxes, the writer that commits before it publishes."""
