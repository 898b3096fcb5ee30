"""Who works on what: presence of operators, and conversations that the server gives out and takes back."""
