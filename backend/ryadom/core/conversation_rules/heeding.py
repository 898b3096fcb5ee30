"""Heeding the rules of a site where a visitor writes: in the transaction that stores the message.

So each rule acts once for each message, whatever is repeated, killed or asked of two servers: a message that is known
already never comes here, and what a rule does is stored with its message or not at all.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.conversation_rules.book import RuleBook
from ryadom.core.conversation_rules.matching import Circumstances, Said, holds
from ryadom.core.conversation_rules.rule import Hours, Occasion, Rule
from ryadom.core.hours import is_open
from ryadom.core.leads import MAX_TAGS
from ryadom.core.widget_settings import read_settings
from ryadom.protocol.labels import LabelKind
from ryadom.protocol.shared import Author, ConversationAssigned, Department
from ryadom.store.conversation_rules import find_facts, is_department_chosen, rules_of_sites
from ryadom.store.conversations import Head
from ryadom.store.departments import find_offered
from ryadom.store.entries import NewAssignment, NewTags, Stored, append_entry
from ryadom.store.labels import known_labels
from ryadom.store.marks import find_marks
from ryadom.store.sql import Connection
from ryadom.store.widget_settings import settings_of_sites


class Handing(Struct, frozen=True, kw_only=True):
    """To which department a rule hands a conversation, and what the rule is called."""

    department: Department
    rule_name: str


class Deeds(Struct, frozen=True, kw_only=True):
    """What the rules want done with one message's conversation: tags by the rules that want them, in their order."""

    handing: Handing | None = None
    tags: Sequence[tuple[str, Sequence[UUID]]] = ()


NOTHING = Deeds()


class RuleKeeper(Struct, frozen=True, kw_only=True):
    """Says what rules want, and does it; `now` is the server's clock."""

    book: RuleBook
    now: Callable[[], datetime]

    def may_concern(self, site_id: UUID, said: Said) -> bool:
        """Whether a message into an open conversation may be more than words: asked without any database."""
        return self.book.may_concern(site_id, said, (Occasion.MESSAGE,))

    async def ask(self, connection: Connection, head: Head, said: Said, *occasions: Occasion) -> Deeds:
        """What the rules of the site want, as they are stored now, on any of these occasions. The head's lock is held.

        A department or tag that is not offered any more is passed over, and the rest of its rule goes on.
        """
        site_id = head.site_id
        if not self.book.may_concern(site_id, said, occasions):
            return NOTHING
        stored = (await rules_of_sites(connection, [site_id]))[site_id]
        rules = [rule for rule in self.book.read(site_id, stored) if rule.occasion in occasions]
        facts = await find_facts(connection, site_id=site_id, conversation_id=head.id)
        circumstances = Circumstances(
            landing_url=facts.landing_url,
            page_url=facts.page_url,
            is_known=facts.is_known,
            is_open=await self._is_open(connection, site_id, rules),
        )
        holding = [rule for rule in rules if holds(rule, said, circumstances)]
        return Deeds(
            handing=await _first_handing(connection, head, holding, in_department_id=facts.department_id),
            tags=await _tags(connection, site_id, holding),
        )

    async def _is_open(self, connection: Connection, site_id: UUID, rules: Sequence[Rule]) -> bool | None:
        if all(rule.hours is Hours.ANY for rule in rules):
            return None
        settings = read_settings((await settings_of_sites(connection, [site_id]))[site_id])
        return is_open(settings.hours, ZoneInfo(settings.time_zone), self.now()) if settings.hours else None


async def append_deeds(
    connection: Connection, head: Head, deeds: Deeds, before: Sequence[Stored] = ()
) -> tuple[Stored, ...]:
    """The entries by which what rules want is done, in the visitor's name. The head's lock is held.

    `before`: what was appended since the head was read. What somebody leads, or a bot, stays in its department.
    """
    entries: list[Stored] = []
    head = replace(head, assignee=_leader(head, before))
    if deeds.handing and head.assignee is None:
        handing = deeds.handing
        content = NewAssignment(operator=None, department=handing.department, rule_name=handing.rule_name)
        entries.append(await append_entry(connection, head=head, author=head.visitor, echo_id=None, content=content))
    if not deeds.tags:
        return tuple(entries)
    held = list((await find_marks(connection, head)).tag_ids)
    for rule_name, tag_ids in deeds.tags:
        added = [id for id in tag_ids if id not in held][: max(0, MAX_TAGS - len(held))]
        if not added:
            continue
        held += added
        tags = NewTags(tag_ids=tuple(held), added_ids=tuple(added), removed_ids=(), rule_name=rule_name)
        entries.append(await append_entry(connection, head=head, author=head.visitor, echo_id=None, content=tags))
    return tuple(entries)


def _leader(head: Head, before: Sequence[Stored]) -> Author | None:
    assignments = [stored.entry for stored in before if isinstance(stored.entry, ConversationAssigned)]
    return assignments[-1].operator if assignments else head.assignee


async def _first_handing(
    connection: Connection, head: Head, rules: Sequence[Rule], *, in_department_id: UUID | None
) -> Handing | None:
    for rule in rules:
        if rule.department_id and (
            found := await find_offered(connection, site_id=head.site_id, id=rule.department_id)
        ):
            # Where it is already there is nothing to be said; but a later rule must not take it elsewhere.
            if found.id == in_department_id:
                return None
            # What a person chose is not undone by a rule: by then they have seen, or said, whose it is.
            if in_department_id and await is_department_chosen(
                connection, site_id=head.site_id, conversation_id=head.id
            ):
                return None
            return Handing(department=found, rule_name=rule.name)
    return None


async def _tags(connection: Connection, site_id: UUID, rules: Sequence[Rule]) -> Sequence[tuple[str, Sequence[UUID]]]:
    wanted = dict.fromkeys(id for rule in rules for id in rule.tag_ids)
    if not wanted:
        return ()
    known = await known_labels(connection, site_id, list(wanted))
    offered = {id for id in wanted if known.get(id) == (LabelKind.TAG, False)}
    return [(rule.name, [id for id in rule.tag_ids if id in offered]) for rule in rules]
