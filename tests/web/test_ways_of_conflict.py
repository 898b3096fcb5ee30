"""Every way to change what is kept, and what happens where two do it at once: a new one is named from its first day.

Whether what says that it names a version does so is read from the body that its endpoint takes.
"""

import inspect
import re
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from ryadom.protocol.operator import OperatorCommand
from ryadom.web.api_table import OPERATIONS
from ryadom.web.guarded import SAFE_METHODS, GuardedRoute
from ryadom.web.routes import routes

SEEN = frozenset({"over", "over_version", "over_revision", "over_seq", "version", "seen_sha256"})
"""How bodies call what somebody has seen of what they change."""


class Way(Enum):
    """What becomes of the second of two."""

    OVER = "names what it is over, and is refused where that is no more"
    ADDED = "puts something of its own beside what there is, and replaces nothing"
    STATE = "says one state outright, or that something is no more: twice is as once, and another is to be seen"
    OWN = "is of whoever asks alone: nobody else changes it"
    NOTHING = "keeps nothing but that it was asked for"


PANEL = {
    Way.OVER: """
        POST /subject-requests/{request_id}
        PUT /consents/documents/{document_id}
        POST /consents/documents/{document_id}/publication
        PUT /consents/sites/{site_id}/basis
        PUT /retention/{site_id}
        PUT /incidents/{incident_id}
        PUT /controllers/{controller_id}
        PUT /sites/{site_id}/special
        PUT /conversations/{conversation_id}/customer
        POST /conversations/{conversation_id}/customer/notes/{note_id}
        PUT /sites/{site_id}/masking
        PUT /conversations/{conversation_id}/ban
        PUT /webhooks/{webhook_id}
        POST /webhooks/{webhook_id}/secret
        PUT /connectors/{connector_id}
        PUT /operators/{operator_id}/place
        PUT /operators/{operator_id}/person
        PUT /operators/{operator_id}/limit
        PUT /operators/{operator_id}/waiting-alert
        PUT /account/waiting-alert
        PUT /operators/{operator_id}/role
        PUT /operators/{operator_id}/sites
        PUT /controllers/{controller_id}/recipients
        PUT /controllers/{controller_id}/regulated
        PUT /own-sites/{site_id}
        PUT /sites/{site_id}/widget
        PUT /sites/{site_id}/departments
        POST /sites/{site_id}/identity/secret
        POST /sites/{site_id}/identity/secret/drop_before
        PUT /controllers/{controller_id}/labels
        PUT /sites/{site_id}/answer-goal
        PUT /sites/{site_id}/waiting-alert
        PUT /views
        PUT /shared-views/{view_id}
        DELETE /shared-views/{view_id}
        PUT /canned-replies/{reply_id}
        DELETE /canned-replies/{reply_id}
        PUT /sites/{site_id}/work-rule
        PUT /sites/{site_id}/conversation-rules
    """,
    Way.ADDED: """
        POST /subject-requests
        POST /consents/documents
        POST /consents/visitors/{site_id}/{visitor_id}/withdrawal
        POST /holds
        POST /incidents
        POST /incidents/{incident_id}/notes
        POST /incidents/{incident_id}/counts
        PUT /conversations/{conversation_id}/customer/notes/{note_id}
        POST /conversations/{conversation_id}/customer/links
        POST /api-keys
        POST /exports
        POST /webhooks
        POST /webhooks/{webhook_id}/replay
        POST /connectors
        POST /connectors/{connector_id}/resend
        POST /conversations/{conversation_id}/crm
        POST /controllers/{controller_id}/recipients
        POST /own-sites
        POST /visitors/invitations
        POST /controllers/{controller_id}/labels
        POST /shared-views
        POST /canned-replies
        POST /canned-replies/file
        POST /conversations/{conversation_id}/files
        POST /invitations
    """,
    Way.STATE: """
        DELETE /operators/{operator_id}/sessions
        DELETE /holds/{hold_id}
        PUT /incidents/{incident_id}/notices/{notice}
        POST /incidents/{incident_id}/end
        DELETE /conversations/{conversation_id}/customer/notes/{note_id}
        POST /conversations/{conversation_id}/customer/notes/{note_id}/restore
        POST /conversations/{conversation_id}/customer/links/part
        DELETE /conversations/{conversation_id}/ban
        DELETE /api-keys/{key_id}
        DELETE /exports/{export_id}
        DELETE /webhooks/{webhook_id}
        PUT /webhooks/{webhook_id}/enabled
        DELETE /connectors/{connector_id}
        PUT /connectors/{connector_id}/enabled
        DELETE /controllers/{controller_id}/recipients
        PUT /operators/{operator_id}/access
        POST /operators/{operator_id}/password-link
        DELETE /operators/{operator_id}/second-factor
        POST /invitations/{invitation_id}/renewal
        DELETE /invitations/{invitation_id}
    """,
    Way.OWN: """
        PUT /account/password
        POST /account/second-factor
        PUT /account/second-factor
        DELETE /account/second-factor
        DELETE /account/sessions
        DELETE /account/sessions/{session_id}
        PUT /account/face
        PUT /account/avatar
        DELETE /account/avatar
    """,
    Way.NOTHING: """
        POST /conversations/{conversation_id}/customer/reveal
        POST /conversations/{conversation_id}/customer/history/reveal
        POST /conversations/{conversation_id}/reveal
        POST /conversations/{conversation_id}/card/profile/reveal
        POST /conversations/{conversation_id}/card/reveal
        POST /exports/{export_id}/link
        POST /webhooks/{webhook_id}/test
        POST /connectors/{connector_id}/test
        POST /connectors/{connector_id}/lists
        POST /connectors/{connector_id}/preview
        POST /search
        POST /sites/{site_id}/widget/look
        POST /visitors/openings
        POST /sites/{site_id}/identity/secret/show
        POST /journal/verify
    """,
}
COMMANDS = {
    Way.OVER: "assign_conversation set_status snooze_conversation merge_conversations",
    Way.ADDED: "send_message add_note",
    # Of a message of one's own; deleting is for good.
    Way.OWN: "edit_message set_away mark_read see_mentions mark_unread set_typing",
    Way.STATE: "delete_message tag_conversation",
    Way.NOTHING: "hello list_conversations fetch_conversation fetch_counts fetch_history ping",
}
PROGRAMS = {
    Way.ADDED: """
        POST /conversations/{id}/files
        POST /webhooks/{id}/replay
    """,
    Way.STATE: """
        DELETE /exports/jobs/{id}
        DELETE /webhooks/{id}
        POST /webhooks/{id}/enable
        POST /webhooks/{id}/disable
    """,
    Way.NOTHING: """
        POST /customers/search
        POST /webhooks/{id}/test
    """,
}


