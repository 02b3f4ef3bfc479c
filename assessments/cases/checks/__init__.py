"""What must hold in a case beyond its shape; each check is one small function, numbered as in the format."""
