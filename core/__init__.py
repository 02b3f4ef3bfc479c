"""Core: what every part stands on, and no word of the field: database, settings, clock, errors, audit, mail, jobs, files, languages, security headers, search."""
