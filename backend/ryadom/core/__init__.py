"""What the product does, free of Starlette: identity, conversations, presence, sign-in, both kinds of session."""
