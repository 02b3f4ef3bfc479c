"""The way somebody walks through a case: its steps are only added, the open stage and the clock follow from them."""
