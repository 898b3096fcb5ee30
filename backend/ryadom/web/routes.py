"""The URL table."""

from starlette.routing import BaseRoute, Route, WebSocketRoute

from ryadom.core.rights import Right
from ryadom.web import account_api
from ryadom.web.answer_goals_api import ANSWER_GOAL_ROUTES
from ryadom.web.api_keys_api import API_KEY_ROUTES
from ryadom.web.api_page import get_api_page, get_api_styles, get_openapi
from ryadom.web.api_table import api_routes
from ryadom.web.assets import PanelFiles, WidgetFiles, go_to_panel
from ryadom.web.bans_api import BAN_ROUTES
from ryadom.web.canned_api import CANNED_ROUTES
from ryadom.web.card_api import CARD_ROUTES
from ryadom.web.chat_pages import CHAT_PAGE_ROUTES
from ryadom.web.colleague_api import colleague_routes
from ryadom.web.connectors_api import CONNECTOR_ROUTES
from ryadom.web.consent_pages import get_consent_page, get_consent_styles, get_consent_text
from ryadom.web.consents_api import CONSENT_ROUTES
from ryadom.web.conversation_rules_api import CONVERSATION_RULE_ROUTES
from ryadom.web.crm_api import CRM_ROUTES
from ryadom.web.customer_api import CUSTOMER_ROUTES
from ryadom.web.departments_api import DEPARTMENT_ROUTES
from ryadom.web.export_jobs_api import EXPORT_JOB_ROUTES
from ryadom.web.faces_api import FACE_ROUTES, get_avatar
from ryadom.web.file_api import FILE_ROUTES
from ryadom.web.first_steps_api import FIRST_STEPS_ROUTES
from ryadom.web.guarded import GuardedRoute
from ryadom.web.identity_api import IDENTITY_ROUTES
from ryadom.web.inbox_views_api import INBOX_VIEW_ROUTES
from ryadom.web.incidents_api import INCIDENT_ROUTES
from ryadom.web.journal_api import journal_routes
from ryadom.web.labels_api import LABEL_ROUTES
from ryadom.web.lost_access_api import lost_access_routes
from ryadom.web.mail_stop_page import MAIL_STOP_ROUTES
from ryadom.web.operations import get_healthz, get_metrics, get_protocol, get_readyz
from ryadom.web.papers_api import PAPER_ROUTES
from ryadom.web.register_api import REGISTER_ROUTES
from ryadom.web.reports_api import REPORT_ROUTES
from ryadom.web.request_page import get_request_page, post_request_page
from ryadom.web.retention_api import RETENTION_ROUTES
from ryadom.web.search_api import SEARCH_ROUTES
from ryadom.web.session_api import delete_session, get_session, post_session
from ryadom.web.site_desk_api import SITE_DESK_ROUTES
from ryadom.web.site_visitors_api import SITE_VISITOR_ROUTES
from ryadom.web.sites_api import SITE_ROUTES
from ryadom.web.sockets import operator_socket, visitor_socket
from ryadom.web.subject_requests_api import SUBJECT_REQUESTS
from ryadom.web.system_api import SYSTEM_ROUTES
from ryadom.web.thread_api import THREAD_ROUTES
from ryadom.web.visitor_exchange import post_exchange
from ryadom.web.visitor_files import VISITOR_FILE_ROUTES
from ryadom.web.waiting_alert_api import WAITING_ALERT_ROUTES
from ryadom.web.webhooks_api import WEBHOOK_ROUTES
from ryadom.web.widget_config import get_widget_config
from ryadom.web.work_api import WORK_ROUTES

OPEN = {
    "/ws/visitor": "a visitor's token comes with hello",
    "/exchange/visitor": "the same, where no websocket passes",
    "/ws/operator": "the cookie is checked before hello, and every command names its right in core.rights",
    "/panel/api/session": "signing in, asking who one is, and signing out",
    "/panel/api/invitation": "whoever was invited has no account yet: the token of the link is what lets them in",
    "/panel/api/password-link": "whoever has forgotten their password: the token of the link is what lets them in",
    "/": "leads to the panel",
    "/panel": "leads to the panel",
    "/panel/": "the page on which one signs in",
    "/panel/{file}": "its script and styles",
    "/consents/{document_id}": "what visitors agree to is for everybody to read",
    "/consents/{document_id}/text": "the same, byte for byte as it is hashed",
    "/consents/page.css": "its styles",
    "/consents/{document_id}/request": "a subject asks about their data; nothing is shown, and nobody is believed",
    "/api/v1/": "what programs may ask for, by a key",
    "/api/v1/openapi.json": "the same for programs",
    "/api/v1/page.css": "its styles",
    "/protocol.json": "the schema of the protocol",
    "/healthz": "alive or not",
    "/readyz": "ready or not",
    "/metrics": "a token of its own, or this machine",
    "/widget/{key}/{language}": "how the widget looks is for every visitor to see",
    "/avatars/{digest}": "an operator's picture is for every visitor to see",
    "/visitor/{key}/files": "a visitor's token comes in a header",
    "/visitor/{key}/files/{file_id}": "the same",
    "/visitor/{key}/files/{file_id}/link": "the same",
    "/files/{link}": "the link is signed, to one file, and holds for a minute",
    "/chat/page.js": "the script of the pages of chats",
    "/chat/page.css": "their styles",
    "/chat/{key}": "a site's chat on a page of ours, as open as on the site's own",
    "/chat/{key}/enter": "a signed link says whose conversation it is",
    "/mail/stop/{link}": "a signed link says which address wants no more mail",
    "/{file}": "the widget",
}
"""Addresses that need no right of an operator's role, and why; a test fails on any other that names none."""


