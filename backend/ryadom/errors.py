"""Every error that Ryadom tells anyone about.

RyadomError                     code                    HTTP   socket close
├── BadInput
│   ├── BadFrame                bad_frame               400    (4400 after repeated abuse)
│   ├── UnknownCommand          unknown_command         400    (4400 after repeated abuse)
│   ├── BinaryFrame             binary_frame            400    (4400 after repeated abuse)
│   ├── BadBody                 bad_body                422
│   ├── BadAttributes           bad_attributes          422
│   ├── ContactNotKept          contact_not_kept        422
│   ├── SeqAhead                seq_ahead               409
│   ├── EchoIdTaken             echo_id_taken           409
│   ├── HelloRepeated           hello_repeated          409
│   ├── DocumentIncomplete      document_incomplete     422
│   ├── DocumentPublished       document_published      409
│   ├── DocumentChanged         document_changed        409
│   ├── FileRefused
│   │   ├── FileEmpty           file_empty              422
│   │   ├── FileTooLarge        file_too_large          413
│   │   ├── FileKindRefused     file_kind_refused       415
│   │   ├── FileNameLies        file_name_lies          415
│   │   ├── FileBroken          file_broken             422
│   │   └── ImageTooLarge       image_too_large         422
│   ├── HoldKnown               hold_known              409
│   ├── RetentionRunning        retention_running       409
│   ├── CursorInvalid           cursor_invalid          422
│   ├── IdempotencyExpected     idempotency_expected    400
│   ├── IdempotencyMismatch     idempotency_mismatch    422
│   ├── PreconditionExpected    precondition_expected   428
│   ├── HeadsUnusable           heads_unusable          -
│   └── BadSetting              bad_setting             -
├── Refused
│   ├── HelloExpected           hello_expected          400    4408
│   ├── ProtocolUnsupported     protocol_unsupported    426    4426
│   ├── SiteUnknown             site_unknown            404    4404
│   ├── OriginForbidden         origin_forbidden        403    4403
│   ├── TokenInvalid            token_invalid           401    4401
│   ├── TokenExpired            token_expired           401    4401
│   ├── TokenRevoked            token_revoked           401    4401
│   ├── VisitorErased           visitor_erased          401    4401
│   ├── VisitorBlocked          visitor_blocked         403
│   ├── VisitorBanned           visitor_banned          403
│   ├── HelloOutdated           hello_outdated          -      4490
│   ├── VisitorUnknown          visitor_unknown         404
│   ├── NotSignedIn             not_signed_in           401    4440
│   ├── SignInRefused           sign_in_refused         401
│   ├── SecondFactorExpected    second_factor_expected  401
│   ├── SecondFactorRefused     second_factor_refused   401
│   ├── SecondFactorDue         second_factor_due       403    4441
│   ├── RightMissing            right_missing           403
│   ├── ApiKeyInvalid           api_key_invalid         401
│   ├── ScopeMissing            scope_missing           403
│   ├── ApiKeyUnknown           api_key_unknown         404
│   ├── SessionUnknown          session_unknown         404
│   ├── ConversationUnknown     conversation_unknown    404
│   ├── MessageUnknown          message_unknown         404
│   ├── EditWindowOver          edit_window_over        409
│   ├── RatingUnsuitable        rating_unsuitable       409
│   ├── OperatorUnknown         operator_unknown        404
│   ├── DepartmentUnknown       department_unknown      404
│   ├── ReplyUnknown            reply_unknown           404
│   ├── InvitationUnknown       invitation_unknown      404
│   ├── DocumentUnknown         document_unknown        404
│   ├── ActUnknown              act_unknown             404
│   ├── HoldUnknown             hold_unknown            404
│   ├── LegalHold               legal_hold              409
│   ├── ConsentRefusal
│   │   ├── ConsentRequired     consent_required        403
│   │   └── ConsentOutdated     consent_outdated        409
│   ├── IdentityRefused         identity_refused        403
│   ├── IdentityDiffers         identity_differs        409
│   ├── MessengerForbidden      messenger_forbidden     403
│   ├── EgressForbidden         egress_forbidden        403
│   ├── RecipientUnknown        recipient_unknown       404
│   ├── RecipientKnown          recipient_known         409
│   ├── MailUnknown             mail_unknown            404
│   ├── WebhookUnknown          webhook_unknown         404
│   ├── ConnectorUnknown        connector_unknown       404
│   ├── CardChanged             card_changed            409
│   ├── CardFull                card_full               409
│   ├── PreconditionFailed      precondition_failed     412
│   ├── NoteUnknown             note_unknown            404
│   ├── RequestUnknown          request_unknown         404
│   ├── RequestChanged          request_changed         409
│   ├── RequestClosed           request_closed          409
│   ├── IdentityUnconfirmed     identity_unconfirmed    409
│   ├── DeedUnsuitable          deed_unsuitable         409
│   ├── IncidentUnknown         incident_unknown        404
│   ├── IncidentClosed          incident_closed         409
│   ├── IncidentChanged         incident_changed        409
│   ├── FilesOff                files_off               403
│   ├── FileUnknown             file_unknown            404
│   ├── LinkExpired             link_expired            410
│   ├── ExportUnknown           export_unknown          404
│   ├── ExportUnready           export_unready          409
│   ├── VisitorsOff             visitors_off            409
│   ├── ListExpired             list_expired            410
│   ├── CursorExpired           cursor_expired          410
│   ├── VisitorGone             visitor_gone            409
│   ├── InvitationUnsuitable    invitation_unsuitable   409
│   ├── RouteUnknown            route_unknown           404
│   └── MethodUnknown           method_unknown          405
├── Overload
│   ├── OverLimit
│   │   ├── RateLimited         rate_limited            429    (4429 after repeated abuse)
│   │   ├── TooManySockets      too_many_sockets        429    4429
│   │   ├── WorkRequired        work_required           429    (4429 after repeated abuse)
│   │   └── TooManyFiles        too_many_files          429
│   ├── SignInLocked            sign_in_locked          429
│   ├── Busy                    busy                    503
│   ├── SlowConsumer            slow_consumer           -      4490
│   ├── TooSlow                 too_slow                408
│   └── TooLarge                too_large               413    1009 (by the socket layer)
└── Unavailable
    ├── DatabaseUnavailable     database_unavailable    503
    ├── JournalUnavailable      journal_unavailable     503
    ├── JournalBroken           journal_broken          500
    ├── BusUnavailable          bus_unavailable         -
    ├── HostUnresolved          host_unresolved         503
    ├── HostUnreachable         host_unreachable        503
    ├── CallFailed
    │   ├── HostUntrusted       host_untrusted          502
    │   ├── CallTooSlow         call_too_slow           504
    │   ├── CallBroken          call_broken             502
    │   ├── AnswerRedirects     answer_redirects        502
    │   ├── AnswerTooLarge      answer_too_large        502
    │   └── AnswerUnreadable    answer_unreadable       502
    ├── CrmFailed
    │   ├── CrmBusy             crm_busy                503
    │   ├── CrmMisconfigured    crm_misconfigured       502
    │   └── CrmRefused          crm_refused             502
    ├── WebhookSealed           webhook_sealed          -
    ├── ConnectorSealed         connector_sealed        503
    ├── MailRefused             mail_refused            503
    ├── FilesFull               files_full              507
    ├── FilesUnavailable        files_unavailable       503
    ├── WorkbookTooLarge        workbook_too_large      503
    ├── CalendarUnknown         calendar_unknown        503
    ├── Internal                internal                500
    └── StartFailed             start_failed            -

`code` is stable and is what clients switch on; the message is for people and says what was wrong and what to do.
Errors are raised where they are known and translated to HTTP or frames only in `web/`.
"""

