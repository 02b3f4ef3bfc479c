"""Item types: what is asked, what a learner may see of it, what an answer looks like, what it is worth.

Use `public_content`, `present`, `parse_answer`, `parse_form`, `score`, `explain` on an item from `read_item`; the type decides
inside. Points are `Decimal`. Nothing here knows about attempts, sessions or requests.
"""

from assessments.items.base import Answer, Explanation, FormData, Item, ItemType, Part, Score, Text, WrongShape
from assessments.items.registry import (
    ITEM_TYPES,
    explain,
    field_names,
    item_faults,
    parse_answer,
    parse_form,
    present,
    public_content,
    public_view,
    read_item,
    score,
    type_of,
)

__all__ = [
    "ITEM_TYPES", "Answer", "Explanation", "FormData", "Item", "ItemType", "Part", "Score", "Text", "WrongShape",
    "explain", "field_names", "item_faults", "parse_answer", "parse_form", "present", "public_content", "public_view", "read_item", "score", "type_of",
]  # fmt: skip
