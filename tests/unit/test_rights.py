"""The table of roles and rights, and that nothing can be reached without a right being named."""

from itertools import takewhile
from pathlib import Path
from uuid import uuid4

import pytest
from starlette.routing import Route, WebSocketRoute

from ryadom.core.rights import (
    COMMAND_RIGHTS,
    RIGHTS,
    SECOND_FACTOR_ROLES,
    Right,
    check_rank,
    check_right,
    is_second_factor_due,
)
from ryadom.errors import RightMissing, SecondFactorDue
from ryadom.protocol.operator import OperatorCommand
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.operators import Role
from ryadom.web.guarded import GuardedRoute
from ryadom.web.routes import OPEN, routes

IN_DOCS = {
    "Own password, second factor and sessions": Right.OWN_ACCOUNT,
    "Read conversations": Right.READ_CONVERSATIONS,
    "Answer visitors": Right.ANSWER_VISITORS,
    "Delete what others wrote": Right.DELETE_MESSAGES,
    "Take, hand over, close, snooze, tag conversations": Right.LEAD_CONVERSATIONS,
    "Write down who a customer is, and notes on them": Right.EDIT_CARDS,
    "Take visitors for one person, and part them": Right.LINK_PEOPLE,
    "See who is on the site now, of those who agreed": Right.SEE_VISITORS,
    "Choose tags and results": Right.MANAGE_LABELS,
    "See who works on these sites": Right.SEE_OPERATORS,
    "Sign others out": Right.END_SESSIONS,
    "Handle requests of data subjects": Right.HANDLE_REQUESTS,
    "See documents of consent, and who agreed": Right.SEE_CONSENTS,
    "Publish them, choose a site's basis, note withdrawals": Right.MANAGE_CONSENTS,
    "See lifetimes, legal holds and acts of destruction": Right.SEE_ACTS,
    "Set lifetimes, place and lift legal holds": Right.MANAGE_RETENTION,
    "See the journal of actions": Right.SEE_JOURNAL,
    "Invite colleagues, change roles, sites, limits and access": Right.MANAGE_OPERATORS,
    "Handle incidents": Right.HANDLE_INCIDENTS,
    "See and download papers": Right.SEE_PAPERS,
    "Describe the controller, mark sites": Right.MANAGE_CONTROLLER,
    "See what sites mask on display": Right.SEE_CONTACTS,
    "Reveal a masked message, journalled each time": Right.REVEAL_CONTACTS,
    "Say what sites keep, mask and replace": Right.MANAGE_MASKING,
    "Choose how widgets look, what they say, hours, departments, distribution": Right.MANAGE_SITES,
    "See reports": Right.SEE_REPORTS,
    "Change ready replies that colleagues share": Right.MANAGE_REPLIES,
    "See where data is and whom it may be sent to": Right.SEE_REGISTER,
    "Change whom data may be sent to": Right.MANAGE_REGISTER,
}
CHANGES = {
    Right.ANSWER_VISITORS,
    Right.DELETE_MESSAGES,
    Right.LEAD_CONVERSATIONS,
    Right.EDIT_CARDS,
    Right.LINK_PEOPLE,
    Right.MANAGE_LABELS,
    Right.END_SESSIONS,
    Right.MANAGE_OPERATORS,
    Right.MANAGE_CONSENTS,
    Right.MANAGE_RETENTION,
    Right.MANAGE_CONTROLLER,
    Right.MANAGE_MASKING,
    Right.MANAGE_SITES,
    Right.MANAGE_REGISTER,
}


def _session(role: Role, *, has_second_factor: bool = True) -> OperatorSession:
    return OperatorSession(
        id=uuid4(), operator_id=uuid4(), email="a@b", name="А", role=role, has_second_factor=has_second_factor
    )


def test_every_role_is_in_the_table_and_every_right_is_somebodys() -> None:
    assert set(RIGHTS) == set(Role)
    assert frozenset[Right]().union(*RIGHTS.values()) == set(Right)


def test_rights_grow_from_operator_to_supervisor_to_admin_to_owner() -> None:
    assert RIGHTS[Role.OPERATOR] < RIGHTS[Role.SUPERVISOR] < RIGHTS[Role.ADMIN] <= RIGHTS[Role.OWNER]


def test_auditor_changes_nothing_of_others() -> None:
    assert not RIGHTS[Role.AUDITOR] & CHANGES


def test_every_command_of_the_socket_names_the_right_it_needs() -> None:
    assert set(COMMAND_RIGHTS) == set(OperatorCommand.__args__)


def test_every_address_names_a_right_or_says_why_it_needs_none() -> None:
    unguarded = set()
    for route in routes():
        assert isinstance(route, Route | WebSocketRoute)
        if not isinstance(route, GuardedRoute):
            unguarded.add(route.path)
    assert unguarded == set(OPEN)


def test_right_that_the_role_lacks_is_refused() -> None:
    with pytest.raises(RightMissing):
        check_right(_session(Role.AUDITOR), Right.ANSWER_VISITORS)
    check_right(_session(Role.AUDITOR), Right.READ_CONVERSATIONS)


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR_ROLES))
def test_role_that_needs_a_second_factor_may_only_set_it_up_before_it_has_one(role: Role) -> None:
    session = _session(role, has_second_factor=False)
    assert is_second_factor_due(session)
    check_right(session, Right.OWN_ACCOUNT)
    for right in RIGHTS[role] - {Right.OWN_ACCOUNT}:
        with pytest.raises(SecondFactorDue):
            check_right(session, right)
    check_right(_session(role), Right.READ_CONVERSATIONS)


def test_docs_show_the_table_as_it_is() -> None:
    assert set(IN_DOCS.values()) == set(Right)
    text = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
    head, _, *rows = [
        [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]
        for line in _table_after(text, "## Roles")
    ]
    shown = {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows if row[0] in IN_DOCS}
    assert set(shown) == set(IN_DOCS)
    assert {row[0] for row in rows} - set(IN_DOCS) == {"Second factor"}, "rows that nothing is compared with"
    for label, right in IN_DOCS.items():
        assert {Role(role) for role, cell in shown[label].items() if cell} == {
            role for role in Role if right in RIGHTS[role]
        }, label


def _table_after(text: str, heading: str) -> list[str]:
    lines = text.partition(heading)[2].splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("|"))
    return list(takewhile(lambda line: line.startswith("|"), lines[start:]))


def test_only_an_owner_acts_on_an_owner() -> None:
    with pytest.raises(RightMissing):
        check_rank(Role.ADMIN, Role.OWNER)
    check_rank(Role.OWNER, Role.OWNER)
    check_rank(Role.ADMIN, Role.ADMIN)
