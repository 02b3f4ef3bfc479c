"""Huey, which carries the ids of jobs to workers: a file beside the database, or Redis."""

import json
from collections.abc import Callable
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.registry import Message
from huey.serializer import Serializer

from core.settings import Settings


class JsonSerializer(Serializer):  # type: ignore[misc]  # Huey is not typed
    """Messages as JSON: nothing that is read back can carry code."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Message(*json.loads(data))


def make_huey(settings: Settings) -> Huey:
    """The messenger of an installation; what it carries may be lost, the jobs are rows."""
    if settings.redis_url:
        return RedisHuey("tirek", url=settings.redis_url, results=False, serializer=JsonSerializer())
    return SqliteHuey(
        "tirek", filename=str(settings.queue_file), results=False, serializer=JsonSerializer(), fsync=False
    )


def once_a_minute() -> Callable[..., bool]:
    """When the sweep runs."""
    when: Callable[..., bool] = crontab(minute="*")
    return when
