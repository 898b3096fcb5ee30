"""What Prometheus may know: counts and durations, nothing of anybody."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_COMMIT_BUCKETS_S = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)


class Metrics:
    """The metrics of one process, in a registry of their own: two apps in one process do not share counts."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.sockets = Gauge("ryadom_sockets", "Open sockets.", ["side"], registry=self._registry)
        self.messages = Counter("ryadom_messages", "Messages stored.", ["author"], registry=self._registry)
        self.errors = Counter("ryadom_errors", "Errors told to clients.", ["code"], registry=self._registry)
        self.closes = Counter(
            "ryadom_socket_closes", "Sockets closed by the server for a reason.", ["code"], registry=self._registry
        )
        self.refusals = Counter(
            "ryadom_refusals",
            "What was refused or cut off because a bound was reached, by the bound.",
            ["limit"],
            registry=self._registry,
        )
        self.commit_seconds = Histogram(
            "ryadom_commit_seconds",
            "From the start of a change's transaction to the end of its commit.",
            registry=self._registry,
            buckets=_COMMIT_BUCKETS_S,
        )

        self.batch_messages = Histogram(
            "ryadom_batch_messages",
            "Messages that shared a commit.",
            registry=self._registry,
            buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500),
        )

        self.journal_records = Counter(
            "ryadom_journal_records", "Records of views and sign-ins in the journal.", registry=self._registry
        )
        self.journal_seconds = Histogram(
            "ryadom_journal_seconds",
            "What a group commit of the journal takes; whoever views personal data waits for it.",
            registry=self._registry,
            buckets=_COMMIT_BUCKETS_S,
        )

        self.bus_sent = Counter("ryadom_bus_sent", "Envelopes sent to other processes.", registry=self._registry)
        self.bus_lost = Counter(
            "ryadom_bus_lost", "Envelopes that other processes did not get.", registry=self._registry
        )
        self.bus_reconnects = Counter(
            "ryadom_bus_reconnects",
            "Interruptions of the line on which other processes are heard.",
            registry=self._registry,
        )
        self.feed_entries = Counter(
            "ryadom_feed_entries", "Entries of other processes that sockets here were told of.", registry=self._registry
        )

        self.newcomers = Counter(
            "ryadom_newcomers",
            "Visitors without a conversation: who began one, was asked for work, began one after it.",
            ["outcome"],
            registry=self._registry,
        )
        self.attacks = Gauge(
            "ryadom_attacks", "Sites whose newcomers are asked for work because too many came.", registry=self._registry
        )

        self.webhook_deliveries = Counter(
            "ryadom_webhook_deliveries",
            "Attempts of webhooks: taken, failed and to be tried again, given up, dropped as nothing is to be told.",
            ["outcome"],
            registry=self._registry,
        )
        self.webhook_seconds = Histogram(
            "ryadom_webhook_seconds",
            "From a call of a webhook to its answer, good or bad.",
            registry=self._registry,
            buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30),
        )
        self.bot_turns = Counter(
            "ryadom_bot_turns",
            "What came of messages to bots: said, silent, dropped as no bot's any more, or why they were handed over.",
            ["outcome"],
            registry=self._registry,
        )
        self.webhook_endpoints = Gauge(
            "ryadom_webhook_endpoints", "Webhooks of the installation.", ["state"], registry=self._registry
        )
        self.webhook_waiting = Gauge(
            "ryadom_webhook_waiting",
            "Deliveries that wait at webhooks that are not disabled, of each 10,001 at most.",
            registry=self._registry,
        )
        self.webhook_oldest_seconds = Gauge(
            "ryadom_webhook_oldest_seconds", "How long the oldest of them has waited.", registry=self._registry
        )

    def sample(self, name: str, **labels: str) -> float | None:
        """One value, e.g. "ryadom_messages_total" with author="visitor"; None where it does not exist."""
        return self._registry.get_sample_value(name, labels)

    def exposition(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self._registry)
