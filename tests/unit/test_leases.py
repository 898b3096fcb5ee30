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
    now = 5.0
    leases.expire()
    now = 10.0
    leases.renew("a", ["shop"])
    leases.expire()
    now = 15.0
    leases.expire()
    assert (leases.holds("shop"), leases.holds("other")) == (True, False)
    now = 20.0
    leases.expire()
    assert leases.holds("shop")
    now = 25.0
    leases.expire()
    assert changes == [("shop", True), ("other", True), ("other", False), ("shop", False)]


def test_who_was_stopped_itself_first_hears_what_the_others_said_meanwhile() -> None:
    now = 0.0
    changes: list[tuple[str, bool]] = []
    leases = Leases[str](ttl_s=15, on_change=lambda key, held: changes.append((key, held)), clock=lambda: now)
    leases.renew("a", ["shop", "other"])
    now = 60.0
    leases.expire()
    leases.renew("a", ["shop"])
    now = 65.0
    leases.expire()
    assert changes == [("shop", True), ("other", True), ("other", False)]
