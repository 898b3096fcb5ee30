"""What a visitor is writing, told to operators who may read along: a sign like typing, kept nowhere."""

from uuid import UUID

from ryadom.core.timeline_rules import kept_text
from ryadom.live.hub import OperatorsTopic
from ryadom.live.owner import Owner
from ryadom.live.relay import Relay
from ryadom.privacy.policies import Masking
from ryadom.privacy.unsent import cover_unsent
from ryadom.protocol.shared import Author, AuthorKind, Typing
from ryadom.protocol.visitor import PreviewDraft

LEASE_S = 12.0
"""Two repetitions of a client, and one of them may be late."""


class DraftPreviews:
    """Tells operators what visitors are writing. That they have agreed to it is the caller's to know."""

    def __init__(self, relay: Relay, masking: Masking) -> None:
        self._relay = relay
        self._masking = masking

    async def show(self, owner: Owner, command: PreviewDraft) -> None:
        """Tells what is written by now in a conversation of the owner's.

        Raises:
            BadBody: characters that no message may hold.
        """
        kept = await kept_text(self._masking, owner.site_id, command.draft, may_be_empty=True)
        self._tell(owner, command.conversation_id, cover_unsent(kept))

    def end(self, owner: Owner, conversation_id: UUID) -> None:
        """Takes back what was told: the visitor does not agree any more."""
        self._tell(owner, conversation_id, "")

    def _tell(self, owner: Owner, conversation_id: UUID, draft: str) -> None:
        typing = Typing(
            conversation_id=conversation_id,
            author=Author(kind=AuthorKind.VISITOR, id=owner.visitor_id, name=""),
            active=draft != "",
            expires_in_s=LEASE_S,
            draft=draft,
        )
        self._relay.publish(OperatorsTopic(owner.site_id), typing)
