"""A site with an operator and one conversation, for tests of the store."""

from uuid import UUID, uuid4

from msgspec import Struct

from ryadom.protocol.shared import Author, AuthorKind
from ryadom.store.controllers import default_controller
from ryadom.store.conversations import Head, insert_conversation, lock_head
from ryadom.store.entries import NewAssignment, NewMessage, NewStatus, append_entry
from ryadom.store.ids import new_id
from ryadom.store.operators import Operator, insert_operator
from ryadom.store.sites import Site, insert_site
from ryadom.store.sql import Connection
from ryadom.store.visitors import lock_visitor


class Scene(Struct, frozen=True):
    """A site with an operator and one conversation, whose head is locked."""

    connection: Connection
    head: Head
    operator: Author

    async def append(self, content: NewMessage | NewAssignment | NewStatus, *, by_operator: bool = True) -> int:
        author = self.operator if by_operator else self.head.visitor
        stored = await append_entry(self.connection, head=self.head, author=author, echo_id=uuid4(), content=content)
        return stored.entry.seq

    async def columns(self, *names: str) -> list[object]:
        row = await self.connection.fetchrow(
            f"SELECT {', '.join(names)} FROM conversations WHERE id = $1",  # noqa: S608 - names from this file
            self.head.id,
        )
        assert row is not None
        return [row[name] for name in names]


async def make_scene(connection: Connection, *, conversation_id: UUID | None = None) -> Scene:
    controller = await default_controller(connection)
    site = Site(id=new_id(), key=f"key-{uuid4().hex}", name="Лавка", origins=(), controller_id=controller.id)
    operator = Operator(
        id=new_id(), email=f"{uuid4().hex}@shop.test", name="Анна", password_hash="", site_keys=(site.key,)
    )
    visitor_id, conversation_id = new_id(), conversation_id or new_id()
    await insert_site(connection, site)
    await insert_operator(connection, operator)
    await lock_visitor(connection, site_id=site.id, visitor_id=visitor_id, locale="ru")
    await insert_conversation(connection, site_id=site.id, id=conversation_id, visitor_id=visitor_id, page=None)
    head = await lock_head(connection, site_id=site.id, id=conversation_id)
    assert head is not None
    return Scene(connection, head, Author(kind=AuthorKind.OPERATOR, id=operator.id, name=operator.name))
