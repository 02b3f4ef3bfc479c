"""How often a network may ask the register: guessing codes is hopeless, and asking for thousands of people is not its use."""

import ipaddress
from datetime import datetime

from core.db import Database
from core.limits import Limit, spend

MINUTE = Limit("verify-minute", 20, 60)
DAY = Limit("verify-day", 200, 24 * 3600)


def count_question(database: Database, address: str, now: datetime) -> None:
    """Count one question of a network, in a short unit of work of its own: it stays counted whatever the page becomes.

    :raises TooMany: 20 in the minute or 200 in the day are used up
    """
    with database.unit_of_work() as session:
        for limit in (MINUTE, DAY):
            spend(session, limit, network_of(address), now)


def network_of(address: str) -> str:
    """The address itself, or the /64 that one household of IPv6 has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
