"""What programs are told of webhooks: of what each is told, how it goes, and what was sent.

As in protocol/public.py fields are added, never renamed nor taken away.
"""

from uuid import UUID

from msgspec import Struct

from ryadom.protocol.public import Instant


class WebhookKeeper(Struct, frozen=True, kw_only=True):
    """The key that a webhook ends with. `ends_at`: when that is over, or was, or was revoked; null: never, unless
    somebody revokes it."""

    id: UUID
    name: str
    ends_at: Instant | None


class PublicWebhook(Struct, frozen=True, kw_only=True, tag_field="object", tag="webhook"):
    """Of what a program is told, and where. `origin`: of its URL, whose path is shown to nobody.

    `sites`: null is all of the firm's, also those to come. `data`: how much is told at most (`ids`, `contents`,
    `contents_and_contacts`). `disabled_because`: `by_hand`, `failing`, `gone`, `full`, `key_over`, or empty.
    `before_until`: until then the secret before the newest signs too. `looked_after_by`: the key that said last of what
    it is told; null: somebody of the house did.
    """

    id: UUID
    created_at: Instant
    origin: str
    sites: tuple[str, ...] | None
    events: tuple[str, ...]
    data: str
    is_enabled: bool
    disabled_at: Instant | None
    disabled_because: str
    before_until: Instant | None
    looked_after_by: WebhookKeeper | None


class PublicNewSecret(Struct, frozen=True, kw_only=True):
    """A webhook with a secret that was made now, which is given this once; null where it was given before."""

    webhook: PublicWebhook
    secret: str | None


class PublicWebhookHealth(Struct, frozen=True, kw_only=True, tag_field="object", tag="webhook_health"):
    """How it goes with a webhook. `waiting`: deliveries to come, 10,001 where there are more than 10,000; of the 1,000
    that are due first the oldest waits since `waiting_since`.

    `failures`: attempts since one succeeded. `succeeded_at`: when one was taken last, of the newest 10,000, or 1,000
    where more wait. `most_data`: what the register of recipients allows there now; null where it allows no calls.
    """

    waiting: int
    waiting_since: Instant | None
    failures: int
    failing_since: Instant | None
    paused_until: Instant | None
    succeeded_at: Instant | None
    most_data: str | None


class PublicDelivery(Struct, frozen=True, kw_only=True, tag_field="object", tag="delivery"):
    """What a webhook was told, or is to be. `id` is the `webhook-id`; what was said is kept nowhere.

    `about_id`: of the conversation, customer or subject's request. `due_at`: when it is tried next; null once it has
    an `outcome`: `delivered`, `given_up` or `dropped`. `origin`: where the last attempt was made, without the path;
    empty where nothing was to be sent. `answer`: the first 500 characters of the last one.
    `failure`: why the last attempt failed. Before that come `moved: ` and the host that it went to where the URL was
    changed meanwhile, also where it was taken there. `sent_at`, `sent_bytes` and `sent_data`: of the last attempt the
    `webhook-timestamp`, the length of the body and how much it told; null where nothing was sent, or long ago.
    """

    id: UUID
    event: str
    site: str | None
    about_id: UUID
    happened_at: Instant
    queued_at: Instant
    due_at: Instant | None
    attempts: int
    outcome: str | None
    tried_at: Instant | None
    status: int | None
    took_ms: int | None
    failure: str
    answer: str
    origin: str = ""
    sent_at: Instant | None = None
    sent_bytes: int | None = None
    sent_data: str | None = None


class PublicReplay(Struct, frozen=True, kw_only=True):
    """How many deliveries are due again; `is_whole` false: ask again once these are sent, there is no room for more."""

    count: int
    is_whole: bool
