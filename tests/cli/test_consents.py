"""`ryadom consent` and `ryadom site basis`: from nothing to a site that asks for consent."""

import json
import re
import stat
from pathlib import Path
from uuid import uuid4

from tests.cli.command import ryadom

SITE = ("--name", "Чай", "--origin", "https://shop.ru", "--key", "tea-shop")
CONTROLLER = ("--legal-name", "ООО «Чайная лавка»", "--inn", "7707083893", "--address", "Казань, ул. Баумана, 1")


def test_owner_publishes_a_consent_and_makes_it_the_basis(database_url: str, tmp_path: Path) -> None:
    settings = {"RYADOM_DATABASE_URL": database_url, "RYADOM_PUBLIC_URL": "https://chat.example.ru"}
    added = ryadom("site", "add", *SITE, **settings)
    too_early = ryadom("site", "basis", "tea-shop", "consent", **settings)
    drafted = ryadom("consent", "draft", "--text", "term.ru", "1 год", **settings)
    draft_id = drafted.out.split()[-1]
    incomplete = ryadom("consent", "publish", draft_id, **settings)
    ryadom("controller", "set", *CONTROLLER, **settings)
    published = ryadom("consent", "publish", draft_id, **settings)
    chosen = ryadom("site", "basis", "tea-shop", "consent", **settings)
    listed = ryadom("consent", "list", **settings)
    shown = ryadom("consent", "show", draft_id, **settings)
    sites = ryadom("site", "list", **settings)

    assert "ryadom consent draft" in added.out
    assert (too_early.status, incomplete.status) == (1, 1)
    assert "controller.legal_name, controller.inn, controller.address" in incomplete.err
    assert "term.ru: 1 год" in drafted.out
    assert published.status == 0, published.err
    assert f"https://chat.example.ru/consents/{draft_id}" in published.out
    assert "that show it: tea-shop" in published.out
    digest = re.search(r"SHA-256 ([0-9a-f]{64})", published.out)
    assert digest is not None
    assert listed.out.split("\t")[:4] == [draft_id, "all", "processing", "1"]
    assert digest[1] in listed.out
    assert shown.out.startswith("# Согласие на обработку персональных данных\n")
    assert chosen.status == 0, chosen.err
    assert sites.out.endswith("\tconsent\n")


def test_evidence_is_written_to_a_file_that_only_its_owner_reads(database_url: str, tmp_path: Path) -> None:
    settings = {"RYADOM_DATABASE_URL": database_url}
    ryadom("site", "add", *SITE, **settings)
    visitor, file = str(uuid4()), tmp_path / "evidence.json"
    who = ("--site", "tea-shop", "--visitor", visitor)

    withdrawn = ryadom("consent", "withdraw", *who, **settings)
    written = ryadom("consent", "evidence", *who, "--out", str(file), **settings)

    assert (withdrawn.status, written.status) == (0, 0), written.err
    evidence = json.loads(file.read_bytes())
    assert (evidence["site"], evidence["visitor_id"], evidence["events"]) == ("tea-shop", visitor, [])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_other_basis_is_named_in_the_owners_words(database_url: str) -> None:
    settings = {"RYADOM_DATABASE_URL": database_url}
    ryadom("site", "add", *SITE, **settings)
    refused = ryadom("site", "basis", "tea-shop", "other", **settings)
    chosen = ryadom("site", "basis", "tea-shop", "other", "--wording", "Договор с посетителем", **settings)
    sites = ryadom("site", "list", **settings)

    assert (refused.status, chosen.status) == (1, 0)
    assert sites.out.endswith("\tДоговор с посетителем\n")
