"""What programs may ask for: one table, of which the routes, the OpenAPI document, its page and the docs are made."""

from starlette.routing import BaseRoute

from ryadom.core.api_keys import Scope
from ryadom.errors import (
    ContactNotKept,
    ConversationUnknown,
    CursorExpired,
    DepartmentUnknown,
    ExportUnknown,
    ExportUnready,
    FileBroken,
    FileEmpty,
    FileKindRefused,
    FileNameLies,
    FilesFull,
    FilesUnavailable,
    FileTooLarge,
    FileUnknown,
    IdempotencyExpected,
    IdempotencyMismatch,
    ImageTooLarge,
    LabelUnknown,
    MessageUnknown,
    MessengerForbidden,
    OperatorUnknown,
    PreconditionExpected,
    PreconditionFailed,
    SnoozeUnsuitable,
    TooSlow,
    VisitorUnknown,
)
from ryadom.protocol.public import ChangesPage, PublicConversation, PublicCustomer, PublicMessage
from ryadom.protocol.public_consents import PublicConsent
from ryadom.protocol.public_exports import PublicExport
from ryadom.protocol.public_orders import ConversationChange, CustomerChange, NewMessage
from ryadom.protocol.public_pages import Page
from ryadom.protocol.shared import FileRef
from ryadom.web import changes_api, export_jobs, exports_api, objects_api, writing_api
from ryadom.web.api import ApiRoute
from ryadom.web.exports_api import MEDIA_TYPES
from ryadom.web.operation import V1, Operation, list_of
from ryadom.web.program_reports_api import REPORT_OPERATIONS
from ryadom.web.program_requests_api import REQUEST_OPERATIONS
from ryadom.web.program_webhooks_api import WEBHOOK_OPERATIONS
from ryadom.web.settings_api import SETTINGS_OPERATIONS