def changing() -> dict[str, GuardedRoute]:
    """Whatever is no mere reading, by method and address below `/panel/api`."""
    return {
        f"{route.method} {route.path.removeprefix('/panel/api')}": route
        for route in routes()
        if isinstance(route, GuardedRoute) and route.method not in SAFE_METHODS
    }


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def bodies_of(route: GuardedRoute) -> list[Any]:
    """What shapes the body of a request may have, by the endpoint's own words."""
    endpoint = inspect.getclosurevars(route.endpoint).nonlocals["endpoint"]
    found = re.search(r"read_json\(\s*request,\s*(?:cast\([^,]+,\s*)?(\w+)", inspect.getsource(endpoint))
    if found is None:
        return []
    shape = inspect.getmodule(endpoint).__dict__[found[1]]
    return list(get_args(shape)) if get_origin(shape) in (Union, UnionType) else [shape]


def test_every_change_of_the_panel_has_a_way_and_one_alone() -> None:
    told = [line for text in PANEL.values() for line in lines(text)]
    assert len(set(told)) == len(told)
    assert set(told) == set(changing())


def test_what_is_over_something_says_over_what_and_nothing_else_does() -> None:
    known = changing()
    for way, text in PANEL.items():
        for line in lines(text):
            shapes = bodies_of(known[line])
            is_over = bool(shapes) and all(SEEN & set(shape.__struct_fields__) for shape in shapes)
            assert is_over == (way is Way.OVER), (line, shapes)


def test_every_command_of_the_panel_has_a_way_and_one_alone() -> None:
    told = {name: way for way, text in COMMANDS.items() for name in text.split()}
    known = {command.__struct_config__.tag: command for command in get_args(OperatorCommand)}
    assert set(told) == set(known)
    for name, command in known.items():
        assert bool(SEEN & set(command.__struct_fields__)) == (told[name] is Way.OVER), name


def test_every_change_by_programs_is_over_what_they_read_or_done_once_or_has_a_way() -> None:
    told = [line for text in PROGRAMS.values() for line in lines(text)]
    others = [
        f"{one.method} {one.path.removeprefix('/api/v1')}"
        for one in OPERATIONS
        if one.method not in SAFE_METHODS and not one.is_over and not one.is_once
    ]
    assert sorted(told) == sorted(others)
