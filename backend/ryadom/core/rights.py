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
    """One thing that a role may be allowed, always within the operator's own sites."""

    OWN_ACCOUNT = "own_account"
    """Their password, second factor and sessions, and what visitors see of them."""
    READ_CONVERSATIONS = "read_conversations"
    ANSWER_VISITORS = "answer_visitors"
    """Write, be seen typing, set read marks, step away and come back."""
    DELETE_MESSAGES = "delete_messages"
    """What others wrote, and whatever is older than an author may still delete."""
    LEAD_CONVERSATIONS = "lead_conversations"
    """Take, hand over, return, close, reopen, snooze, put tags on."""
    EDIT_CARDS = "edit_cards"
    """Write down who a visitor is, and notes on them."""
    LINK_PEOPLE = "link_people"
    """Take two visitors for one person, and part them again."""
    SEE_VISITORS = "see_visitors"
    """Who is on the pages of sites now, of those who agreed to be seen."""
    BAN_VISITORS = "ban_visitors"
    """Keep a visitor from writing for a while, and let them write again."""
    SEE_BANS = "see_bans"
    """Who may not write to a site, why, and who decided so."""
    MANAGE_LABELS = "manage_labels"
    """Which tags and results there are."""
    SHARE_VIEWS = "share_views"
    """Which views of the inbox colleagues find in theirs."""
    SEE_OPERATORS = "see_operators"
    """Who works on these sites, with which role, and when they were last here."""
    END_SESSIONS = "end_sessions"
    """Sign others out."""
    MANAGE_OPERATORS = "manage_operators"
    """Invite colleagues, change their names, addresses, roles, sites and limits of chats, close and open their
    access."""
    HANDLE_REQUESTS = "handle_requests"
    """Receive, check, carry out and answer requests of data subjects."""
    SEE_CONSENTS = "see_consents"
    """Documents of consent, and who agreed."""
    MANAGE_CONSENTS = "manage_consents"
    """Publish documents of consent, choose a site's basis, note withdrawals."""
    SEE_ACTS = "see_acts"
    """Lifetimes, legal holds and acts of destruction, and take those away."""
    MANAGE_RETENTION = "manage_retention"
    """Set lifetimes, place and lift holds."""
    SEE_JOURNAL = "see_journal"
    """Read, export and verify who did what with whose data."""
    HANDLE_INCIDENTS = "handle_incidents"
    """Open, describe, count and close incidents with personal data."""
    SEE_PAPERS = "see_papers"
    """Papers of one's controllers, and what they are made of."""
    MANAGE_CONTROLLER = "manage_controller"
    """Say who the controller and its officer are, and where health data may come."""
    SEE_CONTACTS = "see_contacts"
    """What a site masks on display, as it is."""
    REVEAL_CONTACTS = "reveal_contacts"
    """The same, one message at a time and journalled each time."""
    MANAGE_MASKING = "manage_masking"
    """What each site keeps, masks and replaces."""
    MANAGE_SITES = "manage_sites"
    """Add sites, name them and their addresses; how each widget looks, what it says, its hours and departments, and to
    whom its conversations are given."""
    SEE_REPORTS = "see_reports"
    """Figures of one's sites, of each operator too; no visitor is in them."""
    MANAGE_REPLIES = "manage_replies"
    """Ready replies that colleagues share."""
    SEE_SYSTEM = "see_system"
    """How the installation is: sizes, queues, disks, the health of its parts."""
    SEE_REGISTER = "see_register"
    """Where data is and whom it may be sent to."""
    MANAGE_REGISTER = "manage_register"
    """Whom data may be sent to."""
    EXPORT_DATA = "export_data"
    """Take tables out of one's sites as files; contacts stand masked in them for who does not see those."""
    MANAGE_KEYS = "manage_keys"
    """Keys by which programs take data of one's sites."""
    MANAGE_WEBHOOKS = "manage_webhooks"
    """Which programs are told of what happens on one's sites."""
    MANAGE_CONNECTORS = "manage_connectors"
    """To which CRMs conversations of one's sites go, and when."""


