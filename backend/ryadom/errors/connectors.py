"""Errors of webhooks and of connectors to a CRM."""

from ryadom.errors.tree import Refused, Unavailable


class WebhookUnknown(Refused):
    """No webhook, or no delivery of it, has this number."""

    code = "webhook_unknown"
    http_status = 404


class ConnectorUnknown(Refused):
    """No connector to a CRM, or no push of it, has this number."""

    code = "connector_unknown"
    http_status = 404


class CrmFailed(Unavailable):
    """A CRM answered, and did not do what it was asked for; the message is Russian, for whoever set it up."""

    code = "crm_failed"
    http_status = 502


class CrmBusy(CrmFailed):
    """It asks to come back later, after `retry_after_s`; `is_unsure`: it may have done it, after all.

    `was_called`: it was this call's own answer, and not a wait for others, or for what others have heard.
    """

    code = "crm_busy"
    http_status = 503

    def __init__(self, message: str, *, retry_after_s: float, is_unsure: bool = False, was_called: bool = True) -> None:
        super().__init__(message, retry_after_s=retry_after_s)
        self.is_unsure = is_unsure
        self.was_called = was_called


class CrmMisconfigured(CrmFailed):
    """Nothing will be taken until somebody changes the settings, here or there."""

    code = "crm_misconfigured"


class CrmRefused(CrmFailed):
    """This one is not taken; others may be."""

    code = "crm_refused"


class WebhookSealed(Unavailable):
    """URL and secret of a webhook are sealed under a key that is not in the settings any more."""

    code = "webhook_sealed"


class ConnectorSealed(Unavailable):
    """The settings of a connector are sealed under a key that is not in the settings of the server any more."""

    code = "connector_sealed"
