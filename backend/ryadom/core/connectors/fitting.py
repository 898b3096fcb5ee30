"""Whether what a template gives is something that a field of a CRM takes. Pure."""

import re

from ryadom.core.connectors.mapping import names_in

_NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,6})?", re.ASCII)
_NUMBERS = frozenset(("score",))


def is_fixed(template: str) -> bool:
    """Whether it says the same of every conversation."""
    return not names_in(template)


def is_numeric(template: str) -> bool:
    """Whether a number is all that it can give."""
    names = names_in(template)
    if names:
        return len(names) == 1 and names[0] in _NUMBERS and template.strip() == f"{{{names[0]}}}"
    return _NUMBER.fullmatch(template.strip()) is not None


def field_named(name: str, label: str) -> str:
    """A field as the mapping calls it, and as people know it in the CRM."""
    return f"{name} («{label}»)" if label and label != name else name