from typing import ClassVar
from uuid import UUID

from msgspec import Struct


class RyadomError(Exception):
    """The root of the tree.

    `message` says what was wrong and what to do, `field` names the input that was wrong as a path ("page.url"),
    `retry_after_s` (seconds) is when trying again makes sense.
    """

    code: ClassVar[str] = "internal"
    http_status: ClassVar[int] = 500
    close_code: ClassVar[int | None] = None

    def __init__(self, message: str, *, field: str | None = None, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.retry_after_s = retry_after_s


class BadInput(RyadomError):
    """What was sent can't be accepted as it is; sending it unchanged again will fail again."""

    code = "bad_input"
    http_status = 400


class BadFrame(BadInput):
    """A frame that is not JSON or does not fit its type; `field` is the path inside the frame."""

    code = "bad_frame"


class UnknownCommand(BadInput):
    """A frame whose `type` this server does not know."""

    code = "unknown_command"


class BinaryFrame(BadInput):
    """A binary frame: the protocol speaks JSON in text frames only."""

    code = "binary_frame"


class BadBody(BadInput):
    """A message body that is blank, too long, or holds characters that can't be stored."""

    code = "bad_body"
    http_status = 422


class BadAttributes(BadInput):
    """What a page tells of a visitor, or of an event, is too much, or of a kind that can't be kept."""

    code = "bad_attributes"
    http_status = 422


class ContactNotKept(BadInput):
    """A contact of a kind that the site does not store; `field` says which one."""

    code = "contact_not_kept"
    http_status = 422


class SeqAhead(BadInput):
    """A `seq` beyond the conversation's last: the client's state is of another database; it must start afresh."""

    code = "seq_ahead"
    http_status = 409


class EchoIdTaken(BadInput):
    """An `echo_id` that somebody else has used in this conversation."""

    code = "echo_id_taken"
    http_status = 409


class HelloRepeated(BadInput):
    """A second `hello` on one socket."""

    code = "hello_repeated"
    http_status = 409


class DocumentIncomplete(BadInput):
    """A document that can't be published while a field of it is empty; `field` is the first, `fields` are all."""

    code = "document_incomplete"
    http_status = 422

    def __init__(self, message: str, *, fields: tuple[str, ...]) -> None:
        super().__init__(message, field=fields[0])
        self.fields = fields


class DocumentPublished(BadInput):
    """A document that has been published can't be changed or published again: make a new draft."""

    code = "document_published"
    http_status = 409


class DocumentChanged(BadInput):
    """A draft that is not any more what was looked at before it was to be published: look at it again."""

    code = "document_changed"
    http_status = 409


class FileRefused(BadInput):
    """A file that is not taken as it is; sent unchanged, it would be refused again."""

    code = "file_refused"
    http_status = 422


class FileEmpty(FileRefused):
    """A file without a byte."""

    code = "file_empty"


class FileTooLarge(FileRefused):
    """A file over the size that the site takes; the rest of it is not read."""

    code = "file_too_large"
    http_status = 413


class FileKindRefused(FileRefused):
    """A file of a kind that the site does not take, as its content tells."""

    code = "file_kind_refused"
    http_status = 415


class FileNameLies(FileRefused):
    """A file whose name has the ending of another kind than its content is of."""

    code = "file_name_lies"
    http_status = 415


class FileBroken(FileRefused):
    """A file that begins as one of its kind does, and does not go on so."""

    code = "file_broken"


class ImageTooLarge(FileRefused):
    """An image of so many pixels that showing it would cost whoever looks at it too much memory."""

    code = "image_too_large"


class HoldKnown(BadInput):
    """The same person or conversation is held already."""

    code = "hold_known"
    http_status = 409


class RetentionRunning(BadInput):
    """Another process erases what is over its lifetime; two at once would make acts of each other's work."""

    code = "retention_running"
    http_status = 409


class HeadsUnusable(BadInput):
    """A file of the journal's heads that can't be read or written, or holds something else."""

    code = "heads_unusable"


class CursorInvalid(BadInput):
    """A cursor of a program that was not made here, or for other sites, another list or other filters."""

    code = "cursor_invalid"
    http_status = 422


class IdempotencyExpected(BadInput):
    """A program's request that could be sent twice without knowing it came without an `Idempotency-Key`."""

    code = "idempotency_expected"


class IdempotencyMismatch(BadInput):
    """A program has used this `Idempotency-Key` here before, for something else."""

    code = "idempotency_mismatch"
    http_status = 422


class PreconditionExpected(BadInput):
    """A program's change came without an `If-Match` that says over which state."""

    code = "precondition_expected"
    http_status = 428


class BadSetting(BadInput):
    """A setting with a value that can't be used; the process does not start."""

    code = "bad_setting"


class Refused(RyadomError):
    """The input is well formed, but this caller may not have what it asks for."""

    code = "refused"
    http_status = 403


class HelloExpected(Refused):
    """Another command, or nothing at all, came where `hello` was due."""

    code = "hello_expected"
    http_status = 400
    close_code = 4408


class ProtocolUnsupported(Refused):
    """A protocol version that this server no longer, or does not yet, speak."""

    code = "protocol_unsupported"
    http_status = 426
    close_code = 4426


class SiteUnknown(Refused):
    """No site has this embed key."""

    code = "site_unknown"
    http_status = 404
    close_code = 4404


class ControllerUnknown(Refused):
    """No controller of personal data has this id or this ИНН."""

    code = "controller_unknown"
    http_status = 404


class OriginForbidden(Refused):
    """A page on an origin that the site does not list, or a panel request from another origin."""

    code = "origin_forbidden"
    close_code = 4403


class TokenInvalid(Refused):
    """A visitor token that is forged, broken, or of another site."""

    code = "token_invalid"
    http_status = 401
    close_code = 4401


class TokenExpired(TokenInvalid):
    """A visitor token that was true once, and is too old."""

    code = "token_expired"


class TokenRevoked(TokenInvalid):
    """A visitor token of a generation that the server has revoked."""

    code = "token_revoked"


class VisitorErased(TokenRevoked):
    """What is held on this visitor was erased: they may not go on under this token, and nobody can write to them."""

    code = "visitor_erased"


class VisitorBlocked(Refused):
    """The visitor's data are blocked: nothing of theirs is taken until they are unblocked."""

    code = "visitor_blocked"


class VisitorBanned(Refused):
    """An operator keeps the visitor from writing for a while; they read, withdraw and are forgotten as before."""

    code = "visitor_banned"


class HelloOutdated(Refused):
    """What was answered to a socket's hello is true no more: say hello again at once, and go on from there."""

    code = "hello_outdated"
    close_code = 4490


class VisitorUnknown(Refused):
    """Nothing is stored of such a visitor."""

    code = "visitor_unknown"
    http_status = 404


class NotSignedIn(Refused):
    """No operator's session, or one that has ended."""

    code = "not_signed_in"
    http_status = 401
    close_code = 4440


class SignInRefused(Refused):
    """Wrong address or wrong password: deliberately the same answer."""

    code = "sign_in_refused"
    http_status = 401


class SecondFactorExpected(Refused):
    """The password is right; a code of the second factor is to come with it."""

    code = "second_factor_expected"
    http_status = 401


class SecondFactorRefused(Refused):
    """A code that is wrong, too old, or was used before: deliberately the same answer."""

    code = "second_factor_refused"
    http_status = 401


class SecondFactorDue(Refused):
    """Somebody whose role needs a second factor has not set one up yet, and may do nothing else."""

    code = "second_factor_due"
    close_code = 4441


class RightMissing(Refused):
    """The operator's role does not have the right to this."""

    code = "right_missing"


class ApiKeyInvalid(Refused):
    """A request of a program without a key, or with one that is no key of ours, is over, or was revoked."""

    code = "api_key_invalid"
    http_status = 401


class ScopeMissing(Refused):
    """The key may not be used for this, or not on this site."""

    code = "scope_missing"


class ApiKeyUnknown(Refused):
    """No key has this number, or it was revoked before."""

    code = "api_key_unknown"
    http_status = 404


class SessionUnknown(Refused):
    """No such session, or somebody else's: deliberately the same answer."""

    code = "session_unknown"
    http_status = 404


class ConversationUnknown(Refused):
    """No such conversation, or not yours: deliberately the same answer."""

    code = "conversation_unknown"
    http_status = 404


class MessageUnknown(Refused):
    """No message at this place of the conversation, or it was deleted or erased."""

    code = "message_unknown"
    http_status = 404


class EditWindowOver(Refused):
    """A message that is too old to be edited or deleted by who wrote it."""

    code = "edit_window_over"
    http_status = 409


class ConversationChanged(Refused):
    """Another operator has assigned, closed, opened or snoozed the conversation since this one looked at it."""

    code = "conversation_changed"
    http_status = 409


class SnoozeUnsuitable(Refused):
    """A conversation that is closed can't be snoozed, and none to a time that has passed or is a year away."""

    code = "snooze_unsuitable"
    http_status = 409


class LabelUnknown(Refused):
    """The controller of the conversation's site has no such label, or does not offer it any more."""

    code = "label_unknown"
    http_status = 404


class RatingUnsuitable(Refused):
    """A conversation that is open, or was rated often enough since it was closed."""

    code = "rating_unsuitable"
    http_status = 409


class CopyUnsuitable(Refused):
    """No copy of this conversation can be mailed: nobody has answered yet, or the address wants no mail from here."""

    code = "copy_unsuitable"
    http_status = 409


class MailOff(Refused):
    """The site sends no mail of this kind, or its server none at all."""

    code = "mail_off"
    http_status = 409


class OperatorUnknown(Refused):
    """No such operator on this site."""

    code = "operator_unknown"
    http_status = 404


class DepartmentUnknown(Refused):
    """No such department on this site, or it is not offered any more."""

    code = "department_unknown"
    http_status = 404


class ReplyUnknown(Refused):
    """No such ready reply that this operator may use."""

    code = "reply_unknown"
    http_status = 404


class InvitationUnknown(Refused):
    """An invitation that is not there, was used or withdrawn, or has expired: deliberately one answer."""

    code = "invitation_unknown"
    http_status = 404


class DocumentUnknown(Refused):
    """No document of consent with this id is in force here, or ever was."""

    code = "document_unknown"
    http_status = 404


class ActUnknown(Refused):
    """No act of destruction of this id or number, or one of somebody else's sites."""

    code = "act_unknown"
    http_status = 404


class HoldUnknown(Refused):
    """No legal hold of this id, or one of somebody else's sites."""

    code = "hold_unknown"
    http_status = 404


class LegalHold(Refused):
    """Nothing of this person is erased while a legal hold is on them or on a conversation of theirs."""

    code = "legal_hold"
    http_status = 409


class ConsentRef(Struct, frozen=True, kw_only=True):
    """Names a document of consent that is to be agreed to; `url` is a path on the server."""

    id: UUID
    version: int
    url: str


class ConsentRefusal(Refused):
    """A consent is missing; `consents` are the documents that are to be agreed to."""

    code = "consent_refusal"

    def __init__(self, message: str, *, consents: tuple[ConsentRef, ...]) -> None:
        super().__init__(message)
        self.consents = consents


class ConsentRequired(ConsentRefusal):
    """Content from a visitor who has not agreed to what the site processes it by."""

    code = "consent_required"


class ConsentOutdated(ConsentRefusal):
    """The document that was agreed to is not the newest version any more."""

    code = "consent_outdated"
    http_status = 409


class IdentityRefused(Refused):
    """Who a visitor is said to be was not signed by their site, or not in a way that is still good."""

    code = "identity_refused"


class IdentityDiffers(Refused):
    """The browser is known as somebody else's: the client forgets who that was, and begins as a new visitor."""

    code = "identity_differs"
    http_status = 409


class MessengerForbidden(Refused):
    """A link to a messenger through which the site's controller may not speak with customers (41-FZ)."""

    code = "messenger_forbidden"


class EgressForbidden(Refused):
    """A connection to whom the controller has not listed as a recipient, or to an address that does not fit."""

    code = "egress_forbidden"


class RecipientUnknown(Refused):
    """No such host and port in the controller's register of recipients."""

    code = "recipient_unknown"
    http_status = 404


class RecipientKnown(Refused):
    """This host and port are in the controller's register of recipients already."""

    code = "recipient_known"
    http_status = 409


class MailUnknown(Refused):
    """No mail with this id was given up."""

    code = "mail_unknown"
    http_status = 404


class WebhookUnknown(Refused):
    """No webhook, or no delivery of it, has this number."""

    code = "webhook_unknown"
    http_status = 404


class ConnectorUnknown(Refused):
    """No connector to a CRM, or no push of it, has this number."""

    code = "connector_unknown"
    http_status = 404


class RequestUnknown(Refused):
    """No such request of a subject, or not yours: deliberately the same answer."""

    code = "request_unknown"
    http_status = 404


class CardChanged(Refused):
    """Somebody else has changed the customer's card, or the note, since it was read; nothing was overwritten."""

    code = "card_changed"
    http_status = 409


class CardFull(Refused):
    """As many notes, or as many visitors for one person, as a card may have."""

    code = "card_full"
    http_status = 409


class PreconditionFailed(Refused):
    """What a program wants to change has another `ETag` by now; nothing was changed."""

    code = "precondition_failed"
    http_status = 412


class NoteUnknown(Refused):
    """No such note on this customer, or it was deleted for good."""

    code = "note_unknown"
    http_status = 404


class RequestChanged(Refused):
    """Somebody else has changed the request since it was read."""

    code = "request_changed"
    http_status = 409


class RequestClosed(Refused):
    """The request has been answered or refused, which ends it."""

    code = "request_closed"
    http_status = 409


class IdentityUnconfirmed(Refused):
    """Nobody has made sure yet that the subject themself asks: nothing of theirs is given out or destroyed."""

    code = "identity_unconfirmed"
    http_status = 409


class DeedUnsuitable(Refused):
    """The request's kind or state does not allow this; the message says why."""

    code = "deed_unsuitable"
    http_status = 409


class IncidentUnknown(Refused):
    """No such incident, or another controller's: deliberately the same answer."""

    code = "incident_unknown"
    http_status = 404


class IncidentClosed(Refused):
    """The incident has been closed: nothing of it changes any more."""

    code = "incident_closed"
    http_status = 409


class IncidentChanged(Refused):
    """Somebody else has changed the incident meanwhile: look at it as it is now."""

    code = "incident_changed"
    http_status = 409


class SettingsChanged(Refused):
    """Somebody else has changed the settings meanwhile: look at them as they are now."""

    code = "settings_changed"
    http_status = 409


class FilesOff(Refused):
    """The site takes no files from visitors."""

    code = "files_off"


class FileUnknown(Refused):
    """No such file, or not yours, or in a message already, or erased: deliberately the same answer."""

    code = "file_unknown"
    http_status = 404


class LinkExpired(Refused):
    """The link to a file is too old, or was not made here: ask for a new one."""

    code = "link_expired"
    http_status = 410


class ExportUnknown(Refused):
    """No export with this id, or somebody else's: deliberately the same answer."""

    code = "export_unknown"
    http_status = 404


class ExportUnready(Refused):
    """An export that has no file: not yet, or not any more."""

    code = "export_unready"
    http_status = 409


class VisitorsOff(Refused):
    """The site does not show who is on its pages: somebody who looks after the site turns that on."""

    code = "visitors_off"
    http_status = 409


class ListExpired(Refused):
    """The list of visitors was opened too long ago, by somebody else, or not at all: open it anew."""

    code = "list_expired"
    http_status = 410


class CursorExpired(Refused):
    """A cursor of the pull that is too old, or of a database as it was before it was restored or has taken over."""

    code = "cursor_expired"
    http_status = 410


class VisitorGone(Refused):
    """The visitor is not on the site any more, or may not be seen any more."""

    code = "visitor_gone"
    http_status = 409


class InvitationUnsuitable(Refused):
    """The visitor is in a conversation already, was invited a short while ago, or did not want to be asked."""

    code = "invitation_unsuitable"
    http_status = 409


class RouteUnknown(Refused):
    """No page or file at this address."""

    code = "route_unknown"
    http_status = 404


class MethodUnknown(Refused):
    """The address takes other methods."""

    code = "method_unknown"
    http_status = 405


class Overload(RyadomError):
    """Too much or too fast; `retry_after_s` says when to try again."""

    code = "overload"
    http_status = 429


class OverLimit(Overload):
    """More than one visitor, operator or address may use; `limit` says in figures which bound it was."""

    code = "over_limit"
    close_code: ClassVar[int | None] = 4429

    def __init__(self, message: str, *, limit: str, retry_after_s: float) -> None:
        super().__init__(message, retry_after_s=retry_after_s)
        self.limit = limit


class RateLimited(OverLimit):
    """More commands, bytes or new sockets than the limit allows."""

    code = "rate_limited"


class TooManySockets(OverLimit):
    """More open sockets than the limit allows."""

    code = "too_many_sockets"


class Work(Struct, frozen=True, kw_only=True):
    """A challenge: find the `number`, from 0 to `max_number`, for which SHA-256 of `salt` and it, in decimal, is
    `challenge` (hexadecimal). `signature` is the server's, and goes back with the number. Source: ALTCHA's format v1.
    """

    challenge: str
    salt: str
    max_number: int
    signature: str


class WorkRequired(OverLimit):
    """A newcomer's browser is to work before anything of theirs is taken; `work` is what it has to do."""

    code = "work_required"

    def __init__(self, message: str, *, work: Work, retry_after_s: float) -> None:
        super().__init__(message, limit="work", retry_after_s=retry_after_s)
        self.work = work


class TooManyFiles(OverLimit):
    """A visitor has sent, or has ready to send, as many files as one may."""

    code = "too_many_files"
    close_code = None


class TooManyCopies(OverLimit):
    """As many copies were mailed as one visitor, address or site may have in an hour or a day."""

    code = "too_many_copies"
    close_code = None


class SignInLocked(Overload):
    """Too many failed sign-ins for this address or from this place."""

    code = "sign_in_locked"


class Busy(Overload):
    """More waits to be written than fits, or somebody else holds the conversation; nothing was stored."""

    code = "busy"
    http_status = 503


class SlowConsumer(Overload):
    """A client that reads slower than its conversation moves: it is closed, and resumes from its last `seq`."""

    code = "slow_consumer"
    close_code = 4490


class TooSlow(Overload):
    """A request that did not come to its end in time."""

    code = "too_slow"
    http_status = 408


class TooLarge(Overload):
    """A request body, or the head of a request, over the limit."""

    code = "too_large"
    http_status = 413


class Unavailable(RyadomError):
    """Our fault, or our host's; nothing that was acknowledged is lost."""

    code = "unavailable"
    http_status = 503


class DatabaseUnavailable(Unavailable):
    """Postgres does not answer; try again."""

    code = "database_unavailable"


class JournalUnavailable(Unavailable):
    """The journal of actions with personal data can't be written, so the action is refused; try again."""

    code = "journal_unavailable"


class JournalBroken(Unavailable):
    """A record of the journal that no code of ours wrote; `number` is its place in the chain."""

    code = "journal_broken"
    http_status = 500

    def __init__(self, message: str, *, number: int) -> None:
        super().__init__(message)
        self.number = number


class BusUnavailable(Unavailable):
    """What carries signs between processes does not answer, or refuses us; clients lose nothing by it."""

    code = "bus_unavailable"


class HostUnresolved(Unavailable):
    """The name of a host has no address, or nobody answers the question for it."""

    code = "host_unresolved"


class HostUnreachable(Unavailable):
    """None of a host's addresses takes a connection."""

    code = "host_unreachable"


class CallFailed(Unavailable):
    """A call to somebody else's server came to nothing; they may have heard it all the same."""

    code = "call_failed"
    http_status = 502


class HostUntrusted(CallFailed):
    """Whoever answers in a host's place does not prove to be it; nothing was said to them."""

    code = "host_untrusted"


class CallTooSlow(CallFailed):
    """No answer, or not all of it, in time."""

    code = "call_too_slow"
    http_status = 504


class CallBroken(CallFailed):
    """The connection broke before the answer was whole, or what came is no HTTP."""

    code = "call_broken"


class AnswerRedirects(CallFailed):
    """The answer only says where else to ask, which nobody does by itself."""

    code = "answer_redirects"


class AnswerTooLarge(CallFailed):
    """An answer over what is taken of one."""

    code = "answer_too_large"


class AnswerUnreadable(CallFailed):
    """An answer in another form than was asked for, such as a page where JSON was wanted."""

    code = "answer_unreadable"


class CrmFailed(Unavailable):
    """A CRM answered, and did not do what it was asked for; the message is Russian, for whoever set it up."""

    code = "crm_failed"
    http_status = 502


class CrmBusy(CrmFailed):
    """It asks to come back later, after `retry_after_s`; `is_unsure`: it may have done it, after all."""

    code = "crm_busy"
    http_status = 503

    def __init__(self, message: str, *, retry_after_s: float, is_unsure: bool = False) -> None:
        super().__init__(message, retry_after_s=retry_after_s)
        self.is_unsure = is_unsure


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


class MailRefused(Unavailable):
    """A mail server did not take a mail; `is_final`: it never will; `is_unknown`: it may have, after all."""

    code = "mail_refused"

    def __init__(self, message: str, *, is_final: bool, is_unknown: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final
        self.is_unknown = is_unknown


class FilesFull(Unavailable):
    """The site's share of the disk is full, or the disk itself."""

    code = "files_full"
    http_status = 507


class FilesUnavailable(Unavailable):
    """The folder of files can't be written or read."""

    code = "files_unavailable"


class WorkbookTooLarge(Unavailable):
    """More rows or words than a workbook can hold; it is no use to try again."""

    code = "workbook_too_large"


class CalendarUnknown(Unavailable):
    """A day for which nobody has said yet whether it is a working day."""

    code = "calendar_unknown"
    http_status = 503


class Internal(Unavailable):
    """A bug; it is in the log with the same time."""

    code = "internal"
    http_status = 500


class StartFailed(Unavailable):
    """The process can't start: the message names what stands in the way and the remedy."""

    code = "start_failed"
