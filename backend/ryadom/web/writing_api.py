"""What programs write: messages, where conversations go, what stands in cards.

Each can be sent again after a lost answer: a message by its `Idempotency-Key`, a change by its `If-Match`.

Source: draft-ietf-httpapi-idempotency-key-header-06; RFC 9110, 13.1.1; RFC 6585, 3.
"""

import re

from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.api_keys import Program
from ryadom.errors import ConversationUnknown, IdempotencyExpected, VisitorUnknown
from ryadom.protocol.public_orders import ConversationChange, CustomerChange, NewMessage
from ryadom.web.actors import network_of_request
from ryadom.web.api import asked_of, order_of
from ryadom.web.context import context_of
from ryadom.web.etags import etag_of, precondition_of, tagged
from ryadom.web.file_transfer import take_file
from ryadom.web.objects_api import Nothing, id_of
from ryadom.web.responses import Json

IDEMPOTENCY_HEADER = "idempotency-key"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


async def post_message(request: Request, program: Program) -> Response:
    """Writes to a visitor as a bot or an operator, once for an `Idempotency-Key`; journalled.

    Raises:
        ConversationUnknown: there is none, or none that the key may ask for.
        IdempotencyExpected: it names no key, or none that is one.
        RyadomError: see `ProgramMessages.send`.
    """
    asked_of(request, Nothing)
    id, idempotency_key = id_of(request, ConversationUnknown), idempotency_key_of(request)
    sent = await context_of(request).program_messages.send(
        program,
        id,
        order_of(request, NewMessage),
        idempotency_key=idempotency_key,
        network=network_of_request(request),
    )
    return Json(sent, status_code=201)


async def post_file(request: Request, program: Program) -> Response:
    """Takes a file for a conversation; a message of the same key's sends it within a day.

    Raises:
        ConversationUnknown: there is none, or none that the key may ask for.
        RyadomError: see `take_file`.
    """
    asked_of(request, Nothing)
    context = context_of(request)
    context.upload_limits.take(str(program.key.id))
    upload = await context.program_files.admit(program, id_of(request, ConversationUnknown))
    return Json(await take_file(request, upload), status_code=201)


async def patch_conversation(request: Request, program: Program) -> Response:
    """Leads a conversation somewhere, over the state that `If-Match` names; journalled.

    Raises:
        ConversationUnknown: there is none, or none that the key may ask for.
        PreconditionExpected: it names no state.
        RyadomError: see `ProgramLeading.change`.
    """
    asked_of(request, Nothing)
    id, over = id_of(request, ConversationUnknown), precondition_of(request)
    changed = await context_of(request).program_leading.change(
        program, id, order_of(request, ConversationChange), over, network=network_of_request(request)
    )
    return tagged(changed, etag_of(changed))


async def patch_customer(request: Request, program: Program) -> Response:
    """Writes in a customer's card, over the state that `If-Match` names; journalled.

    Raises:
        VisitorUnknown: there is none, or none that the key may ask for.
        PreconditionExpected: it names no state.
        RyadomError: see `ProgramCards.change`.
    """
    asked_of(request, Nothing)
    id, over = id_of(request, VisitorUnknown), precondition_of(request)
    changed = await context_of(request).program_cards.change(
        program, id, order_of(request, CustomerChange), over, network=network_of_request(request)
    )
    return tagged(changed, etag_of(changed))


def idempotency_key_of(request: Request) -> str:
    """What names this deed of the program's.

    Raises:
        IdempotencyExpected: nothing, or nothing that can.
    """
    told = request.headers.getlist(IDEMPOTENCY_HEADER)
    if len(told) != 1 or not _KEY.fullmatch(told[0]):
        raise IdempotencyExpected(
            "Send one `Idempotency-Key` of 1 to 255 visible ASCII characters, e.g. a fresh UUID, and the same one when "
            "you send it again.",
            field=IDEMPOTENCY_HEADER,
        )
    return told[0]
