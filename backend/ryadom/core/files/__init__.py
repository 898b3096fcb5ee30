"""Files of conversations: which are taken, what is kept of them, and who may have them."""