_READS = frozenset({Right.OWN_ACCOUNT, Right.READ_CONVERSATIONS})
# An operator needs a contact now and then, not all of them all day: each is one click and one record away.
_WORKS = _READS | {
    Right.ANSWER_VISITORS,
    Right.LEAD_CONVERSATIONS,
    Right.SEE_VISITORS,
    Right.REVEAL_CONTACTS,
    Right.EDIT_CARDS,
    Right.LINK_PEOPLE,
    Right.BAN_VISITORS,
}
# The officer answers subjects and the regulator, which is their work by law, and judges who looked at what, for which
# no contact is needed; a supervisor has no part in it.
_OVERSEES = {
    Right.SEE_OPERATORS,
    Right.HANDLE_REQUESTS,
    Right.SEE_CONSENTS,
    Right.SEE_ACTS,
    Right.HANDLE_INCIDENTS,
    Right.SEE_PAPERS,
    Right.SEE_REGISTER,
    Right.SEE_JOURNAL,
    # All customers in one file are what a firm has: a second factor stands before it, and who leads chats needs it not.
    Right.EXPORT_DATA,
}
_LOOKS_AFTER = {
    Right.END_SESSIONS,
    Right.MANAGE_OPERATORS,
    Right.MANAGE_CONSENTS,
    Right.MANAGE_RETENTION,
    Right.MANAGE_CONTROLLER,
    Right.SEE_CONTACTS,
    Right.DELETE_MESSAGES,
    Right.SEE_BANS,
    Right.MANAGE_LABELS,
    Right.SHARE_VIEWS,
    Right.MANAGE_MASKING,
    Right.MANAGE_SITES,
    Right.MANAGE_REPLIES,
    Right.MANAGE_REGISTER,
    Right.MANAGE_KEYS,
    Right.MANAGE_WEBHOOKS,
    Right.MANAGE_CONNECTORS,
    Right.SEE_REPORTS,
    Right.SEE_SYSTEM,
}

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.OWNER: _WORKS | _OVERSEES | _LOOKS_AFTER,
        Role.ADMIN: _WORKS | _OVERSEES | _LOOKS_AFTER,
        Role.SUPERVISOR: _WORKS
        | {
            Right.SEE_OPERATORS,
            Right.SEE_CONTACTS,
            Right.DELETE_MESSAGES,
            Right.SEE_BANS,
            Right.SEE_REPORTS,
            Right.MANAGE_LABELS,
            Right.SHARE_VIEWS,
            Right.MANAGE_REPLIES,
        },
        Role.OPERATOR: _WORKS,
        Role.AUDITOR: _READS | _OVERSEES,
    }
)
"""What each role may do; what is not in the table is not allowed."""

ANSWERING_ROLES = tuple(role for role in Role if Right.ANSWER_VISITORS in RIGHTS[role])
"""Whom a conversation may be given to."""

SECOND_FACTOR_ROLES = frozenset({Role.OWNER, Role.ADMIN, Role.AUDITOR})
"""Roles that see or govern more than their own work: a stolen password alone must not open that."""

ONLY_OWNERS_ON_OWNERS = frozenset({Right.END_SESSIONS, Right.MANAGE_OPERATORS})
"""Rights over colleagues: whoever uses one asks `check_rank` too."""

COMMAND_RIGHTS: Mapping[type[commands.OperatorCommand], Right] = MappingProxyType(
    {
        commands.Hello: Right.READ_CONVERSATIONS,
        commands.ListConversations: Right.READ_CONVERSATIONS,
        commands.FetchConversation: Right.READ_CONVERSATIONS,
        commands.FetchCounts: Right.READ_CONVERSATIONS,
        shared.FetchHistory: Right.READ_CONVERSATIONS,
        shared.Ping: Right.READ_CONVERSATIONS,
        commands.SendMessage: Right.ANSWER_VISITORS,
        commands.AddNote: Right.ANSWER_VISITORS,
        commands.SeeMentions: Right.READ_CONVERSATIONS,
        commands.MarkUnread: Right.READ_CONVERSATIONS,
        commands.EditMessage: Right.ANSWER_VISITORS,
        commands.DeleteMessage: Right.ANSWER_VISITORS,
        commands.SetAway: Right.ANSWER_VISITORS,
        shared.MarkRead: Right.ANSWER_VISITORS,
        shared.SetTyping: Right.ANSWER_VISITORS,
        commands.AssignConversation: Right.LEAD_CONVERSATIONS,
        commands.SetStatus: Right.LEAD_CONVERSATIONS,
        commands.MergeConversations: Right.LEAD_CONVERSATIONS,
        commands.SnoozeConversation: Right.LEAD_CONVERSATIONS,
        commands.TagConversation: Right.LEAD_CONVERSATIONS,
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


def check_above(role: Role, other: Role) -> None:
    """Lets act only those on whom nobody of the role acts back: owners on all others, admins on who looks after nobody.

    Raises:
        RightMissing: `other` is no lower than `role`.
    """
    if other is Role.OWNER or (may(other, Right.MANAGE_OPERATORS) and role is not Role.OWNER):
        raise RightMissing("Only somebody of a higher role may do this to them, or whoever runs the server.")


def check_new_role(role: Role, before: Role, after: Role) -> None:
    """Lets only owners make somebody an owner, and only them take the right to look after access from who has it.

    Otherwise whoever is of the same role would be lowered, acted on as `check_above` forbids, and raised again.

    Raises:
        RightMissing: `role` is not an owner's, and `after` is, or the right would be taken away.
    """
    check_rank(role, after)
    is_taken = may(before, Right.MANAGE_OPERATORS) and not may(after, Right.MANAGE_OPERATORS)
    if is_taken and role is not Role.OWNER:
        raise RightMissing("Only an owner gives a lower role to somebody who looks after access.")


def check_rank(role: Role, other: Role) -> None:
    """Lets nobody but an owner act on an owner.

    Raises:
        RightMissing: `other` is an owner, and `role` is not.
    """
    if other is Role.OWNER and role is not Role.OWNER:
        raise RightMissing("Only an owner may do this to an owner.")
