"""What the law on personal data (152-FZ) asks for. Beside `live`, above `store`."""
