"""Items of stored editions, read once: an edition never changes, so its parsed form is kept by its hash."""

import json
from collections import OrderedDict
from threading import Lock
from typing import Any

from assessments.items import Item, read_item

KEPT = 2000
_items: OrderedDict[str, Item] = OrderedDict()
_lock = Lock()


def item_of(edition_hash: str, content: str | dict[str, Any]) -> Item:
    """The item of an edition.

    :param content: that of `ItemKey`, as JSON text or as read; looked at only the first time
    """
    with _lock:
        if found := _items.get(edition_hash):
            _items.move_to_end(edition_hash)
            return found
    item = read_item(json.loads(content) if isinstance(content, str) else content)
    with _lock:
        _items[edition_hash] = item
        while len(_items) > KEPT:
            _items.popitem(last=False)
    return item
