"""Who is who inside one article: full names, roles, pronouns."""