def routes() -> list[BaseRoute]:
    """Every address of the server."""
    panel = PanelFiles().__call__
    widget = WidgetFiles().__call__
    return [
        WebSocketRoute("/ws/visitor", visitor_socket),
        WebSocketRoute("/ws/operator", operator_socket),
        Route("/exchange/visitor", post_exchange, methods=["POST"]),
        Route("/", go_to_panel),
        Route("/panel/api/session", post_session, methods=["POST"]),
        Route("/panel/api/session", get_session, methods=["GET"]),
        Route("/panel/api/session", delete_session, methods=["DELETE"]),
        *_account(),
        *SUBJECT_REQUESTS,
        *CONSENT_ROUTES,
        *RETENTION_ROUTES,
        *INCIDENT_ROUTES,
        *PAPER_ROUTES,
        *CUSTOMER_ROUTES,
        *CARD_ROUTES,
        *BAN_ROUTES,
        *API_KEY_ROUTES,
        *EXPORT_JOB_ROUTES,
        *WEBHOOK_ROUTES,
        *CONNECTOR_ROUTES,
        *CRM_ROUTES,
        *SEARCH_ROUTES,
        *REGISTER_ROUTES,
        *SITE_DESK_ROUTES,
        *SITE_ROUTES,
        *SITE_VISITOR_ROUTES,
        *DEPARTMENT_ROUTES,
        *IDENTITY_ROUTES,
        *FIRST_STEPS_ROUTES,
        *LABEL_ROUTES,
        *ANSWER_GOAL_ROUTES,
        *INBOX_VIEW_ROUTES,
        *THREAD_ROUTES,
        *CANNED_ROUTES,
        *WORK_ROUTES,
        *CONVERSATION_RULE_ROUTES,
        *FACE_ROUTES,
        *FILE_ROUTES,
        *REPORT_ROUTES,
        *SYSTEM_ROUTES,
        *WAITING_ALERT_ROUTES,
        *VISITOR_FILE_ROUTES,
        *api_routes(),
        Route("/api/v1/", get_api_page),
        Route("/api/v1/openapi.json", get_openapi),
        Route("/api/v1/page.css", get_api_styles),
        *journal_routes(),
        *colleague_routes(),
        *lost_access_routes(),
        Route("/panel", go_to_panel),
        Route("/panel/", panel),
        Route("/panel/{file}", panel),
        Route("/consents/page.css", get_consent_styles),
        Route("/consents/{document_id}", get_consent_page),
        Route("/consents/{document_id}/text", get_consent_text),
        Route("/consents/{document_id}/request", get_request_page, methods=["GET"]),
        Route("/consents/{document_id}/request", post_request_page, methods=["POST"]),
        Route("/protocol.json", get_protocol),
        Route("/healthz", get_healthz),
        Route("/readyz", get_readyz),
        Route("/metrics", get_metrics),
        Route("/widget/{key}/{language}", get_widget_config),
        Route("/avatars/{digest}", get_avatar),
        *CHAT_PAGE_ROUTES,
        *MAIL_STOP_ROUTES,
        Route("/{file}", widget),
    ]


def _account() -> list[BaseRoute]:
    own, api = Right.OWN_ACCOUNT, "/panel/api"
    see, end = Right.SEE_OPERATORS, Right.END_SESSIONS
    return [
        GuardedRoute("GET", f"{api}/account", account_api.get_account, own),
        GuardedRoute("PUT", f"{api}/account/password", account_api.put_password, own),
        GuardedRoute("POST", f"{api}/account/second-factor", account_api.post_second_factor, own),
        GuardedRoute("PUT", f"{api}/account/second-factor", account_api.put_second_factor, own),
        GuardedRoute("DELETE", f"{api}/account/second-factor", account_api.delete_second_factor, own),
        GuardedRoute("GET", f"{api}/account/sessions", account_api.get_sessions, own),
        GuardedRoute("DELETE", f"{api}/account/sessions", account_api.delete_other_sessions, own),
        GuardedRoute("DELETE", f"{api}/account/sessions/{{session_id}}", account_api.delete_one_session, own),
        GuardedRoute("GET", f"{api}/operators", account_api.get_operators, see),
        GuardedRoute("DELETE", f"{api}/operators/{{operator_id}}/sessions", account_api.delete_sessions_of, end),
    ]
