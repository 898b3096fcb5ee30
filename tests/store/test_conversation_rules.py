"""What rules ask of a conversation is looked up, whatever there is beside it; a rule's name stays with its entry."""

import pytest

from ryadom.protocol.shared import AuthorKind, ConversationAssigned, ConversationTagged, Department
from ryadom.store import conversation_rules
from ryadom.store.conversation_rules import find_facts, is_department_chosen
from ryadom.store.database import Database
from ryadom.store.departments import StoredDepartment, put_department
from ryadom.store.entries import NewAssignment, NewTags, append_entry, read_history
from ryadom.store.ids import new_id
from tests.store.inbox_town import used_indexes
from tests.store.scenes import make_scene
from tests.store.test_customers import plan_of


async def test_facts_are_looked_up_by_the_keys_of_their_tables(database: Database) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        head = scene.head
        await connection.execute(
            "INSERT INTO visitors (site_id, id, locale)"
            " SELECT $1, gen_random_uuid(), 'ru' FROM generate_series(1, 3000)",
            head.site_id,
        )
        await connection.execute(
            "INSERT INTO conversations (site_id, id, visitor_id, queued_at)"
            " SELECT site_id, gen_random_uuid(), id, now() FROM visitors"
        )
        await connection.execute(
            "INSERT INTO customer_cards (site_id, visitor_id, revision, name)"
            " SELECT site_id, id, 1, 'Иван' FROM visitors WHERE id <> $1",
            head.visitor.id,
        )
        await connection.execute("ANALYZE conversations; ANALYZE customer_cards")
        facts = await find_facts(connection, site_id=head.site_id, conversation_id=head.id)
        assert (facts.is_known, facts.department_id, facts.landing_url) == (False, None, "")
        plan = await plan_of(
            connection, conversation_rules._queries.find_facts, site_id=head.site_id, conversation_id=head.id
        )
        assert used_indexes(plan, "conversations") <= {"conversations_pkey", "conversations_id"}
        assert used_indexes(plan, "customer_cards") == {"customer_cards_pkey"}


async def test_whose_choice_a_department_is_is_looked_up_from_the_newest_entry_back(database: Database) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        head = scene.head
        await connection.execute(
            "INSERT INTO entries"
            " (site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, body)"
            " SELECT $1, $2, 1000 + n, 'message', true, 999 + n, 'visitor', $3, 'Вопрос'"
            " FROM generate_series(1, 3000) AS n",
            head.site_id,
            head.id,
            head.visitor.id,
        )
        await connection.execute("ANALYZE entries")
        assert await is_department_chosen(connection, site_id=head.site_id, conversation_id=head.id)
        plan = await plan_of(
            connection, conversation_rules._queries.is_department_chosen, site_id=head.site_id, conversation_id=head.id
        )
        assert used_indexes(plan, "entries") == {"entries_pkey"}


@pytest.mark.parametrize("audience", list(AuthorKind))
async def test_entry_says_which_rule_to_operators_alone(database: Database, audience: AuthorKind) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        head = scene.head
        department = Department(id=new_id(), name="Сервис")
        stored = StoredDepartment(
            site_id=head.site_id, id=department.id, name=department.name, name_en="", is_archived=False,
            member_ids=(), open_count=0,
        )  # fmt: skip
        await put_department(connection, stored, place=0)
        tag_id = new_id()
        for content in (
            NewAssignment(operator=None, department=department, rule_name="Возвраты"),
            NewTags(tag_ids=(tag_id,), added_ids=(tag_id,), removed_ids=(), rule_name="Возвраты"),
            NewAssignment(operator=None, department=department),
        ):
            await append_entry(connection, head=head, author=head.visitor, echo_id=None, content=content)
        told = await read_history(connection, head=head, audience=audience, limit=10, request_id=None, after_seq=0)
        rules = [entry.rule for entry in told.entries if isinstance(entry, ConversationAssigned | ConversationTagged)]
        expected = ["Возвраты", "Возвраты"] if audience is AuthorKind.OPERATOR else []
        assert [rule for rule in rules if isinstance(rule, str)] == expected
