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
│   ├── ControllerUnknown       controller_unknown      404
│   ├── OriginForbidden         origin_forbidden        403    4403
│   ├── TokenInvalid            token_invalid           401    4401
│   │   ├── TokenExpired        token_expired           401    4401
│   │   └── TokenRevoked        token_revoked           401    4401
│   │       └── VisitorErased   visitor_erased          401    4401
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
│   ├── ConversationChanged     conversation_changed    409
│   ├── SnoozeUnsuitable        snooze_unsuitable       409
│   ├── MergeUnsuitable         merge_unsuitable        409
│   ├── NotOnePerson            not_one_person          409
│   ├── MentionOutOfSight       mention_out_of_sight    409
│   ├── LimitUnsuitable         limit_unsuitable        409
│   ├── EmailTaken              email_taken             409
│   ├── LabelUnknown            label_unknown           404
│   ├── RatingUnsuitable        rating_unsuitable       409
│   ├── CopyUnsuitable          copy_unsuitable         409
│   ├── MailOff                 mail_off                409
│   ├── OperatorUnknown         operator_unknown        404
│   ├── DepartmentUnknown       department_unknown      404
│   ├── ViewUnknown             view_unknown            404
│   ├── ReplyUnknown            reply_unknown           404
│   ├── InvitationUnknown       invitation_unknown      404
│   ├── PasswordLinkUnknown     password_link_unknown   404
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
│   ├── SettingsChanged         settings_changed        409
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
│   │   ├── TooManyFiles        too_many_files          429
│   │   └── TooManyCopies       too_many_copies         429
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
    ├── RefusalsSealed          refusals_sealed         503
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


class Refused(RyadomError):
    """The input is well formed, but this caller may not have what it asks for."""

    code = "refused"
    http_status = 403


class Overload(RyadomError):
    """Too much or too fast; `retry_after_s` says when to try again."""

    code = "overload"
    http_status = 429


class Unavailable(RyadomError):
    """Our fault, or our host's; nothing that was acknowledged is lost."""

    code = "unavailable"
    http_status = 503
