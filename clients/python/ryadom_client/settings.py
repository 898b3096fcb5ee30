"""How the firm works: sites, operators, departments, tags, ready replies; lists, and one of a kind."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from ryadom_client.objects import CannedReply, Department, Operator, Site, Tag, Versioned
from ryadom_client.sending import Sender
from ryadom_client.walking import versioned, walk


class SettingsReads:
    """What of it a key with `read_settings` may read; `Client` has it."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def sites(self) -> Iterator[Site]:
        """Those that the key may ask for, oldest first."""
        return walk(self._sender, "sites", Site)

    def operators(self, *, sites: Iterable[str] = ()) -> Iterator[Operator]:
        """Whoever answers, also those who may sign in no more."""
        return walk(self._sender, "operators", Operator, sites)

    def departments(self, *, sites: Iterable[str] = ()) -> Iterator[Department]:
        """Of the sites, also archived ones."""
        return walk(self._sender, "departments", Department, sites)

    def tags(self) -> Iterator[Tag]:
        """Of the firm, also archived ones."""
        return walk(self._sender, "tags", Tag)

    def canned_replies(self, *, sites: Iterable[str] = ()) -> Iterator[CannedReply]:
        """Those that colleagues share."""
        return walk(self._sender, "canned-replies", CannedReply, sites)

    def site(self, id: UUID | str) -> Versioned[Site]:
        """One site, and the state that it is in.

        Raises:
            NotFound: there is none that the key may ask for.
        """
        return versioned(self._sender.send("GET", f"sites/{id}"), Site)

    def operator(self, id: UUID | str) -> Versioned[Operator]:
        """One of whoever answers, and the state that they are in.

        Raises:
            NotFound: nobody with this id works on the key's sites.
        """
        return versioned(self._sender.send("GET", f"operators/{id}"), Operator)

    def department(self, id: UUID | str) -> Versioned[Department]:
        """One department, and the state that it is in.

        Raises:
            NotFound: there is none on the key's sites.
        """
        return versioned(self._sender.send("GET", f"departments/{id}"), Department)

    def tag(self, id: UUID | str) -> Versioned[Tag]:
        """One tag, and the state that it is in.

        Raises:
            NotFound: the firm has none with this id.
        """
        return versioned(self._sender.send("GET", f"tags/{id}"), Tag)

    def canned_reply(self, id: UUID | str) -> Versioned[CannedReply]:
        """One ready reply that colleagues share, and the state that it is in.

        Raises:
            NotFound: there is none on the key's sites.
        """
        return versioned(self._sender.send("GET", f"canned-replies/{id}"), CannedReply)
