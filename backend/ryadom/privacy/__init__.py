"""What the law asks of this software: see docs/personal-data.md."""
