"""What the law of personal data asks for, free of Starlette and of the chat itself."""
