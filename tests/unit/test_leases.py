"""Leases of other nodes, on a clock of the test's own."""

from ryadom.live.leases import Leases


def test_lease_ends_with_the_last_node_by_its_word_or_by_its_silence() -> None:
    now = 0.0
    changes: list[tuple[str, bool]] = []
    leases = Leases[str](ttl_s=15, on_change=lambda key, held: changes.append((key, held)), clock=lambda: now)
    leases.renew("a", ["shop", "other"])
    leases.renew("b", ["shop"])
    leases.end("b", ["shop", "unknown"])
    assert leases.holds("shop")
    now = 10.0
    leases.renew("a", ["shop"])
    now = 15.0
    leases.expire()
    assert (leases.holds("shop"), leases.holds("other")) == (True, False)
    now = 25.0
    leases.expire()
    assert changes == [("shop", True), ("other", True), ("other", False), ("shop", False)]
