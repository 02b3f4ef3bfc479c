"""From files that were read and checked to editions in the database. Loader-only: the web process imports nothing here."""
