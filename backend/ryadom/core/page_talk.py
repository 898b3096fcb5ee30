"""What a visitor's socket takes of the page's word on them: who they are, attributes, events; and what it answers."""

from msgspec.structs import replace

from ryadom.core.conversations import Visit
from ryadom.core.profiles import Profiles, Recognised
from ryadom.core.tokens import VisitorTokens
from ryadom.core.visitor_consents import ConsentTalk
from ryadom.errors import ConsentRefusal
from ryadom.live.hub import Hub, Subscriber, VisitorTopic
from ryadom.live.relay import Relay
from ryadom.protocol.visitor import Identified, Identify, Noted, SetAttributes, Track


class PageTalk:
    """The part of a visitor's session that is about what the page tells of them."""

    def __init__(
        self,
        profiles: Profiles,
        consents: ConsentTalk,
        subscriber: Subscriber,
        *,
        hub: Hub,
        relay: Relay,
        tokens: VisitorTokens,
    ) -> None:
        self._profiles = profiles
        self._consents = consents
        self._subscriber = subscriber
        self._hub = hub
        self._relay = relay
        self._tokens = tokens

    async def take(self, command: Identify | SetAttributes | Track, visit: Visit) -> Visit:
        """Does what is asked and answers; gives the visitor as their socket knows them from now on.

        Raises:
            RyadomError: see `Profiles`; what is to be agreed to has been shown.
        """
        try:
            match command:
                case Identify():
                    return self._recognise(command, visit, await self._identify(command, visit))
                case SetAttributes():
                    await self._profiles.set_attributes(visit, command, gate=self._consents.require)
                case Track():
                    await self._profiles.track(visit, command, gate=self._consents.require)
        except ConsentRefusal:
            await self._consents.show()
            raise
        self._subscriber.outbox.reply(Noted(echo_id=command.echo_id))
        return visit

    async def _identify(self, command: Identify, visit: Visit) -> Recognised:
        return await self._profiles.identify(
            visit, command, gate=self._consents.require, may_take=self._consents.may_take_from
        )

    def _recognise(self, command: Identify, visit: Visit, found: Recognised) -> Visit:
        token = None
        if found.is_other or found.is_new:
            site_id, visitor_id = found.visitor
            token = self._tokens.issue(
                site_id=site_id, visitor_id=visitor_id, revoked_generation=found.revoked_generation
            )
        self._subscriber.outbox.reply(
            Identified(echo_id=command.echo_id, visitor_id=found.visitor.visitor_id, token=token, is_kept=found.is_kept)
        )
        if found.is_new:
            # Whoever was before this screen earlier may hold a token from then. This socket has the newer one.
            own = VisitorTopic(*visit.owner)
            self._hub.unsubscribe(self._subscriber, [own])
            self._relay.revoke(visit.owner)
            self._hub.subscribe(self._subscriber, [own])
        return replace(visit, name=found.name) if found.name is not None else visit
