"""Whether a connector makes its cards elsewhere than it did: a number of a card means another there."""

from collections.abc import Sequence

import msgspec

from ryadom.core.connectors.forms import FORMS
from ryadom.core.connectors.kinds import kind_named
from ryadom.core.connectors.opening import read_sealed
from ryadom.core.sealing import Seal
from ryadom.store.connectors import StoredConnector


def is_elsewhere(seal: Seal, known: StoredConnector, changed: StoredConnector) -> bool:
    """Whether it leads to another account, or what is made there is another thing.

    Raises:
        ConnectorSealed: see `read_sealed`.
    """
    return known.origin != changed.origin or _placed(seal, known) != _placed(seal, changed)


def _placed(seal: Seal, stored: StoredConnector) -> Sequence[object]:
    """What the kind names by `placed_by`. That a form writes out a default is no change of it."""
    settings = msgspec.json.decode(read_sealed(seal, stored).secret, type=dict[str, object])
    form = FORMS.get(stored.kind)
    defaults = {one.name: one.default for one in form.settings} if form else {}
    return [settings.get(name, defaults.get(name)) for name in kind_named(stored.kind).placed_by]
