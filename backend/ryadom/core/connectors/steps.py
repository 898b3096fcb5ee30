"""The steps of a push, alike for all CRMs: find the card, or make it; bring what was left since; add what was said.

Each step is noted before the next, and each push begins with a look at what an earlier one may have done.
"""

from msgspec.structs import replace

from ryadom.core.connectors.cards import Card, Cards
from ryadom.core.connectors.later import bring_later
from ryadom.core.connectors.protocol import Case, Progress, Receipt
from ryadom.core.connectors.transcript import NOTHING, Told, pieces_of, told_by
from ryadom.errors import CrmRefused

GONE = (
    "Карточки в CRM больше нет: её удалили, или её не видит тот, от чьего имени мы отправляем. Отправьте диалог ещё "
    "раз, и появится новая."
)


async def push_card(cards: Cards, case: Case, progress: Progress) -> Receipt:
    """See `Connector.push`."""
    receipt = case.known
    if receipt.remote_id:
        known = await cards.known_card(receipt.remote_id)
        if known is None:
            # Without an address: by that `resend` knows that it is to be made anew. Others it must not look for by
            # name, which somebody may have changed.
            await progress.wrote(Receipt(remote_id=receipt.remote_id))
            raise CrmRefused(GONE)
        card = known
        found: Card | None = known
    else:
        found = await cards.find_card(case)
        card = found or await cards.make_card(case, progress)
        receipt = Receipt(remote_id=card.id, url=cards.url_of(card.id))
        await progress.wrote(receipt)
    case = replace(case, known=receipt)
    if found:
        # Before what was said: by how far that was told is known what contacts in it are new.
        await bring_later(cards, case, card, progress)
    return await _tell(cards, case, card, receipt, progress)


async def _tell(cards: Cards, case: Case, card: Card, receipt: Receipt, progress: Progress) -> Receipt:
    """Adds the messages that the card lacks, by what is noted and what stands there."""
    told = Told(receipt.told_seq)
    heading = "" if told.seq else cards.heading(case, card)
    if (case.said or heading) and not card.is_new:
        # The newest come first, and so does the mark of the last piece that has arrived.
        async for texts in cards.texts_of(card):
            if heading and any(text.startswith(heading.partition("\n")[0]) for text in texts):
                heading = ""
            if (found := told_by(case.conversation_id, texts)) != NOTHING:
                # What is noted may be more than stands there by now: people delete comments.
                told = found if found.seq >= told.seq else told
                heading = ""
                break
    receipt = replace(receipt, told_seq=told.seq)
    said = [one for one in case.said if one.seq > told.seq]
    if heading and not case.said:
        await cards.add_text(card, heading, progress)
        await progress.wrote(receipt)
    room = cards.text_chars - (len(heading) + 2 if heading else 0)
    for piece in pieces_of(case.conversation_id, said, max_chars=room, told=told, zone=case.zone):
        await cards.add_text(card, f"{heading}\n\n{piece.text}" if heading else piece.text, progress)
        heading = ""
        receipt = replace(receipt, told_seq=max(receipt.told_seq, piece.told_seq))
        await progress.wrote(receipt)
    return receipt
