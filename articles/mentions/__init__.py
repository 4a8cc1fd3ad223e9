"""Names in one article: found, their bounds repaired, their labels voted on."""
