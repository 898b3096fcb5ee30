"""`ryadom papers` and `ryadom site special`, as an owner types them; `doctor` on an incident that is late."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from ryadom.cli.doctor import State
from ryadom.cli.privacy_checks import check_incidents
from ryadom.core.sites import add_site
from ryadom.store.database import Database
from ryadom.store.incidents import Incident
from tests.cli.command import run
from tests.incidents import DISCOVERED_AT, description


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("notice",), "Сведения для уведомления"),
        (("measures",), "УЗ-4"),
        (("measures", "--level", "3"), "УЗ-3"),
        (("mandate",), "Поручение на обработку"),
    ],
)
async def test_paper_is_written_and_what_is_missing_is_said_with_the_command(
    database: Database, database_url: str, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    site = await add_site(database, name="Чай", origins=["https://shop.test"])
    out = tmp_path / "paper.pdf"
    whose = ("--controller", str(site.controller_id))
    status, told, complaint = await run("papers", *arguments, *whose, "--out", str(out), database_url=database_url)
    assert (status, complaint) == (0, "")
    assert "ryadom controller set --legal-name … --inn …" in told
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(out.read_bytes())).pages)
    assert words in " ".join(text.split())


async def test_paper_of_nobody_is_refused_in_one_line(database: Database, database_url: str, tmp_path: Path) -> None:
    nobody = "01900000-0000-7000-8000-000000000000"
    out = tmp_path / "paper.pdf"
    status, told, complaint = await run(
        "papers", "mandate", "--controller", nobody, "--out", str(out), database_url=database_url
    )
    assert (status, told) == (1, "")
    assert complaint.startswith(f"ryadom: No controller has the id {nobody}")
    assert not out.exists()


async def test_site_is_marked_and_what_is_to_be_done_is_said(database: Database, database_url: str) -> None:
    site = await add_site(database, name="Клиника", origins=["https://clinic.test"])
    status, told, _ = await run("site", "special", site.key, "written", database_url=database_url)
    assert status == 0
    assert "No consent in force has the fields of the written form" in told
    status, _, complaint = await run("site", "special", site.key, "warned", database_url=database_url)
    assert status == 1
    assert f"ryadom site basis {site.key} consent" in complaint


def test_doctor_warns_of_an_incident_that_is_late() -> None:
    told = description()
    fields = {name: getattr(told, name) for name in type(told).__struct_fields__}
    id = "01900000-0000-7000-8000-000000000000"
    incident = Incident(controller_id=id, id=id, number=3, **fields)  # type: ignore[arg-type]  # an id is told as text
    assert check_incidents([], DISCOVERED_AT).text == "none open"
    assert check_incidents([incident], DISCOVERED_AT + timedelta(hours=23)).state is State.OK
    late = check_incidents([incident], DISCOVERED_AT + timedelta(hours=25))
    assert late.state is State.WARN
    assert "No. 3 (first notice, due 2026-11-28 12:00 Moscow time)" in late.text
