"""Files that programs send: uploaded by a key for a conversation, and sent with a message of the same key's."""

from uuid import UUID

from msgspec import Struct

from ryadom.core.api_keys import Program
from ryadom.core.files.kinds import FileRules
from ryadom.core.files.uploads import Upload, open_gate
from ryadom.core.public_lists import find_conversation, no_conversation
from ryadom.core.visitor_standing import refuse_erased
from ryadom.core.widget_settings import read_settings
from ryadom.errors import VisitorErased
from ryadom.live.owner import Owner
from ryadom.protocol.shared import Author, AuthorKind
from ryadom.store.database import Database
from ryadom.store.widget_settings import find_settings


class ProgramFiles(Struct, frozen=True, kw_only=True):
    """Lets programs upload what operators may."""

    database: Database

    async def admit(self, program: Program, conversation_id: UUID) -> Upload:
        """Leave for a program that writes in this conversation, asked before anything of the file is read.

        Raises:
            ConversationUnknown: see `PublicDesk.conversation`.
        """
        async with self.database.connection() as connection:
            conversation = await find_conversation(connection, program, conversation_id)
            site = program.site(conversation.site)
            owner = Owner(site.id, conversation.customer_id)
            try:
                await refuse_erased(connection, owner)
            except VisitorErased:
                raise no_conversation() from None
            settings = await find_settings(connection, site.key)
        rules = read_settings(settings).files if settings else FileRules()
        return Upload(owner=owner, author=uploader(program), rules=rules, gate=open_gate)


def uploader(program: Program) -> Author:
    """Whose a file is until a message has it: the key's, in whose name ever it will be sent."""
    return Author(kind=AuthorKind.OPERATOR, id=program.key.id, name="")
