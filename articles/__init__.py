"""Raw article files to frames: reading, cleaning, extraction, resolution. No database, no Prefect, no checks here."""
