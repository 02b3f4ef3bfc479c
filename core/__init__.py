"""What every part stands on, and no word of the field: database, settings, clock, errors, forms, files, languages."""
