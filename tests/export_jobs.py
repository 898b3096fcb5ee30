"""Exports as the panel asks for them, for tests of any kind."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import httpx

from tests.waiting import until_true
from tests.web.accounts import Account
from tests.web.client import JsonObject

EXPORTS = "/panel/api/exports"
CHILD = "ryadom.core.export_jobs.child"


async def ask(person: Account, sites: Sequence[str], **change: object) -> httpx.Response:
    """Asks for an export of messages of the sites with these ids, unless it is told otherwise."""
    wanted = {"kind": "messages", "form": "csv", "site_ids": list(sites)} | change
    return await person.http.post(EXPORTS, json=wanted)


async def asked(person: Account, sites: Sequence[str], **change: object) -> str:
    """The same, which is taken; gives its id."""
    response = await ask(person, sites, **change)
    assert response.status_code == 202, response.text
    return str(response.json()["id"])


async def told(person: Account, id: str) -> JsonObject:
    """What its maker is told of it."""
    response = await person.http.get(EXPORTS)
    assert response.status_code == 200, response.text
    return next(dict(one) for one in response.json()["exports"] if one["id"] == id)


async def until_state(person: Account, id: str, state: str) -> JsonObject:
    """Waits until it is so; gives what its maker is told then."""
    last: JsonObject = {}

    async def is_so() -> bool:
        nonlocal last
        last = await told(person, id)
        return bool(last["state"] == state)

    try:
        await until_true(is_so, deadline_s=40.0)
    except TimeoutError:
        raise AssertionError(f"{state} is not what came: {last}") from None
    return last


async def link_to(person: Account, id: str) -> str:
    """A link to its file, as an address."""
    response = await person.http.post(f"{EXPORTS}/{id}/link")
    assert response.status_code == 201, response.text
    return f"{EXPORTS}/{id}/files/{response.json()['link']}"


async def taken(person: Account, id: str) -> httpx.Response:
    """Its file."""
    response = await person.http.get(await link_to(person, id))
    assert response.status_code == 200, response.text
    return response


def files_in(data_dir: Path) -> list[str]:
    """What lies in the folder of exports."""
    folder = data_dir / "files" / "exports"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def makers(parent: int) -> list[int]:
    """The processes that make files for this one, or for one of its children."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        with suppress(OSError):
            if CHILD.encode() in (entry / "cmdline").read_bytes() and parent in _forebears(int(entry.name)):
                found.append(int(entry.name))
    return found


def is_alive(pid: int) -> bool:
    """Whether a process is there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def _forebears(pid: int) -> list[int]:
    above = []
    while pid > 1:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        pid = int(stat.rpartition(") ")[2].split()[1])
        above.append(pid)
    return above
