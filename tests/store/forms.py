"""A statement in each of its forms: for who sees all of their sites, and for who sees their own departments."""

from uuid import uuid4

from ryadom.store.purviews import Narrowed, Purview
from ryadom.store.sql import Query


def forms_of(query: Query) -> list[tuple[Query, dict[str, object]]]:
    """Both, with what each takes beside its own parameters; one where the statement asks for no purview."""
    if "IN_PURVIEW" not in query.source:
        return [(query, {})]
    limited = Purview(operator_id=uuid4(), department_ids=frozenset({uuid4()}))
    return [Narrowed(query).of(purview) for purview in (None, limited)]
