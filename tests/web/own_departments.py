"""A shop with two departments, and Anna who sees only conversations of one of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from msgspec import Struct

from ryadom.core.operators import add_operator, set_sight
from ryadom.store.operators import Role
from tests.web.accounts import Account, account
from tests.web.client import PASSWORD, SITE_KEYS, Client, JsonObject, Server
from tests.web.test_departments import offer

ANNA = "anna@shop.test"
OLEG = "oleg@shop.test"
SECRET = "тайна-сервиса"


class Shop(Struct, frozen=True):
    """Ids of its departments: Anna is in sales, and not in service."""

    sales: str
    service: str


async def divide(server: Server) -> Shop:
    """Makes the departments, puts Anna into sales, and limits her to it."""
    sales, service = await offer(server, members=("Анна",))
    await set_sight(server.database, email=ANNA, sees_own_departments_only=True)
    return Shop(sales["id"], service["id"])


async def add_colleague(server: Server, email: str = OLEG, *, name: str = "Олег", role: Role = Role.OPERATOR) -> None:
    """Somebody of the same site who sees all of it."""
    await add_operator(server.database, email=email, name=name, password=PASSWORD, site_keys=SITE_KEYS[:1], role=role)


@asynccontextmanager
async def limited_supervisor(server: Server, shop: Shop, *, members: bool = True) -> AsyncIterator[Account]:
    """A supervisor with the same limit as Anna, and in the same department."""
    email = "supervisor@shop.test"
    await add_colleague(server, email, name="Семён", role=Role.SUPERVISOR)
    await set_sight(server.database, email=email, sees_own_departments_only=True)
    if members:
        async with server.database.connection() as connection:
            await connection.execute(
                "INSERT INTO department_members (site_id, department_id, operator_id)"
                " SELECT site_id, id, (SELECT id FROM operators WHERE email = $2) FROM departments WHERE id = $1",
                shop.sales,
                email,
            )
    async with account(server, email) as person:
        yield person


async def transfer(
    client: Client, conversation_id: str, *, department_id: str | None = None, operator_id: str | None = None
) -> None:
    """Hands a conversation over; gives nothing, for whoever does it may not see it any more."""
    await client.send(
        "assign_conversation",
        echo_id=uuid4(),
        conversation_id=conversation_id,
        department_id=department_id,
        operator_id=operator_id,
    )


async def told_until(client: Client, body: str) -> list[JsonObject]:
    """All that a socket is told until a message says this, that message last."""
    told: list[JsonObject] = []
    while not told or told[-1].get("body") != body:
        told.append(await client.receive())
    return told


async def ids_in(client: Client, folder: str, **fields: object) -> list[str]:
    """The conversations of a folder, as its first page has them."""
    await client.send("list_conversations", request_id=folder, folder=folder, **fields)
    return [row["id"] for row in (await client.receive("conversation_list"))["conversations"]]


async def code_of_fetching(client: Client, conversation_id: str) -> str:
    """The code with which a conversation is refused; empty where it is shown."""
    await client.send("fetch_conversation", request_id="one", conversation_id=conversation_id)
    answer = await client.receive("conversation_fetched", "error")
    return str(answer.get("code", ""))
