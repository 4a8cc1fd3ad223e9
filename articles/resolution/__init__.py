"""Who is who, which quotes are one statement, which articles tell one story."""