CHATS, WRITING = Scope.READ_CHATS, Scope.WRITE_CHATS
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        path=f"{V1}/changes",
        endpoint=changes_api.get_changes,
        scope=Scope.READ_CHANGES,
        query=changes_api.AskedFor,
        answer=ChangesPage,
        summary="Everything, and then whatever changes, to keep a copy",
        refusals=(CursorExpired,),
        has_own_turns=True,
    ),
    Operation(
        path=f"{V1}/exports/{{kind}}",
        endpoint=exports_api.get_export,
        scope=Scope.EXPORT_DATA,
        query=exports_api.AskedFor,
        answer=None,
        summary="A table of what is held, as `ryadom export` writes it",
        refusals=(TooSlow,),
        media=tuple(MEDIA_TYPES.values()),
        has_own_turns=True,
    ),
    Operation(
        method="POST",
        path=f"{V1}/exports/{{kind}}/jobs",
        endpoint=export_jobs.post_export_job,
        scope=Scope.EXPORT_DATA,
        query=export_jobs.AskedForJob,
        answer=PublicExport,
        status=202,
        summary="Have a table made beside the chats, also as a workbook",
        refusals=(IdempotencyExpected, IdempotencyMismatch),
        is_once=True,
        may_be_twice=True,
    ),
    Operation(
        path=f"{V1}/exports/jobs/{{id}}",
        endpoint=export_jobs.get_export_job,
        scope=Scope.EXPORT_DATA,
        query=objects_api.Nothing,
        answer=PublicExport,
        summary="How far such a table is",
        refusals=(ExportUnknown,),
    ),
    Operation(
        method="DELETE",
        path=f"{V1}/exports/jobs/{{id}}",
        endpoint=export_jobs.delete_export_job,
        scope=Scope.EXPORT_DATA,
        query=objects_api.Nothing,
        answer=PublicExport,
        summary="Cancel it, or take its file away",
        refusals=(ExportUnknown, FilesUnavailable),
    ),
    Operation(
        path=f"{V1}/exports/jobs/{{id}}/file",
        endpoint=export_jobs.get_export_job_file,
        scope=Scope.EXPORT_DATA,
        query=objects_api.Nothing,
        answer=None,
        summary="Its file",
        media=tuple(export_jobs.MEDIA_TYPES.values()),
        refusals=(ExportUnknown, ExportUnready, FilesUnavailable),
        has_ranges=True,
        has_own_turns=True,
    ),
    list_of(
        f"{V1}/conversations",
        objects_api.list_conversations,
        CHATS,
        objects_api.AskedForConversations,
        PublicConversation,
        "Conversations, newest first",
    ),
    Operation(
        path=f"{V1}/conversations/{{id}}",
        endpoint=objects_api.get_conversation,
        scope=CHATS,
        query=objects_api.Nothing,
        answer=PublicConversation,
        summary="One conversation",
        refusals=(ConversationUnknown,),
        has_etag=True,
    ),
    Operation(
        path=f"{V1}/conversations/{{id}}/messages",
        endpoint=objects_api.list_messages,
        scope=CHATS,
        query=objects_api.AskedForPage,
        answer=Page[PublicMessage],
        summary="What was written in a conversation, oldest first",
        refusals=(ConversationUnknown, CursorExpired),
    ),
    Operation(
        method="PATCH",
        path=f"{V1}/conversations/{{id}}",
        endpoint=writing_api.patch_conversation,
        scope=WRITING,
        query=objects_api.Nothing,
        order=ConversationChange,
        answer=PublicConversation,
        summary="Close, open, hand over, snooze or tag a conversation",
        refusals=(
            ConversationUnknown,
            OperatorUnknown,
            DepartmentUnknown,
            LabelUnknown,
            SnoozeUnsuitable,
            PreconditionExpected,
            PreconditionFailed,
        ),
        has_etag=True,
    ),
    Operation(
        method="POST",
        path=f"{V1}/conversations/{{id}}/messages",
        endpoint=writing_api.post_message,
        scope=WRITING,
        query=objects_api.Nothing,
        order=NewMessage,
        answer=PublicMessage,
        status=201,
        summary="Write to a visitor as a bot or an operator",
        refusals=(
            ConversationUnknown,
            OperatorUnknown,
            MessengerForbidden,
            MessageUnknown,
            FileUnknown,
            IdempotencyExpected,
            IdempotencyMismatch,
        ),
        is_once=True,
    ),
    Operation(
        method="POST",
        path=f"{V1}/conversations/{{id}}/files",
        endpoint=writing_api.post_file,
        scope=WRITING,
        query=objects_api.Nothing,
        answer=FileRef,
        status=201,
        summary="Upload a file for a conversation, to be sent with a message",
        refusals=(
            ConversationUnknown,
            FileEmpty,
            FileTooLarge,
            FileKindRefused,
            FileNameLies,
            FileBroken,
            ImageTooLarge,
            TooSlow,
            FilesFull,
            FilesUnavailable,
        ),
        takes_file=True,
        has_own_turns=True,
    ),
    list_of(
        f"{V1}/customers",
        objects_api.list_customers,
        CHATS,
        objects_api.AskedForList,
        PublicCustomer,
        "Whoever has written, newest first",
    ),
    Operation(
        path=f"{V1}/customers/{{id}}",
        endpoint=objects_api.get_customer,
        scope=CHATS,
        query=objects_api.Nothing,
        answer=PublicCustomer,
        summary="One customer",
        refusals=(VisitorUnknown,),
        has_etag=True,
    ),
    Operation(
        method="PATCH",
        path=f"{V1}/customers/{{id}}",
        endpoint=writing_api.patch_customer,
        scope=WRITING,
        query=objects_api.Nothing,
        order=CustomerChange,
        answer=PublicCustomer,
        summary="Write in a customer's card",
        refusals=(VisitorUnknown, ContactNotKept, PreconditionExpected, PreconditionFailed),
        has_etag=True,
    ),
    list_of(
        f"{V1}/consents",
        objects_api.list_consents,
        CHATS,
        objects_api.AskedForConsents,
        PublicConsent,
        "Consents that were given and withdrawn, newest first",
    ),
    *SETTINGS_OPERATIONS,
    *REQUEST_OPERATIONS,
    *WEBHOOK_OPERATIONS,
    *REPORT_OPERATIONS,
)


def api_routes() -> list[BaseRoute]:
    """An address for each operation."""
    return [
        ApiRoute(
            one.method,
            one.path,
            one.endpoint,
            one.scope,
            order=one.order,
            max_order_bytes=one.max_order_bytes,
            has_own_turns=one.has_own_turns,
        )
        for one in OPERATIONS
    ]
