"""Whether a file may be had yet, by who asked for it and for who is in it: looked at again and again."""

from ryadom.core.rights import Right, may
from ryadom.store.api_keys import is_usable
from ryadom.store.export_jobs import Job, has_left_since
from ryadom.store.operators import find_active_role
from ryadom.store.sites import sites_of_operator
from ryadom.store.sql import Connection


async def may_have(connection: Connection, job: Job) -> bool:
    """Whether who has asked for it could ask for it now: by their role, their sites, and what they may see there."""
    if job.operator_id is None:
        return job.api_key_id is not None and await is_usable(connection, job.api_key_id)
    role = await find_active_role(connection, job.operator_id)
    if role is None or not may(role, Right.EXPORT_DATA):
        return False
    if not job.is_masked and not may(role, Right.SEE_CONTACTS):
        return False
    own = {site.id for site in await sites_of_operator(connection, job.operator_id)}
    return own.issuperset(job.site_ids)


async def has_somebody_left(connection: Connection, job: Job) -> bool:
    """Whether somebody of its sites, who may be in it, was erased or blocked since its rows were read."""
    return job.reads_from is not None and await has_left_since(connection, job.site_ids, job.reads_from)
