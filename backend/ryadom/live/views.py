"""An event in the two forms in which operators see it: as it is, and with contacts masked."""

from collections.abc import Callable
from uuid import UUID

from msgspec import Struct

from ryadom.live.outbox import Encoded, encode
from ryadom.protocol.shared import Frame

Cover = Callable[[UUID, Frame], Frame]
"""Gives an event of a site as it is for those who see contacts masked; the very same one where nothing is to hide."""


class Views(Struct, frozen=True):
    """One event, encoded for those operators who see contacts, and for those who see them masked; mostly it is one."""

    clear: Encoded
    veiled: Encoded


def views_of(cover: Cover, site_id: UUID, frame: Frame) -> Views:
    """Both forms of an event of a site."""
    clear = encode(frame)
    covered = cover(site_id, frame)
    return Views(clear, clear if covered is frame else encode(covered))


def bare(_site_id: UUID, frame: Frame) -> Frame:
    """Hides nothing: where nobody is under the veil."""
    return frame
