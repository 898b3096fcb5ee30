"""The rules of sites as administrators see and change them, with what a rule may name."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.core.conversation_rules.book import RuleBook, read_rules
from ryadom.core.conversation_rules.rule import Rule, check_rules
from ryadom.core.widget_settings import read_settings
from ryadom.errors import BadBody, SiteUnknown
from ryadom.privacy.overruling import noted_of, settings_changed
from ryadom.protocol.labels import Label, LabelKind
from ryadom.store import journal
from ryadom.store.conversation_rules import put_rules, rules_of_sites
from ryadom.store.database import Database
from ryadom.store.departments import list_departments
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.labels import list_labels
from ryadom.store.sites import Site, sites_of_operator
from ryadom.store.sql import Connection
from ryadom.store.widget_settings import settings_of_sites


class NamedDepartment(Struct, frozen=True, kw_only=True):
    """A department that a rule may hand to; to one that is archived nothing is handed."""

    id: UUID
    name: str
    is_archived: bool


class SiteRules(Struct, frozen=True, kw_only=True):
    """A site and its rules; `version` is to be named by who changes them.

    `has_hours`: it has working hours. `departments`, `tags`: what a rule may name, archived ones too.
    """

    site_id: UUID
    name: str
    version: int
    rules: list[Rule]
    has_hours: bool
    departments: list[NamedDepartment]
    tags: list[Label]


class RuleDesk(Struct, frozen=True, kw_only=True):
    """Shows and changes them; `book` is what this server goes by."""

    database: Database
    book: RuleBook

    async def of_operator(self, operator_id: UUID) -> list[SiteRules]:
        """The rules of every site that an operator works on, oldest site first."""
        async with self.database.connection() as connection:
            return await _read(connection, await sites_of_operator(connection, operator_id))

    async def change(
        self, operator_id: UUID, site_id: UUID, rules: Sequence[Rule], *, over_version: int, by: Actor
    ) -> SiteRules:
        """Replaces the rules of a site that the operator works on, and journals who did it.

        This server goes by them at once, others within `book.REFRESH_INTERVAL_S`.

        Raises:
            BadBody: rules that can't be, or that name what the site has not; `field` says which.
            SiteUnknown: the operator works on no such site.
            SettingsChanged: somebody else has changed them since `over_version`.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        tidy = check_rules(rules)
        json = msgspec.json.encode(tidy).decode()
        async with self.database.transaction() as connection:
            site = next((one for one in await sites_of_operator(connection, operator_id) if one.id == site_id), None)
            if site is None:
                raise SiteUnknown("You work on no site with this id.", field="site_id")
            [before] = await _read(connection, [site])
            _check_known(tidy, before)
            if not await put_rules(connection, site.id, json, over_version=over_version):
                raise await settings_changed(connection, noted_of(site, "conversation_rules"), by)
            [after] = await _read(connection, [site])
            was, now = _differing(_summaries(before), _summaries(after))
            record = Record(
                controller_id=site.controller_id,
                action=Action.SETTINGS_CHANGED,
                actor=by,
                site_id=site.id,
                details={"what": "conversation_rules", "before": was, "after": now},
            )
            await journal.append(connection, [record])
        await self.book.refresh()
        return after


def _check_known(rules: Sequence[Rule], before: SiteRules) -> None:
    departments = {one.id for one in before.departments}
    tags = {one.id for one in before.tags}
    for place, rule in enumerate(rules):
        if rule.department_id is not None and rule.department_id not in departments:
            raise BadBody("The site has no department with this id.", field=f"rules[{place}].department_id")
        if not tags.issuperset(rule.tag_ids):
            raise BadBody("The site's controller has no tag with this id.", field=f"rules[{place}].tag_ids")


async def _read(connection: Connection, sites: Sequence[Site]) -> list[SiteRules]:
    ids = [site.id for site in sites]
    stored = await rules_of_sites(connection, ids)
    settings = await settings_of_sites(connection, ids)
    departments = await list_departments(connection, ids)
    labels = await list_labels(connection, list({site.controller_id for site in sites}))
    return [
        SiteRules(
            site_id=site.id,
            name=site.name,
            version=stored[site.id].version,
            rules=read_rules(stored[site.id]),
            has_hours=bool(read_settings(settings[site.id]).hours),
            departments=[
                NamedDepartment(id=one.id, name=one.name, is_archived=one.is_archived)
                for one in departments
                if one.site_id == site.id
            ],
            tags=[one for one in labels[site.controller_id] if one.kind is LabelKind.TAG],
        )
        for site in sites
    ]


def _differing(before: Sequence[str], after: Sequence[str]) -> tuple[str, str]:
    """What is in one and not in the other; where only their order differs, all of both."""
    same = set(before) & set(after)
    was, now = ([text for text in texts if text not in same] for texts in (before, after))
    return ("; ".join(was), "; ".join(now)) if was or now else ("; ".join(before), "; ".join(after))


def _summaries(rules: SiteRules) -> list[str]:
    """Each rule with all that it says, in order; one that is off in brackets."""
    names = {one.id: one.name for one in rules.departments} | {one.id: one.name for one in rules.tags}
    told = [_told(rule, names) for rule in rules.rules]
    return [text if rule.is_on else f"[{text}]" for rule, text in zip(rules.rules, told, strict=True)]


def _told(rule: Rule, names: dict[UUID, str]) -> str:
    conditions = {
        "pages": rule.pages,
        "utm_source": rule.utm_source,
        "utm_campaign": rule.utm_campaign,
        "words": ", ".join(rule.words),
        **{name: value for name in ("hours", "language", "visitors") if (value := str(getattr(rule, name))) != "any"},
    }
    deeds = [names[id] for id in (rule.department_id, *rule.tag_ids) if id is not None]
    asked = [str(rule.occasion), *(f"{name} {value}" for name, value in conditions.items() if value)]
    return f"{rule.name}: {', '.join(asked)} → {', '.join(deeds)}"
