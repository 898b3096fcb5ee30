"""What a stretch of time cost: rates, latencies, and the CPU time of both ends."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from bench.load.plan import Outcome

TICKS_PER_S = os.sysconf("SC_CLK_TCK")


class Meter:
    """Begins to measure when it is made."""

    def __init__(self, server_pids: Sequence[int]) -> None:
        self._server_pids = server_pids
        self._begun = time.perf_counter()
        self._client_s = time.process_time()
        self._server_s = self._server_cpu_s()

    def outcome(self, done: int, latencies_s: Sequence[float] = ()) -> Outcome:
        """What came of it, when `done` messages or sockets have been done."""
        elapsed_s = time.perf_counter() - self._begun
        ordered = sorted(latencies_s)
        return Outcome(
            per_s=done / elapsed_s,
            p50_ms=quantile_ms(ordered, 0.5),
            p99_ms=quantile_ms(ordered, 0.99),
            p999_ms=quantile_ms(ordered, 0.999),
            samples=done,
            begun_at=self._begun,
            elapsed_s=elapsed_s,
            client_share=(time.process_time() - self._client_s) / elapsed_s,
            server_share=(self._server_cpu_s() - self._server_s) / elapsed_s,
        )

    def _server_cpu_s(self) -> float:
        return sum(map(cpu_s, self._server_pids))


def cpu_s(pid: int) -> float:
    """CPU time that the process has used, user and system, in seconds; exact to 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def pss_kib(pid: int) -> int:
    """Memory of the process, where pages shared by n processes count as 1/n."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise LookupError("smaps_rollup has no Pss")


def quantile_ms(ordered: Sequence[float], share: float) -> float:
    """The value below which this share of the ordered times lies; 0 where there are none."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1_000 if ordered else 0.0
