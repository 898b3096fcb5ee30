"""The cluster of the embedded Postgres: how it is made, who may connect, and what its refusals mean."""

import os
import shutil
import subprocess
from pathlib import Path

from ryadom.errors import StartFailed
from ryadom.store.embedded_folder import MAJOR, ServerFolder

INITDB_TIMEOUT_S = 120.0
MIN_FREE_BYTES = 250_000_000  # a new cluster takes 40 MB, and its log grows to 80 before the first is used again
# Collation and case by Unicode code points, the same on every machine: an upgrade of libc can't damage an index.
# LC_CTYPE is for pg_trgm and text search, which still ask libc what a letter is.
INITDB = (
    "--username=postgres",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--lc-ctype=C.UTF-8",
    "--auth=peer",
    "--data-checksums",
)
# The server's own shell for one: no socket is open yet, and each line is one statement.
FIRST_STATEMENTS = "CREATE ROLE ryadom LOGIN\nCREATE DATABASE ryadom OWNER ryadom\n"

_REMEDIES = {
    "No space left on device": "The disk is full: free some space (at least 250 MB), then start again.",
    "Permission denied": "A file or folder is closed to the server's user: was the data made by another user? Start as "
    "that user, or set RYADOM_DATA_DIR to another folder. A disk mounted noexec can't hold it under root.",
    "pre-existing shared memory block": "Processes of an earlier server still run: wait a minute, then start again.",
    "could not create shared memory": "The kernel gives no shared memory: raise kernel.shmmax, or the container's.",
    "could not resize shared memory": "The container has too little shared memory: docker run --shm-size=256m.",
    "PANIC": "The data is damaged: restore a backup (docs/operations.md, Backups).",
}


def explain(what: str, output: str) -> str:
    """One message of what failed, the likely remedy, and the end of the program's output."""
    remedy = next((remedy for symptom, remedy in _REMEDIES.items() if symptom in what + output), "")
    said = f"It said:\n{output}" if output else ""
    return " ".join(filter(None, (what, remedy, said)))


def initialise(folder: ServerFolder, binaries: Path) -> None:
    """Makes the cluster, with the database `ryadom` and the role that owns it, unless it is there.

    All happens in a folder beside, which then gets the name: a start that is cut off leaves no half cluster.

    Raises:
        StartFailed: there is no room, the cluster is of another version or user, or a program fails.
    """
    if folder.cluster.exists():
        _check_cluster(folder)
        return
    if others := sorted(other.name for other in folder.root.glob("data-*") if other.name != folder.cluster.name):
        raise StartFailed(
            f"{folder.root} holds {', '.join(others)}, the data of another Postgres than {MAJOR}: move it over as in "
            "docs/operations.md (Upgrades), or set RYADOM_DATA_DIR to another folder."
        )
    free = shutil.disk_usage(folder.root).free
    if free < MIN_FREE_BYTES:
        raise StartFailed(
            f"{folder.root} has {free // 1_000_000} MB free, and a new database needs {MIN_FREE_BYTES // 1_000_000}: "
            "free some space, or set RYADOM_DATA_DIR to another disk."
        )
    draft = folder.root / "cluster.new"
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    if folder.account.is_other:
        os.chown(draft, folder.account.uid, folder.account.gid)
    _run(folder, [binaries / "initdb", *INITDB, f"--pgdata={draft}"])
    said = _run(folder, [binaries / "postgres", "--single", "-D", draft, "postgres"], FIRST_STATEMENTS)
    if "ERROR:" in said:  # it goes on after a failed statement, and ends with 0
        raise StartFailed(explain("The database could not be made.", said))
    draft.rename(folder.cluster)
    _sync_folder(folder.root)


def _check_cluster(folder: ServerFolder) -> None:
    owner = folder.cluster.stat().st_uid
    if owner != folder.account.uid:
        raise StartFailed(
            f"{folder.cluster} belongs to uid {owner}, but Postgres would run as {folder.account.name}: start Ryadom "
            f"as the user who made it, or hand it over: chown -R {folder.account.name}: {folder.cluster}"
        )
    if not (folder.cluster / "PG_VERSION").exists():
        raise StartFailed(f"{folder.cluster} is not a Postgres cluster: move it away, then start again.")


def _run(folder: ServerFolder, command: list[str | Path], statements: str | None = None) -> str:
    options = folder.account.popen_options()
    del options["stdin"]
    try:
        done = subprocess.run(  # noqa: S603 - our own programs and paths
            command,
            **options,
            check=False,
            cwd=folder.root,
            input=statements or "",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=INITDB_TIMEOUT_S,
        )
    except subprocess.TimeoutExpired as error:
        raise StartFailed(f"{command[0]} took over {INITDB_TIMEOUT_S:.0f} s: is the disk overloaded?") from error
    if done.returncode:
        raise StartFailed(explain(f"{Path(command[0]).name} failed.", done.stdout.strip()[-2000:]))
    return str(done.stdout)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_access_rules(folder: ServerFolder) -> None:
    """Says anew at every start who may connect: our user and the server's own, known by the kernel, and nobody else."""
    names = sorted({folder.account.name, folder.account.our_name})
    rules = {
        "pg_hba.conf": "# Written at every start. There is no password, and no address to connect to.\n"
        "local all all peer map=ryadom\n",
        "pg_ident.conf": "# Written at every start.\n"
        + "".join(f'ryadom "{name}" {role}\n' for name in names for role in ("ryadom", "postgres")),
    }
    for name, text in rules.items():
        draft = folder.cluster / f"{name}.new"
        draft.write_text(text, encoding="utf-8")
        draft.chmod(0o600)
        if folder.account.is_other:
            os.chown(draft, folder.account.uid, folder.account.gid)
        draft.replace(folder.cluster / name)
