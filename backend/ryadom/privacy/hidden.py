"""What of a site's texts is hidden from who does not see contacts, and what the firm says of itself, which is not."""

from msgspec import Struct

from ryadom.privacy.contacts import CONTACT_KINDS, exact_form
from ryadom.privacy.detect import Kind


class Hidden(Struct, frozen=True):
    """Finds of these kinds, but the firm's own contacts: `own`, each as `exact_form` has it.

    One value for all places where texts of the site are shown, so that they agree. False where nothing is hidden.
    """

    kinds: frozenset[Kind] = frozenset()
    own: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.kinds)

    def hides(self, kind: Kind, written: str) -> bool:
        """Whether a find is hidden, given as it is written: with other digits or letters at its ends it is another."""
        return kind in self.kinds and not self.is_own(kind, written)

    def is_own(self, kind: Kind, written: str) -> bool:
        """Whether it is one of the firm's own contacts, however it is written here."""
        return bool(self.own) and kind in CONTACT_KINDS and exact_form(kind, written) in self.own


NOTHING_HIDDEN = Hidden()
