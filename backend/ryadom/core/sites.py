"""Sites: adding them, and whether a page on some origin may open a chat."""

import re
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import UUID

from msgspec.structs import replace

from ryadom.core.controllers import find_controller
from ryadom.core.texts import clean_line
from ryadom.errors import BadBody, OriginForbidden, SiteUnknown
from ryadom.store import journal
from ryadom.store import sites as site_store
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE, Action, Actor, Record
from ryadom.store.operators import add_to_sites_by_id
from ryadom.store.sites import Site

_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


async def sites_named(database: Database, keys: Sequence[str]) -> list[Site]:
    """The sites with these embed keys; all there are where none is named.

    Raises:
        SiteUnknown: there is none with one of them.
    """
    async with database.connection() as connection:
        known = {site.key: site for site in await site_store.all_sites(connection)}
    if unknown := [key for key in keys if key not in known]:
        raise SiteUnknown(f"There is no site {', '.join(unknown)}; `ryadom site list` shows them.", field="site")
    return [known[key] for key in keys] if keys else list(known.values())


async def add_site(
    database: Database,
    *,
    name: str,
    origins: Sequence[str],
    key: str | None = None,
    controller_id: UUID | None = None,
    operator_id: UUID | None = None,
    by: Actor = COMMAND_LINE,
) -> Site:
    """Stores a site; without a key it gets a random one, without a controller it is the oldest controller's.

    An operator who is named works on it from then on.

    Who did it (`by`) is journalled in the same transaction.

    Raises:
        BadBody: a name, an origin or a key that can't be one, or a key that is taken; `field` says which.
        ControllerUnknown: there is no such controller.
    """
    if key is not None and not is_site_key(key):
        raise BadBody("A key has 8 to 64 latin letters, digits, - or _.", field="key")
    name = clean_line(name, field="name")
    cleaned = clean_origins(origins)
    async with database.transaction() as connection:
        controller = await find_controller(connection, controller_id)
        site = Site(
            id=new_id(),
            key=key or new_site_key(),
            name=name,
            origins=cleaned,
            controller_id=controller.id,
        )
        if not await site_store.insert_site(connection, site):
            raise BadBody(f"The key {site.key} is taken by another site. Choose another.", field="key")
        if operator_id is not None:
            await add_to_sites_by_id(connection, operator_id, [site.id])
        record = Record(
            controller_id=controller.id,
            action=Action.SETTINGS_CHANGED,
            actor=by,
            site_id=site.id,
            details={"what": "site_added", "key": site.key},
        )
        await journal.append(connection, [record])
    return site


async def replace_origins(database: Database, key: str, origins: Sequence[str], *, by: Actor = COMMAND_LINE) -> Site:
    """Lets a site's chat be opened on these origins and no others. Who did it (`by`) is journalled with it.

    Raises:
        SiteUnknown: no site has this key.
        BadBody: what is no origin, or none at all.
    """
    cleaned = clean_origins(origins)
    async with database.transaction() as connection:
        site = await site_store.find_site(connection, key)
        if site is None:
            raise SiteUnknown(f"No site has the key {key}. `ryadom site list` shows them.", field="site")
        await site_store.set_origins(connection, site.id, cleaned)
        record = Record(
            controller_id=site.controller_id,
            action=Action.SETTINGS_CHANGED,
            actor=by,
            site_id=site.id,
            details={"what": "site_origins", "before": " ".join(site.origins), "after": " ".join(cleaned)},
        )
        await journal.append(connection, [record])
    return replace(site, origins=cleaned)


async def list_sites(database: Database) -> list[Site]:
    """Every site, oldest first."""
    async with database.connection() as connection:
        return await site_store.all_sites(connection)


def clean_origins(origins: Sequence[str]) -> tuple[str, ...]:
    """Origins as browsers write them, each once.

    Raises:
        BadBody: what is no origin, or none at all.
    """
    if not origins:
        raise BadBody("Name at least one origin, e.g. https://shop.ru.", field="origins")
    return tuple(dict.fromkeys(clean_origin(origin) for origin in origins))


def new_site_key() -> str:
    """A random key of 16 characters. It never begins with a dash: commands would take it for one of their options."""
    while (key := secrets.token_urlsafe(12)).startswith("-"):
        pass
    return key


def is_site_key(text: str) -> bool:
    """Whether the text can be an embed key at all."""
    return _KEY.fullmatch(text) is not None


def clean_origin(text: str) -> str:
    """An origin as browsers write it: scheme, host in ASCII (punycode), port unless it is the scheme's own.

    Raises:
        BadBody: not an http or https origin, or more than one (a path, a wildcard).
    """
    remedy = f"{text!r} is not an origin. Write it like https://shop.ru or http://localhost:8001, without a path."
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
        host = host if ":" in host else host.encode("idna").decode()
    except ValueError:
        raise BadBody(remedy, field="origins") from None
    if parts.scheme not in _DEFAULT_PORTS or not host or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise BadBody(remedy, field="origins")
    if "@" in parts.netloc or not re.fullmatch(r"[a-z0-9.-]+|[0-9a-f:.]+", host):
        raise BadBody(remedy, field="origins")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port and port != _DEFAULT_PORTS[parts.scheme] else "")


def check_origin(site: Site, origin: str | None, *, own: str | None = None) -> None:
    """Refuses pages of origins that the site does not list.

    `own`: the server's, which has a page for the chat of each site: no page of ours opens another site's than its own.

    Raises:
        OriginForbidden: the origin is missing, opaque ("null") or not in the list.
    """
    if origin not in site.origins and (own is None or origin != own):
        raise OriginForbidden(
            f"Pages of {origin or 'no origin'} may not open this site's chat. Add the origin to the site to allow it.",
            field="origin",
        )


_DEFAULT_PORTS = {"http": 80, "https": 443}
