"""The one shape of lists that programs page through."""

from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class Page(Struct, Generic[T], frozen=True, kw_only=True):
    """One page of a list, in its order. `next`: what to send as `cursor` for the following one; null on the last."""

    data: tuple[T, ...]
    has_more: bool
    next: str | None
