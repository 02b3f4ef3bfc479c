"""A bounded client: keeps connections open, sends a fixed number of requests, keeps each one's time."""

import http.client
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

Request = tuple[str, str, bytes | None, dict[str, str]]
"""Method, path, body, headers."""


@dataclass(frozen=True)
class Outcome:
    """What one run of the client saw."""

    times_ms: Sequence[float]
    statuses: Sequence[int]
    size: int
    """Bytes of the last body."""

    def percentile(self, share: float) -> float:
        """The time below which the share of requests stayed, ms."""
        ordered = sorted(self.times_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def send(port: int, requests: int, at_once: int, make: Callable[[int], Request]) -> Outcome:
    """Send `requests` in all over `at_once` connections; the n-th request is `make(n)`.

    :raises AssertionError: any answer was not below 400
    """
    numbers, lock = count(), threading.Lock()
    times: list[float] = []
    statuses: list[int] = []
    sizes = [0]

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                number = next(numbers)
            if number >= requests:
                connection.close()
                return
            method, path, body, headers = make(number)
            started = time.perf_counter()
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            content = response.read()
            took = (time.perf_counter() - started) * 1000
            with lock:
                times.append(took)
                statuses.append(response.status)
                sizes[0] = len(content)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    bad = [status for status in statuses if status >= 400]
    assert not bad, f"{len(bad)} of {len(statuses)} answers were refusals: {sorted(set(bad))}"
    assert len(statuses) == requests, f"{len(statuses)} of {requests} answers"
    return Outcome(times, statuses, sizes[0])
