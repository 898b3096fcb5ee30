"""The client: lists that follow their pages, single objects with their tags, messages, changes, and the pull."""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from types import TracebackType
from typing import Self
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx
import msgspec
from msgspec import UNSET, Struct, UnsetType

from ryadom_client.cursors import Cursor
from ryadom_client.desks import Reports, SubjectRequests, Webhooks
from ryadom_client.errors import BeginAnew
from ryadom_client.exports import Exports
from ryadom_client.objects import (
    ChangesPage,
    Consent,
    Conversation,
    Customer,
    File,
    FoundCustomers,
    Message,
    Versioned,
)
from ryadom_client.sending import Query, Sender
from ryadom_client.settings import SettingsReads
from ryadom_client.walking import versioned, walk

SLACK_S = 30.0
"""How much longer than it may wait for news an answer of the pull is waited for."""


class AsBot(Struct, frozen=True):
    """A message in the program's own name, of which there are few: it is an author."""

    name: str


class AsOperator(Struct, frozen=True):
    """A message in the name of an operator who answers on the conversation's site."""

    id: UUID | str


class Client(SettingsReads):
    """One server, by one key. Not for several threads at once: each makes its own.

    `max_tries`: how often a request is sent before its error is raised; whatever waits in between sleeps by `sleep`.
    `http` for tests, and for whoever needs a proxy or certificates of their own. `exports`, `subject_requests`,
    `webhooks` and `reports` have what is asked of these.
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        timeout_s: float = 60.0,
        max_tries: int = 6,
        http: httpx.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = http or httpx.Client(timeout=timeout_s)
        self._http.base_url = httpx.URL(f"{url.rstrip('/')}/api/v1/")
        self._http.headers["Authorization"] = f"Bearer {key}"
        super().__init__(Sender(self._http, max_tries=max_tries, sleep=sleep))
        self.exports = Exports(self._sender)
        self.subject_requests = SubjectRequests(self._sender)
        self.webhooks = Webhooks(self._sender)
        self.reports = Reports(self._sender)

    def __enter__(self) -> Self:
        """The client, which closes its connections at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the connections."""
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    # --- lists: each thing once, pages fetched as they are come to ----------------------------------------------------

    def conversations(
        self,
        *,
        sites: Iterable[str] = (),
        status: str | None = None,
        customer_id: UUID | str | None = None,
        operator_id: UUID | str | None = None,
        department_id: UUID | str | None = None,
        tag_id: UUID | str | None = None,
        since: datetime | None = None,
        before: datetime | None = None,
    ) -> Iterator[Conversation]:
        """Newest first, begun at or after `since` and before `before`.

        `operator_id`, `department_id`: who leads it, or led it until it was closed.
        """
        led = {"operator": operator_id, "department": department_id}
        asked = {"status": status, "customer": customer_id, "tag": tag_id, "since": since, "before": before}
        return walk(self._sender, "conversations", Conversation, sites, **led, **asked)

    def messages(self, conversation_id: UUID | str) -> Iterator[Message]:
        """Of one conversation, oldest first, up to what is the newest when it is begun."""
        return walk(self._sender, f"conversations/{conversation_id}/messages", Message)

    def customers(self, *, sites: Iterable[str] = ()) -> Iterator[Customer]:
        """Whoever has written, newest first."""
        return walk(self._sender, "customers", Customer, sites)

    def find_customers(
        self, *, phone: str = "", email: str = "", external_id: str = "", sites: Iterable[str] = ()
    ) -> FoundCustomers:
        """Whoever has any of these, the newest first; a phone may be written in any way."""
        order = {"phone": phone, "email": email, "external_id": external_id, "site": list(sites)}
        return msgspec.json.decode(
            self._sender.send("POST", "customers/search", order=order).content, type=FoundCustomers
        )

    def consents(
        self, *, sites: Iterable[str] = (), since: datetime | None = None, before: datetime | None = None
    ) -> Iterator[Consent]:
        """Given and withdrawn, newest first."""
        return walk(self._sender, "consents", Consent, sites, since=since, before=before)

    # --- one of a kind ------------------------------------------------------------------------------------------------

    def conversation(self, id: UUID | str) -> Versioned[Conversation]:
        """One conversation, and the state that it is in.

        Raises:
            NotFound: there is none on the key's sites.
        """
        return versioned(self._sender.send("GET", f"conversations/{id}"), Conversation)

    def customer(self, id: UUID | str) -> Versioned[Customer]:
        """One customer, and the state that they are in.

        Raises:
            NotFound: there is none on the key's sites.
        """
        return versioned(self._sender.send("GET", f"customers/{id}"), Customer)

    # --- writing ------------------------------------------------------------------------------------------------------

    def send_message(
        self,
        conversation_id: UUID | str,
        body: str,
        *,
        author: AsBot | AsOperator,
        idempotency_key: str | None = None,
        choices: Iterable[str] = (),
        files: Iterable[File] = (),
        reply_to_seq: int | None = None,
    ) -> Message:
        """Writes to a visitor, once: after a lost answer it is sent again by itself, and after a crash by the caller.

        For the latter name the event in your own system by `idempotency_key`, e.g. `order-1042-shipped`; without one
        a fresh UUID sees to it that this call writes no more than one message.

        `choices`: answers that the visitor may give with one press; the body must make sense without them. `files`:
        what `upload_file` gave for this conversation; with them the body may be empty. `reply_to_seq`: of the message
        that this one answers.

        Raises:
            NotFound: no such conversation, message or file (`field` says which), or the author does not answer there.
            MessageDiffers: this key was used in this conversation for something else.
            ConnectionFailed, Busy: whether it was written is not known: call it again with the same key.
        """
        kind = {"kind": "bot", "name": author.name} if isinstance(author, AsBot) else _operator(author)
        response = self._sender.send(
            "POST",
            f"conversations/{conversation_id}/messages",
            order=_said(
                body=body,
                author=kind,
                # A server that is older than these knows nothing of them, and refuses what it does not know.
                choices=list(choices) or UNSET,
                file_ids=[file.id for file in files] or UNSET,
                reply_to_seq=UNSET if reply_to_seq is None else reply_to_seq,
            ),
            headers={"Idempotency-Key": idempotency_key or str(uuid4())},
        )
        return msgspec.json.decode(response.content, type=Message)

    def upload_file(self, conversation_id: UUID | str, name: str, content: bytes) -> File:
        """Takes a file to this conversation, which a message of the same key's sends within a day.

        A message that is sent again may have the file uploaded anew: it is the same by name and content.

        Raises:
            NotFound: there is no such conversation.
            Invalid: it is empty, too large, of a kind that the site does not take, or its name says another kind.
        """
        response = self._sender.send(
            "POST",
            f"conversations/{conversation_id}/files",
            file=content,
            headers={"X-File-Name": quote(name), "Content-Type": "application/octet-stream"},
        )
        return msgspec.json.decode(response.content, type=File)

    def change_conversation(
        self,
        id: UUID | str,
        *,
        over: str,
        status: str | UnsetType = UNSET,
        result: str | UnsetType = UNSET,
        operator_id: UUID | str | UnsetType | None = UNSET,
        department_id: UUID | str | UnsetType = UNSET,
        snoozed_until: datetime | UnsetType | None = UNSET,
        add_tag_ids: Iterable[UUID | str] = (),
        remove_tag_ids: Iterable[UUID | str] = (),
    ) -> Versioned[Conversation]:
        """Changes what is named, over the state with this `etag`, or `*`: whatever it is.

        Raises:
            ChangedSince: it has another state by now.
            NotFound, Invalid: `field` says what.
        """
        order = _said(
            status=status,
            result=result,
            operator_id=operator_id,
            department_id=department_id,
            snoozed_until=snoozed_until,
            add_tag_ids=list(add_tag_ids) or UNSET,
            remove_tag_ids=list(remove_tag_ids) or UNSET,
        )
        response = self._sender.send("PATCH", f"conversations/{id}", order=order, headers={"If-Match": over})
        return versioned(response, Conversation)

    def change_customer(
        self,
        id: UUID | str,
        *,
        over: str,
        name: str | UnsetType = UNSET,
        phone: str | UnsetType = UNSET,
        email: str | UnsetType = UNSET,
        company: str | UnsetType = UNSET,
        about: str | UnsetType = UNSET,
    ) -> Versioned[Customer]:
        """Writes these in the card, empty: takes them out; over the state with this `etag`, or `*`: whatever it is.

        Raises:
            ChangedSince: they have another state by now.
            NotFound, Invalid: `field` says what.
        """
        order = _said(name=name, phone=phone, email=email, company=company, about=about)
        response = self._sender.send("PATCH", f"customers/{id}", order=order, headers={"If-Match": over})
        return versioned(response, Customer)

    # --- the pull -----------------------------------------------------------------------------------------------------

    def changes(
        self, cursor: Cursor, *, sites: Iterable[str] = (), wait_s: int = 30, limit: int = 500
    ) -> Iterator[ChangesPage]:
        """Everything, and then whatever changes, for ever; a page without changes where nothing came in `wait_s`.

        The cursor is saved when the next page is asked for, so a page that was not applied comes again. Where the
        server says so the pull begins anew by itself: what you had of the sites, and it has not given by its first page
        whose `is_resync` is false, is gone.
        """
        kept, site_keys = cursor.load(), list(sites)
        while True:
            asked: Query = {"cursor": kept, "limit": limit, "wait": wait_s, "site": site_keys}
            try:
                response = self._sender.send("GET", "changes", query=asked, timeout_s=wait_s + SLACK_S)
            except BeginAnew:
                if not kept:
                    raise
                kept = ""
                cursor.save(kept)
                continue
            page = msgspec.json.decode(response.content, type=ChangesPage)
            yield page
            if page.cursor != kept:
                kept = page.cursor
                cursor.save(kept)


def _operator(author: AsOperator) -> dict[str, str]:
    return {"kind": "operator", "id": str(author.id)}


def _said(**fields: object) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not UNSET}
