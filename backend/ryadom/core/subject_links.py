"""Who else a subject's request may be about: visitors whom operators take for the same person as one of its people."""

from collections.abc import Sequence

from ryadom.core.officers import Officer
from ryadom.store.customer_links import VisitorRef, linked_to
from ryadom.store.sql import Connection
from ryadom.store.subject_people import SubjectPerson, describe_people
from ryadom.store.subject_requests import SubjectRequest


async def linked_people(
    connection: Connection, officer: Officer, request: SubjectRequest, everybody: Sequence[SubjectPerson]
) -> list[SubjectPerson]:
    """Who is the same person by an operator's word, on the officer's sites: what is done to one may be due to all."""
    refs = await linked_to(connection, [VisitorRef(one.site_id, one.visitor_id) for one in everybody])
    seen = {site.id for site in officer.sites_of(request.controller_id)}
    found = await describe_people(
        connection,
        site_ids={one.site_id for one in refs} & seen,
        visitor_ids=[one.visitor_id for one in refs],
    )
    return [one for one in found if VisitorRef(one.site_id, one.visitor_id) in refs and one.erased_at is None]
