"""What is said of a measure of FSTEC order 21: in whose base sets it is, who does what for it."""

from msgspec import Struct

BOTH = (4, 3)
ONLY_3 = (3,)


class Measure(Struct, frozen=True, kw_only=True):
    """One measure, in Russian. `product` is empty where the product can do nothing: then it is the owner's alone.

    `where` names documents and tests in which it can be seen. `levels`: in whose base sets it is.
    """

    code: str
    title: str
    levels: tuple[int, ...] = BOTH
    product: str = ""
    where: str = ""
    owner: str = ""
    is_certain: bool = True
