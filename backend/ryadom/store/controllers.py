"""Controllers of personal data, each of whom owns sites."""

from uuid import UUID

from msgspec import Struct

from ryadom.store.ids import new_id
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Controller(Struct, frozen=True, kw_only=True):
    """One controller (оператор персональных данных), as papers name it. Texts are empty until they are told."""

    id: UUID
    legal_name: str = ""
    inn: str | None = None
    address: str = ""
    officer_name: str = ""
    officer_email: str | None = None


async def insert_controller(connection: Connection, controller: Controller) -> None:
    """Stores a new controller."""
    await _queries.insert_controller.run(connection, **_columns(controller))


async def update_controller(connection: Connection, controller: Controller) -> bool:
    """Replaces what is known of a controller; False where there is none with its id."""
    return await _queries.update_controller.run(connection, **_columns(controller)) == 1


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


def _columns(controller: Controller) -> dict[str, object]:
    return {name: getattr(controller, name) for name in Controller.__struct_fields__}


def _controller(row: Row) -> Controller:
    return Controller(**{name: row[name] for name in Controller.__struct_fields__})
