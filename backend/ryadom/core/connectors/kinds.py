"""The CRMs that we know."""

from ryadom.core.connectors.amocrm import AMOCRM
from ryadom.core.connectors.bitrix24 import BITRIX24
from ryadom.core.connectors.megaplan import MEGAPLAN
from ryadom.core.connectors.onec import ONE_C
from ryadom.core.connectors.planfix import PLANFIX
from ryadom.core.connectors.protocol import Kind
from ryadom.core.connectors.retailcrm import RETAILCRM
from ryadom.errors import BadBody

KINDS: tuple[Kind, ...] = (BITRIX24, AMOCRM, RETAILCRM, ONE_C, PLANFIX, MEGAPLAN)


def kind_named(name: str) -> Kind:
    """The kind with this name.

    Raises:
        BadBody: there is none.
    """
    for kind in KINDS:
        if kind.name == name:
            return kind
    known = ", ".join(kind.name for kind in KINDS)
    raise BadBody(f"There is no connector to {name[:60]!r}. There are: {known}.", field="kind")
