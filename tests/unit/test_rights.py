"""The table of roles and rights, and that nothing can be reached without a right being named."""

from contextlib import nullcontext
from pathlib import Path
from uuid import uuid4

import pytest
from starlette.routing import Route, WebSocketRoute

from ryadom.cli.rights import rights_as_markdown
from ryadom.core.right_words import RIGHT_WORDS
from ryadom.core.rights import (
    COMMAND_RIGHTS,
    RIGHTS,
    SECOND_FACTOR_ROLES,
    Right,
    check_new_role,
    check_rank,
    check_right,
    is_second_factor_due,
)
from ryadom.errors import RightMissing, SecondFactorDue
from ryadom.protocol.operator import OperatorCommand
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.operators import LIMITABLE_ROLES, Role
from ryadom.web.api import ApiRoute
from ryadom.web.guarded import GuardedRoute
from ryadom.web.routes import OPEN, routes

SEEN_BY_THE_LIMITED = {
    Right.OWN_ACCOUNT,
    Right.READ_CONVERSATIONS,
    Right.ANSWER_VISITORS,
    Right.LEAD_CONVERSATIONS,
    Right.SEE_VISITORS,
    Right.REVEAL_CONTACTS,
    Right.EDIT_CARDS,
    Right.LINK_PEOPLE,
    Right.BAN_VISITORS,
    Right.SEE_OPERATORS,
    Right.SEE_CONTACTS,
    Right.DELETE_MESSAGES,
    Right.SEE_BANS,
    Right.SEE_REPORTS,
    Right.MANAGE_LABELS,
    Right.SHARE_VIEWS,
    Right.MANAGE_REPLIES,
}
"""What is narrowed for whoever sees only their own departments, or shows nothing of any conversation: looked through
one by one. A right that is given to their roles beside these is to be narrowed first, then added here."""

CHANGES = {
    Right.ANSWER_VISITORS,
    Right.DELETE_MESSAGES,
    Right.LEAD_CONVERSATIONS,
    Right.EDIT_CARDS,
    Right.LINK_PEOPLE,
    Right.MANAGE_LABELS,
    Right.SHARE_VIEWS,
    Right.BAN_VISITORS,
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
        if not isinstance(route, GuardedRoute | ApiRoute):
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
    assert set(RIGHT_WORDS) == set(Right)
    assert len(set(RIGHT_WORDS.values())) == len(Right)
    text = (Path(__file__).parents[2] / "docs" / "rights.md").read_text()
    assert text == rights_as_markdown(), "ryadom rights --markdown > docs/rights.md"


def test_only_an_owner_acts_on_an_owner() -> None:
    with pytest.raises(RightMissing):
        check_rank(Role.ADMIN, Role.OWNER)
    check_rank(Role.OWNER, Role.OWNER)
    check_rank(Role.ADMIN, Role.ADMIN)


@pytest.mark.parametrize(
    ("acting", "before", "after", "is_allowed"),
    [
        (Role.OWNER, Role.OWNER, Role.OPERATOR, True),
        (Role.OWNER, Role.ADMIN, Role.OPERATOR, True),
        (Role.ADMIN, Role.ADMIN, Role.SUPERVISOR, False),
        (Role.ADMIN, Role.ADMIN, Role.AUDITOR, False),
        (Role.ADMIN, Role.ADMIN, Role.ADMIN, True),
        (Role.ADMIN, Role.SUPERVISOR, Role.OPERATOR, True),
        (Role.ADMIN, Role.OPERATOR, Role.ADMIN, True),
        (Role.ADMIN, Role.OPERATOR, Role.OWNER, False),
    ],
)
def test_only_owners_take_the_right_to_look_after_access_away(
    acting: Role, before: Role, after: Role, is_allowed: bool
) -> None:
    with nullcontext() if is_allowed else pytest.raises(RightMissing):
        check_new_role(acting, before, after)


def test_whoever_may_be_limited_has_no_right_that_is_not_narrowed_for_them() -> None:
    assert set().union(*(RIGHTS[role] for role in LIMITABLE_ROLES)) == SEEN_BY_THE_LIMITED


def test_whoever_links_people_could_be_shown_their_contacts() -> None:
    """The card tells them who shares a number: nobody may learn so what no click of theirs shows."""
    for role, rights in RIGHTS.items():
        assert Right.LINK_PEOPLE not in rights or rights & {Right.SEE_CONTACTS, Right.REVEAL_CONTACTS}, role
