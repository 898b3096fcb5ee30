"""Subjects' requests, webhooks and reports: `Client.subject_requests`, `Client.webhooks`, `Client.reports`."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from msgspec import UNSET, UnsetType

from ryadom_client.desk_objects import (
    Delivery,
    DeliveryRequest,
    NewSecret,
    Replayed,
    Report,
    SubjectRequest,
    Trial,
    Webhook,
    WebhookHealth,
)
from ryadom_client.objects import Versioned
from ryadom_client.sending import Sender
from ryadom_client.walking import query_of, versioned, walk


class SubjectRequests:
    """Requests of data subjects: what is decided on them is for a person, in the panel."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def all(
        self,
        *,
        sites: Iterable[str] = (),
        state: str | None = None,
        status: str | None = None,
        kind: str | None = None,
        due_since: date | None = None,
        due_before: date | None = None,
    ) -> Iterator[SubjectRequest]:
        """The newest number first. `state`: `open` or `closed`; `due_…`: by the last day for the answer."""
        asked = {"state": state, "status": status, "kind": kind, "due_since": due_since, "due_before": due_before}
        return walk(self._sender, "subject-requests", SubjectRequest, sites, **asked)

    def one(self, id: UUID | str) -> Versioned[SubjectRequest]:
        """One request, and the state that it is in.

        Raises:
            NotFound: there is none on the key's sites.
        """
        return versioned(self._sender.send("GET", f"subject-requests/{id}"), SubjectRequest)

    def register(
        self,
        *,
        kind: str,
        name: str,
        contact: str,
        text: str,
        site: str | None = None,
        received_at: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> SubjectRequest:
        """Registers a request that came elsewhere, once; name it in your own system by `idempotency_key`.

        Raises:
            MessageDiffers: this key was used for another request.
            ConnectionFailed, Busy: whether it is registered is not known: call it again with the same key.
        """
        order = {"kind": kind, "name": name, "contact": contact, "text": text, "site": site, "received_at": received_at}
        headers = {"Idempotency-Key": idempotency_key or str(uuid4())}
        response = self._sender.send("POST", "subject-requests", order=order, headers=headers)
        return msgspec.json.decode(response.content, type=SubjectRequest)

    def begin_check(self, id: UUID | str, *, over: str) -> Versioned[SubjectRequest]:
        """Notes that the subject was asked to show who they are; `over`: the `etag` of what was read, or `*`.

        Raises:
            ChangedSince: somebody has changed it.
        """
        order, headers = {"status": "identity_check"}, {"If-Match": over}
        response = self._sender.send("PATCH", f"subject-requests/{id}", order=order, headers=headers)
        return versioned(response, SubjectRequest)


class Webhooks:
    """Webhooks that are told no more than the key may ask for itself. They end with the key."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def all(self) -> Iterator[Webhook]:
        """Oldest first."""
        return walk(self._sender, "webhooks", Webhook)

    def one(self, id: UUID | str) -> Versioned[Webhook]:
        """One, and the state that it is in.

        Raises:
            NotFound: there is none that the key may look after.
        """
        return versioned(self._sender.send("GET", f"webhooks/{id}"), Webhook)

    def add(
        self,
        url: str,
        *,
        events: Iterable[str],
        sites: Iterable[str] | None,
        data: str = "ids",
        idempotency_key: str | None = None,
    ) -> NewSecret:
        """Adds one, once; its secret is in the first answer alone, so after a lost one make another by `rotate`.

        Raises:
            Forbidden: the key may not ask for this itself, or the register of recipients does not allow it.
            MessageDiffers: this key was used for another URL.
        """
        order = {"url": url, "events": list(events), "sites": _listed(sites), "data": data}
        headers = {"Idempotency-Key": idempotency_key or str(uuid4())}
        response = self._sender.send("POST", "webhooks", order=order, headers=headers)
        return msgspec.json.decode(response.content, type=NewSecret)

    def change(
        self,
        id: UUID | str,
        *,
        over: str,
        events: Iterable[str] | UnsetType = UNSET,
        sites: Iterable[str] | UnsetType | None = UNSET,
        data: str | UnsetType = UNSET,
    ) -> Versioned[Webhook]:
        """Has it told of something else; what is left out stays. `over`: the `etag` of what was read, or `*`.

        Raises:
            ChangedSince: somebody has changed it.
        """
        told = {
            "events": events if isinstance(events, UnsetType) else list(events),
            "sites": sites if isinstance(sites, UnsetType) else _listed(sites),
            "data": data,
        }
        order = {name: value for name, value in told.items() if value is not UNSET}
        response = self._sender.send("PATCH", f"webhooks/{id}", order=order, headers={"If-Match": over})
        return versioned(response, Webhook)

    def rotate(self, id: UUID | str, *, over: str) -> NewSecret:
        """A new secret; for a day the one until now signs too.

        Raises:
            ChangedSince: somebody has changed it, or an answer was lost on the way: look at `before_until`.
            ValueError: it is over `*`: repeated after a lost answer, that would make a second secret over the first.
        """
        if over == "*":
            raise ValueError("Name the state that you read: each secret ends the one before.")
        response = self._sender.send("POST", f"webhooks/{id}/secret", headers={"If-Match": over})
        return msgspec.json.decode(response.content, type=NewSecret)

    def enable(self, id: UUID | str) -> Versioned[Webhook]:
        """Has it told again, of what waits too."""
        return versioned(self._sender.send("POST", f"webhooks/{id}/enable"), Webhook)

    def disable(self, id: UUID | str) -> Versioned[Webhook]:
        """Has it told nothing more for now."""
        return versioned(self._sender.send("POST", f"webhooks/{id}/disable"), Webhook)

    def remove(self, id: UUID | str) -> Webhook:
        """Forgets it, with its log; as it was before.

        Raises:
            NotFound: there is none, or no more: an answer was lost on the way.
        """
        return msgspec.json.decode(self._sender.send("DELETE", f"webhooks/{id}").content, type=Webhook)

    def test(self, id: UUID | str) -> Trial:
        """Sends a trial at once; takes 20 s at most."""
        return msgspec.json.decode(self._sender.send("POST", f"webhooks/{id}/test").content, type=Trial)

    def health(self, id: UUID | str) -> WebhookHealth:
        """How it goes."""
        return msgspec.json.decode(self._sender.send("GET", f"webhooks/{id}/health").content, type=WebhookHealth)

    def deliveries(self, id: UUID | str, *, only_failed: bool = False) -> Iterator[Delivery]:
        """What it was told in the last 30 days, newest first."""
        asked = {"failed": "true"} if only_failed else {}
        return walk(self._sender, f"webhooks/{id}/deliveries", Delivery, **asked)

    def request(self, id: UUID | str, delivery_id: UUID | str) -> DeliveryRequest:
        """What one delivery would say now; journalled.

        Raises:
            NotFound: there is no such delivery.
        """
        response = self._sender.send("GET", f"webhooks/{id}/deliveries/{delivery_id}/request")
        return msgspec.json.decode(response.content, type=DeliveryRequest)

    def replay(self, id: UUID | str, delivery_id: UUID | str) -> Replayed:
        """Sends one delivery again; what is given is of the last try.

        Raises:
            NotFound: there is no such delivery.
        """
        return self._replay(id, {"delivery_id": str(delivery_id)})

    def replay_given_up(self, id: UUID | str, *, since: datetime) -> Replayed:
        """Sends again what was given up of what happened since then; what is given is of the last try."""
        return self._replay(id, {"given_up_since": since})

    def _replay(self, id: UUID | str, order: dict[str, object]) -> Replayed:
        response = self._sender.send("POST", f"webhooks/{id}/replay", order=order)
        return msgspec.json.decode(response.content, type=Replayed)


class Reports:
    """How much was written, how soon it was answered, how it was rated."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def read(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        zone: str = "Europe/Moscow",
        sites: Iterable[str] = (),
        operator_id: UUID | str | None = None,
        department_id: UUID | str | None = None,
        language: str = "ru",
    ) -> Report:
        """Days of a calendar in `zone`, both included; without them the last seven.

        Raises:
            Invalid: no such zone, or days that are in a wrong order, or over 366.
        """
        query = query_of(
            sites,
            since=since,
            until=until,
            zone=zone,
            operator=operator_id,
            department=department_id,
            language=language,
        )
        return msgspec.json.decode(self._sender.send("GET", "reports", query=query).content, type=Report)

    def csv(
        self,
        section: str,
        *,
        since: date | None = None,
        until: date | None = None,
        zone: str = "Europe/Moscow",
        sites: Iterable[str] = (),
        language: str = "ru",
    ) -> bytes:
        """One table as CSV: `summary`, `days`, `hours`, `week`, `operators`, `departments`, `sites`, `sources`,
        `ratings`. Each file is in the journal."""
        query = query_of(sites, since=since, until=until, zone=zone, language=language)
        return self._sender.send("GET", f"reports/{section}", query=query).content


def _listed(sites: Iterable[str] | None) -> list[str] | None:
    return None if sites is None else list(sites)
