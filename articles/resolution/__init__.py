"""Across articles: names to entities, quotes to statements, articles to stories."""
