"""The data map: every table, every column and every kind of file, and what the law makes us do with it.

A subject's answer and the erasure of a person are generated from it. Whoever adds a column adds its line here:
tests/store/test_data_map.py says which.
"""

from collections.abc import Iterable, Iterator, Mapping

from ryadom.privacy.classification import Disposal, Found, Table, Whose
from ryadom.privacy.mapped_bans import BAN_TABLES
from ryadom.privacy.mapped_changes import CHANGE_TABLES
from ryadom.privacy.mapped_chat_invitations import CHAT_INVITATION_TABLES
from ryadom.privacy.mapped_chats import CHAT_TABLES
from ryadom.privacy.mapped_connectors import CONNECTOR_TABLES
from ryadom.privacy.mapped_customers import CUSTOMER_TABLES
from ryadom.privacy.mapped_destruction import DESTRUCTION_TABLES
from ryadom.privacy.mapped_exports import EXPORT_TABLES
from ryadom.privacy.mapped_files import FILE_KINDS
from ryadom.privacy.mapped_firm import FIRM_TABLES
from ryadom.privacy.mapped_inbox import INBOX_TABLES
from ryadom.privacy.mapped_incidents import INCIDENT_TABLES
from ryadom.privacy.mapped_mails import MAIL_TABLES
from ryadom.privacy.mapped_newcomers import NEWCOMER_TABLES
from ryadom.privacy.mapped_profiles import PROFILE_TABLES
from ryadom.privacy.mapped_records import RECORD_TABLES
from ryadom.privacy.mapped_reports import REPORT_TABLES
from ryadom.privacy.mapped_requests import REQUEST_TABLES
from ryadom.privacy.mapped_search import SEARCH_TABLES
from ryadom.privacy.mapped_thread import THREAD_TABLES
from ryadom.privacy.mapped_webhooks import WEBHOOK_TABLES
from ryadom.privacy.mapped_work import WORK_TABLES

TABLES: tuple[Table, ...] = (
    *CHAT_TABLES,
    *THREAD_TABLES,
    *CHAT_INVITATION_TABLES,
    *PROFILE_TABLES,
    *CUSTOMER_TABLES,
    *SEARCH_TABLES,
    *INBOX_TABLES,
    *WORK_TABLES,
    *BAN_TABLES,
    *RECORD_TABLES,
    *MAIL_TABLES,
    *WEBHOOK_TABLES,
    *EXPORT_TABLES,
    *CONNECTOR_TABLES,
    *REQUEST_TABLES,
    *DESTRUCTION_TABLES,
    *INCIDENT_TABLES,
    *FIRM_TABLES,
    *NEWCOMER_TABLES,
    *REPORT_TABLES,
    *CHANGE_TABLES,
)

__all__ = ["FILE_KINDS", "TABLES", "bad_entries", "differences", "person_tables"]


def person_tables(tables: Iterable[Table] = TABLES) -> list[Table]:
    """The tables that have rows of a visitor's."""
    return [table for table in tables if table.found is not Found.NEVER]


def differences(actual: Mapping[str, Iterable[str]], tables: Iterable[Table] = TABLES) -> list[str]:
    """What keeps the map from being true of a database with these tables and columns: one remedy a line."""
    mapped = {table.name: [column.name for column in table.columns] for table in tables}
    remedies: list[str] = []
    for name, columns in actual.items():
        if name not in mapped:
            lines = ", ".join(f'technical("{column}", "…")' for column in columns)
            remedies.append(
                f"Table {name} is not in the data map. Add to a privacy/mapped_*.py: "
                f'Table(name="{name}", meaning="…", kept="…", columns=({lines},)); '
                "where it has rows of a visitor, say `found`, `owner_column`, `order_by`, and use blanked(…), left(…)."
            )
            continue
        remedies += [
            f'Column {name}.{column} is not in the data map. Add to Table(name="{name}") one of: '
            f'technical("{column}", "…"), of_staff("{column}", "…"), '
            f'blanked("{column}", "…", Category.…, by="NULL"), left("{column}", "…", Category.…, why="…").'
            for column in columns
            if column not in mapped[name]
        ]
    for name, mapped_columns in mapped.items():
        if name not in actual:
            remedies.append(f'There is no table {name}: take Table(name="{name}") out of the data map.')
            continue
        there = set(actual[name])
        remedies += [
            f'There is no column {name}.{column}: take its line out of Table(name="{name}").'
            for column in mapped_columns
            if column not in there
        ]
    return remedies


def bad_entries(tables: Iterable[Table] = TABLES) -> Iterator[str]:
    """What is said in the map and can't be so: one complaint a line."""
    for table in tables:
        names = [column.name for column in table.columns]
        if len(set(names)) < len(names):
            yield f"{table.name} names a column twice"
        needed = {table.owner_column, table.order_by} | (set() if table.found is Found.REQUEST else {"site_id"})
        if table.found is not Found.NEVER and not needed <= set(names):
            yield f"{table.name}: a person's rows can't be found without site_id, owner_column and order_by"
        for column in table.columns:
            place = f"{table.name}.{column.name}"
            is_visitors = column.whose is Whose.VISITOR
            if (column.disposal is Disposal.BLANKED) != bool(column.blank):
                yield f"{place}: `blank` belongs to what is blanked"
            if is_visitors and table.found is Found.NEVER:
                yield f"{place} is a visitor's, but the table does not say how their rows are found"
            if is_visitors and column.disposal in (Disposal.STAYS, Disposal.KEPT_BY_LAW) and not column.why:
                yield f"{place} is a visitor's and stays: say why"
            if column.lifetime is not None and not table.end_column(column.lifetime):
                yield f"{place} has a lifetime, but the table has no owner_column or conversation_column for it"
            if is_visitors and not column.answered and not column.why:
                yield f"{place} is a visitor's and is not told them: say why"
