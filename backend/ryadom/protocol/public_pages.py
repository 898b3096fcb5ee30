"""The one shape of lists that programs page through, and of what they find."""

from typing import Generic, TypeVar

from msgspec import Struct

from ryadom.protocol.public import PublicCustomer

T = TypeVar("T")


class Page(Struct, Generic[T], frozen=True, kw_only=True):
    """One page of a list, in its order. `next`: what to send as `cursor` for the following one; null on the last."""

    data: tuple[T, ...]
    has_more: bool
    next: str | None


class FoundCustomers(Struct, frozen=True, kw_only=True):
    """Who was found, the newest first. `is_complete`: there are no more; else name a site, or less common a contact."""

    data: tuple[PublicCustomer, ...]
    is_complete: bool
