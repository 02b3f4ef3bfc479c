"""What the browser is sent: built once from our own sources and pinned npm packages, named by content."""
