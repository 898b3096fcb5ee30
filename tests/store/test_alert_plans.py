"""Who would hear of a visitor who waits is read by the indexes that the queries name."""

from ryadom.store import new_alerts, waiting_alerts
from ryadom.store.database import Database
from tests.store.inbox_town import used_indexes
from tests.store.scenes import make_scene
from tests.store.test_customers import plan_of


async def test_alerts_are_read_by_their_indexes(database: Database) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        site_ids, operator_id = [scene.head.site_id], scene.operator.id
        query = waiting_alerts._queries.list_unheard
        plan = await plan_of(connection, query, site_ids=site_ids, roles=["operator"])
        for table, index in (
            ("sites", "sites_pkey"),
            ("operator_sites", "operator_sites_pkey"),
            ("departments", "departments_pkey"),
            ("department_members", "department_members_pkey"),
            ("waiting_alerts", "waiting_alerts_pkey"),
        ):
            assert used_indexes(plan, table) == {index}, table
        plan = await plan_of(connection, waiting_alerts._queries.list_minutes, operator_ids=[operator_id])
        assert used_indexes(plan, "waiting_alerts") == {"waiting_alerts_pkey"}
        plan = await plan_of(connection, new_alerts._queries.list_choices, site_ids=site_ids)
        assert used_indexes(plan, "new_alerts") == {"new_alerts_pkey"}
        plan = await plan_of(connection, new_alerts._queries.alert_newcomer, operator_id=operator_id, unsaid=5)
        assert used_indexes(plan, "operator_sites") == {"operator_sites_operator"}
        assert used_indexes(plan, "new_alerts") == {"new_alerts_pkey"}
