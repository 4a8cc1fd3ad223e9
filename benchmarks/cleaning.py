"""The cost of cleaning: python -m benchmarks.cleaning CORPUS.jsonl.gz [ARTICLES]

Cleans articles of a JSON-lines file (title, text) on one core and prints words, megabytes and articles a second. For
comparison it runs trafilatura, the nearest maintained tool, on the same articles wrapped as bare HTML pages. Then it
extracts some articles fully and prints cleaning's share of the time; in a whole run the share is even smaller.
"""

from __future__ import annotations

import gzip
import html
import json
import sys
import time
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.cleaning.clean_article import clean_article
from articles.records import RawArticle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


SHARE_ARTICLES = 200


def main(corpus: Path, article_count: int = 1_000) -> None:
    """Print the figures of both."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, article_count)]
    texts = [f"{record['title'].strip()}\n\n{record['text'].strip()}\n" for record in records]
    articles = [RawArticle("a.txt", "text", "utf-8", "0", text) for text in texts]
    clean_article(articles[0])
    measure("cleaning", texts, articles, clean_article)

    import trafilatura

    pages = [make_page(text) for text in texts]
    trafilatura.extract(pages[0])
    measure("trafilatura", texts, pages, lambda page: trafilatura.extract(page, favor_precision=True))
    measure_share(articles[:SHARE_ARTICLES])


def measure_share(articles: list[RawArticle]) -> None:
    """Extract articles and print how much of the process's time each step takes."""
    from articles.coreference.named_mentions import find_named_mentions
    from articles.execution.frames import make_rows
    from articles.parsing.language_model import load_model, parse_texts
    from articles.quotes.find_quotes import find_quotes

    nlp = load_model()
    list(parse_texts(nlp, [articles[0].raw_text]))
    marks = [time.process_time()]
    cleaned = [clean_article(article) for article in articles]
    marks.append(time.process_time())
    docs = list(parse_texts(nlp, [article.clean_text for article in cleaned]))
    marks.append(time.process_time())
    for doc, article in zip(docs, cleaned, strict=True):
        mentions = find_named_mentions(doc, article)
        make_rows(article, doc, mentions, find_quotes(doc, article, mentions), "benchmark")
    marks.append(time.process_time())
    steps = ("cleaning", "language model", "mentions, quotes, rows")
    for name, (began, ended) in zip(steps, pairwise(marks), strict=True):
        print(f"{name}: {ended - began:.2f} CPU s, {(ended - began) / (marks[-1] - marks[0]):.1%} of extraction")


def make_page(text: str) -> str:
    """A bare page of an article's paragraphs."""
    title, *paragraphs = text.split("\n\n")
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    return f"<html><head><title>{html.escape(title)}</title></head><body><article>{body}</article></body></html>"


def measure(name: str, texts: list[str], items: Iterable[Any], work: Callable[[Any], object]) -> None:
    """Do the work on all items and print its speed in terms of the texts, by this process's CPU time."""
    start = time.process_time()
    for item in items:
        work(item)
    seconds = time.process_time() - start
    words = sum(len(text.split()) for text in texts)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    rates = f"{words / seconds:,.0f} words/s, {megabytes / seconds:.2f} MB/s, {len(texts) / seconds:,.0f} articles/s"
    print(f"{name}: {rates}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
