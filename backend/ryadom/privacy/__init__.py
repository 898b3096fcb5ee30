"""What the law on personal data asks for, as far as it needs neither sockets nor pages."""
