"""Who may do what: one table of roles and rights, and the right that each command needs.

A role is an operator's, not an operator's on a site. Whose data they see is told by the sites they work on; what they
do there is their job in the firm, and one person with different jobs on different sites may have two accounts. One role
per operator can be read off a list, and an auditor can't turn out to be an owner somewhere else.

Source: FSTEC order 21, УПД.1, УПД.4 and УПД.5 (roles, their separation, least privilege).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from ryadom.errors import RightMissing, SecondFactorDue
from ryadom.protocol import operator as commands
from ryadom.protocol import shared
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.operators import Role


class Right(StrEnum):
    """One thing that a role may be allowed, always within the operator's own sites.

    `own_account`: their password, second factor and sessions; `read_conversations`; `answer_visitors`: write, be seen
    typing, set read marks; `lead_conversations`: take, hand over, return, close, reopen; `see_operators`: who works on
    these sites, with which role, and when they were last here; `end_sessions`: sign others out; `see_journal`: read,
    export and verify who did what with whose data; `manage_operators`: invite colleagues, change their roles and sites,
    close and open their access.
    """

    OWN_ACCOUNT = "own_account"
    READ_CONVERSATIONS = "read_conversations"
    ANSWER_VISITORS = "answer_visitors"
    LEAD_CONVERSATIONS = "lead_conversations"
    SEE_OPERATORS = "see_operators"
    END_SESSIONS = "end_sessions"
    SEE_JOURNAL = "see_journal"
    MANAGE_OPERATORS = "manage_operators"


_READS = frozenset({Right.OWN_ACCOUNT, Right.READ_CONVERSATIONS})
_WORKS = _READS | {Right.ANSWER_VISITORS, Right.LEAD_CONVERSATIONS}
_LOOKS_AFTER = _WORKS | {Right.SEE_OPERATORS, Right.END_SESSIONS, Right.SEE_JOURNAL, Right.MANAGE_OPERATORS}

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.OWNER: _LOOKS_AFTER,
        Role.ADMIN: _LOOKS_AFTER,
        Role.SUPERVISOR: _WORKS | {Right.SEE_OPERATORS},
        Role.OPERATOR: _WORKS,
        Role.AUDITOR: _READS | {Right.SEE_OPERATORS, Right.SEE_JOURNAL},
    }
)
"""What each role may do; what is not in the table is not allowed."""

SECOND_FACTOR_ROLES = frozenset({Role.OWNER, Role.ADMIN, Role.AUDITOR})
"""Roles that see or govern more than their own work: a stolen password alone must not open that."""

COMMAND_RIGHTS: Mapping[type[commands.OperatorCommand], Right] = MappingProxyType(
    {
        commands.Hello: Right.READ_CONVERSATIONS,
        commands.ListConversations: Right.READ_CONVERSATIONS,
        commands.FetchConversation: Right.READ_CONVERSATIONS,
        commands.FetchCounts: Right.READ_CONVERSATIONS,
        shared.FetchHistory: Right.READ_CONVERSATIONS,
        shared.Ping: Right.READ_CONVERSATIONS,
        commands.SendMessage: Right.ANSWER_VISITORS,
        shared.MarkRead: Right.ANSWER_VISITORS,
        shared.SetTyping: Right.ANSWER_VISITORS,
        commands.AssignConversation: Right.LEAD_CONVERSATIONS,
        commands.SetStatus: Right.LEAD_CONVERSATIONS,
    }
)
"""The right that each command of the operator's socket needs; a test fails on a command that is not here."""


def may(role: Role, right: Right) -> bool:
    """Whether a role has a right."""
    return right in RIGHTS[role]


def is_second_factor_due(session: OperatorSession) -> bool:
    """Whether somebody must set up a second factor before they may do anything else."""
    return session.role in SECOND_FACTOR_ROLES and not session.has_second_factor


def check_right(session: OperatorSession, right: Right) -> None:
    """Lets only those pass who have the right.

    Raises:
        RightMissing: the role does not have it.
        SecondFactorDue: the role needs a second factor, none is set up, and this is not the way to it.
    """
    if not may(session.role, right):
        raise RightMissing(f"The role {session.role} does not have the right {right}.")
    if right is not Right.OWN_ACCOUNT and is_second_factor_due(session):
        raise SecondFactorDue(f"The role {session.role} needs a second factor: set it up first.")


def check_rank(role: Role, other: Role) -> None:
    """Lets nobody but an owner act on an owner.

    Raises:
        RightMissing: `other` is an owner, and `role` is not.
    """
    if other is Role.OWNER and role is not Role.OWNER:
        raise RightMissing("Only an owner may do this to an owner.")
