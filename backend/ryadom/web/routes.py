"""The URL table."""

from starlette.routing import BaseRoute, Route, WebSocketRoute

from ryadom.web.assets import PanelFiles, WidgetFiles, go_to_panel
from ryadom.web.consent_pages import get_consent_page, get_consent_styles, get_consent_text
from ryadom.web.operations import get_healthz, get_metrics, get_protocol, get_readyz
from ryadom.web.session_api import delete_session, get_session, post_session
from ryadom.web.sockets import operator_socket, visitor_socket


def routes() -> list[BaseRoute]:
    """Every address of the server."""
    panel = PanelFiles().__call__
    widget = WidgetFiles().__call__
    return [
        WebSocketRoute("/ws/visitor", visitor_socket),
        WebSocketRoute("/ws/operator", operator_socket),
        Route("/", go_to_panel),
        Route("/panel/api/session", post_session, methods=["POST"]),
        Route("/panel/api/session", get_session, methods=["GET"]),
        Route("/panel/api/session", delete_session, methods=["DELETE"]),
        Route("/panel", go_to_panel),
        Route("/panel/", panel),
        Route("/panel/{file}", panel),
        Route("/consents/page.css", get_consent_styles),
        Route("/consents/{document_id}", get_consent_page),
        Route("/consents/{document_id}/text", get_consent_text),
        Route("/protocol.json", get_protocol),
        Route("/healthz", get_healthz),
        Route("/readyz", get_readyz),
        Route("/metrics", get_metrics),
        Route("/{file}", widget),
    ]
