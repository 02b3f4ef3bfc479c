"""Access: permissions, the guard around a view, actors and scopes."""
