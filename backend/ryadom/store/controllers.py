"""Controllers of personal data, each of whom owns sites."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.store.ids import new_id
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Controller(Struct, frozen=True, kw_only=True):
    """One controller (оператор персональных данных), as papers name it. Texts are empty until they are told.

    `is_regulated`: 41-FZ closes the listed messengers to it. `ispdn_name`: how its papers call the information system;
    `processor_…`: who processes by its mandate, if anybody does.
    """

    id: UUID
    legal_name: str = ""
    inn: str | None = None
    address: str = ""
    officer_name: str = ""
    officer_email: str | None = None
    is_regulated: bool = False
    ispdn_name: str = ""
    officer_post: str = ""
    processor_name: str = ""
    processor_address: str = ""


async def insert_controller(connection: Connection, controller: Controller) -> None:
    """Stores a new controller."""
    await _queries.insert_controller.run(connection, **_columns(controller))


async def update_controller(connection: Connection, controller: Controller) -> bool:
    """Replaces what is known of a controller; False where there is none with its id."""
    return await _queries.update_controller.run(connection, **_columns(controller)) == 1


async def hold_controller(connection: Connection, controller_id: UUID) -> None:
    """Keeps whoever else holds it from changing a controller until the transaction ends."""
    await _queries.hold_controller.all(connection, id=controller_id)


async def all_controllers(connection: Connection) -> list[Controller]:
    """Every controller, oldest first."""
    return [_controller(row) for row in await _queries.all_controllers.all(connection)]


async def controllers_of_operator(connection: Connection, operator_id: UUID) -> list[UUID]:
    """The ids of the controllers whose sites an operator works on; the oldest controller's for who works on none."""
    rows = await _queries.controllers_of_operator.all(connection, operator_id=operator_id)
    return [row["controller_id"] for row in rows] or await oldest_controllers(connection)


async def oldest_controllers(connection: Connection) -> list[UUID]:
    """The id of the oldest controller, who answers for the installation; none where there is no controller yet."""
    return [controller.id for controller in (await all_controllers(connection))[:1]]


async def default_controller(connection: Connection) -> Controller:
    """The oldest controller, made now where there is none; inside a transaction."""
    await _queries.lock_controllers.run(connection)
    if known := await all_controllers(connection):
        return known[0]
    controller = Controller(id=new_id())
    await insert_controller(connection, controller)
    return controller


async def is_regulated_controller(connection: Connection, controller_id: UUID) -> bool:
    """Whether the listed messengers are closed to a controller."""
    return bool(await _queries.is_regulated_controller.value(connection, id=controller_id))


async def is_regulated_site(connection: Connection, site_id: UUID) -> bool:
    """Whether the listed messengers are closed to the controller of a site."""
    return bool(await _queries.is_regulated_site.value(connection, site_id=site_id))


async def regulated_sites(connection: Connection, site_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the sites to whose controllers the listed messengers are closed."""
    return {row["id"] for row in await _queries.regulated_sites.all(connection, site_ids=list(site_ids))}


async def officers_of_operator(connection: Connection, operator_id: UUID) -> list[tuple[UUID, str]]:
    """The controllers an operator works for, each with its officer's e-mail address, where that is known."""
    rows = await _queries.officers_of_operator.all(connection, operator_id=operator_id)
    return [(row["id"], row["officer_email"]) for row in rows]


class SubjectCount(Struct, frozen=True):
    """How many people a controller holds data on. A person who came with two browsers counts twice."""

    controller: Controller
    subjects: int


async def count_subjects(connection: Connection, *, at_most: int) -> list[SubjectCount]:
    """Of every controller, oldest first, the visitors who were not erased; counting stops at `at_most`."""
    counts = {row["id"]: row["subjects"] for row in await _queries.count_subjects.all(connection, at_most=at_most)}
    return [SubjectCount(one, counts.get(one.id, 0)) for one in await all_controllers(connection)]


def _columns(controller: Controller) -> dict[str, object]:
    return {name: getattr(controller, name) for name in Controller.__struct_fields__}


def _controller(row: Row) -> Controller:
    return Controller(**{name: row[name] for name in Controller.__struct_fields__})
