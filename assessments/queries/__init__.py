"""What the pages of an attempt read; each returns frozen values and never a key while the attempt is open."""
