"""The part of the data map on invitations into the chat. Who is on a site now is in memory alone, and in no table."""

from ryadom.privacy.classification import Category, Column, Disposal, Found, Table, Whose, technical


def _of_visitor(name: str, meaning: str, category: Category) -> Column:
    return Column(
        name=name,
        meaning=meaning,
        category=category,
        whose=Whose.VISITOR,
        answered=True,
        disposal=Disposal.DELETED,
    )


CHAT_INVITATION_TABLES = (
    Table(
        name="chat_invitations",
        meaning="Приглашения в чат, на которые посетитель ещё не ответил или от которых отказался.",
        kept="до ответа, иначе 12 часов",
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="id",
        columns=(
            technical("site_id", "сайт"),
            Column(name="visitor_id", meaning="номер посетителя", disposal=Disposal.DELETED),
            technical("id", "номер"),
            technical("operator_id", "кто пригласил"),
            _of_visitor("body", "что сотрудник написал посетителю", Category.MESSAGE),
            _of_visitor("invited_at", "когда", Category.ACTIVITY),
            _of_visitor("dismissed_at", "когда посетитель отказался", Category.ACTIVITY),
        ),
    ),
)
