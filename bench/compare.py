"""Two servers measured in turn: medians of CPU per request and of p95, as figures and as ratios."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.load import Request, send
from bench.pair import Pair
from bench.report import write
from bench.servers import Server

WARM = 60


@dataclass(frozen=True)
class Kind:
    """One kind of request on both servers."""

    name: str
    ours: Callable[[int], Request]
    floors: Callable[[int], Request]


@dataclass(frozen=True)
class Run:
    """One run of requests against one server."""

    cpu_ms: float
    p95_ms: float
    size: int


def compare(
    name: str, pair: Pair, kinds: Sequence[Kind], *, limit: float, requests: Mapping[int, int], rounds: int
) -> None:
    """Measure, print and keep; the limit is shown beside the ratio, the reader judges."""
    figures: dict[str, Any] = {
        "limit_cpu": limit,
        "rounds": rounds,
        "requests": {str(at): many for at, many in requests.items()},
    }
    rows = []
    for kind in kinds:
        send(pair.app.port, WARM, 4, kind.ours)
        send(pair.floor.port, WARM, 4, kind.floors)
        figures[kind.name] = {}
        for at_once, many in requests.items():
            runs = [
                (one(pair.app, many, at_once, kind.ours), one(pair.floor, many, at_once, kind.floors))
                for _ in range(rounds)
            ]
            line = summary(runs)
            figures[kind.name][str(at_once)] = line
            rows.append(shown(kind.name, at_once, line, limit))
    head = (
        "request",
        "at once",
        "CPU ms ours",
        "CPU ms floor",
        "ratio",
        "at most",
        "p95 ms ours",
        "p95 ms floor",
        "ratio",
        "bytes ours/floor",
    )
    write(name, figures, rows, head)


def one(server: Server, many: int, at_once: int, make: Callable[[int], Request]) -> Run:
    """Send and account: CPU of all processes of the server over the run, per request."""
    before = server.cpu_ms()
    outcome = send(server.port, many, at_once, make)
    return Run((server.cpu_ms() - before) / many, outcome.percentile(0.95), outcome.size)


def summary(runs: Sequence[tuple[Run, Run]]) -> dict[str, float]:
    """Medians, and the median of the ratios of neighbouring runs."""
    return {
        "cpu_ms_ours": median(ours.cpu_ms for ours, _ in runs),
        "cpu_ms_floor": median(floor.cpu_ms for _, floor in runs),
        "cpu_ratio": median(ours.cpu_ms / floor.cpu_ms for ours, floor in runs),
        "p95_ms_ours": median(ours.p95_ms for ours, _ in runs),
        "p95_ms_floor": median(floor.p95_ms for _, floor in runs),
        "p95_ratio": median(ours.p95_ms / floor.p95_ms for ours, floor in runs),
        "bytes_ours": runs[-1][0].size,
        "bytes_floor": runs[-1][1].size,
    }


def shown(name: str, at_once: int, line: Mapping[str, float], limit: float) -> tuple[Any, ...]:
    """One row of the table."""
    return (
        name, at_once, f"{line['cpu_ms_ours']:.2f}", f"{line['cpu_ms_floor']:.2f}", f"{line['cpu_ratio']:.2f}", limit,
        f"{line['p95_ms_ours']:.1f}", f"{line['p95_ms_floor']:.1f}", f"{line['p95_ratio']:.2f}",
        f"{line['bytes_ours']:.0f}/{line['bytes_floor']:.0f}",
    )  # fmt: skip
