"""The forms of all CRMs: a page shows these, and knows no CRM by its name.

A kind is set up in the panel once it has a file like `bitrix24_form.py` and an entry here.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ryadom.core.connectors.amocrm_form import AMOCRM_FORM
from ryadom.core.connectors.bitrix24_form import BITRIX24_FORM
from ryadom.core.connectors.form_shapes import Form
from ryadom.core.connectors.megaplan_form import MEGAPLAN_FORM
from ryadom.core.connectors.onec_form import ONE_C_FORM
from ryadom.core.connectors.planfix_form import PLANFIX_FORM
from ryadom.core.connectors.retailcrm_form import RETAILCRM_FORM
from ryadom.errors import BadBody

_OFFERED = (BITRIX24_FORM, AMOCRM_FORM, RETAILCRM_FORM, PLANFIX_FORM, MEGAPLAN_FORM, ONE_C_FORM)

FORMS: Mapping[str, Form] = MappingProxyType({form.kind: form for form in _OFFERED})
"""By the name of the kind, in the order in which they are offered."""


def form_of(kind: str) -> Form:
    """The form of a kind.

    Raises:
        BadBody: none is set up in the panel by this name.
    """
    form = FORMS.get(kind)
    if form is None:
        raise BadBody(f"There is no form for {kind[:60]!r}. There are: {', '.join(FORMS)}.", field="kind")
    return form
