"""The customer's card: what operators write down of a visitor, notes, and which visitors are one person."""
