"""Which level of protection is asked for, by how many people are held.

Source: decree 1119 of 2012-11-01, clauses 11 and 12.
"""

MANY_SUBJECTS = 100_000
"""From here on УЗ-3 is asked for instead of УЗ-4."""
SUBJECTS_WARN = 90_000
LEVELS = (4, 3)
"""What the product has papers for: threats of the third type, data that is not special."""


def level_for(subjects: int) -> int:
    """The level for so many people who are not the controller's employees: 4, or 3."""
    return 3 if subjects >= MANY_SUBJECTS else 4
