"""What the law on personal data asks of a chat: nothing here knows of sockets."""
