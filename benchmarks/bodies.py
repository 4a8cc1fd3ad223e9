"""Bodies of HTML pages compared with other extractors: python -m benchmarks.bodies PAGES GOLD [PAGES GOLD ...]

PAGES holds pages, GOLD a JSON file of the same stem for each with the article's text as `body_text`. Prints, for ours
(reading and cleaning), each mode of trafilatura and resiliparse: precision, recall and F1 over runs of four words, the
share of paragraphs of eight words or more that are lost, and pages a CPU second.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.cleaning.clean_article import clean_article
from articles.reading.decoding import decode_text, find_declared_charset
from articles.reading.html import extract_page
from articles.records import RawArticle

if TYPE_CHECKING:
    from collections.abc import Callable

RUN = 4
PARAGRAPH_WORDS = 8


def main(folders: list[tuple[Path, Path]]) -> None:
    """Print one table over all folders."""
    pages = [page for pair in folders for page in read_pages(*pair)]
    print(f"{len(pages)} pages\n\n{'':24}precision  recall     F1    lost  pages/s")
    for name, extract in list_extractors().items():
        extract(pages[0][0])  # imports and compiled patterns are not counted
        started = time.process_time()
        texts = [extract(page) for page, _ in pages]
        rate = len(pages) / (time.process_time() - started)
        precision, recall, lost = score([(body, text) for (_, body), text in zip(pages, texts, strict=True)])
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{name:24}{precision:9.4f}{recall:8.4f}{f1:7.4f}{lost:8.4f}{rate:9.0f}")


def read_pages(folder: Path, gold: Path) -> list[tuple[str, str]]:
    """(markup, body) of the pages that have a gold body."""
    pages = []
    for path in sorted(folder.glob("*.htm*")):
        label = gold / f"{path.stem}.json"
        body = json.loads(label.read_text("utf-8")).get("body_text") if label.is_file() else None
        if body:
            content = path.read_bytes()
            pages.append((decode_text(content, declared=find_declared_charset(content))[0], body))
    return pages


def list_extractors() -> dict[str, Callable[[str], str]]:
    """Ours and the others, by the name they have in the table."""
    import trafilatura
    from resiliparse.extract.html2text import extract_plain_text

    def take(**mode: bool) -> Callable[[str], str]:
        def extract(page: str) -> str:
            found: Any = trafilatura.bare_extraction(page, include_comments=False, include_tables=True, **mode)
            return found.text or "" if found is not None else ""

        return extract

    return {
        "Quotehouse": read_body,
        "trafilatura": take(),
        "trafilatura fast": take(fast=True),
        "trafilatura precise": take(favor_precision=True),
        "trafilatura broad": take(favor_recall=True),
        "resiliparse": lambda page: extract_plain_text(page, main_content=True, alt_texts=False, links=False),
    }


def read_body(page: str) -> str:
    """The clean text of a page's article."""
    text, metadata, left_out = extract_page(page)
    return clean_article(RawArticle("page.html", "html", "utf-8", "0", text, metadata, left_out)).clean_text


def score(pairs: list[tuple[str, str]]) -> tuple[float, float, float]:
    """Mean precision and recall over (body, text), and the share of paragraphs that are lost."""
    precisions, recalls, lost, paragraphs = [], [], 0, 0
    for body, text in pairs:
        wanted, found = count_runs(body), count_runs(text)
        shared = (wanted & found).total()
        precisions.append(shared / max(found.total(), 1))
        recalls.append(shared / max(wanted.total(), 1))
        for paragraph in body.split("\n"):
            if len(re.findall(r"\w+", paragraph)) >= PARAGRAPH_WORDS:
                runs = count_runs(paragraph)
                paragraphs += 1
                lost += sum(count for run, count in runs.items() if run in found) < runs.total() / 2
    return sum(precisions) / len(pairs), sum(recalls) / len(pairs), lost / max(paragraphs, 1)


def count_runs(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words in lower case, with their counts."""
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[at : at + RUN]) for at in range(max(len(words) - RUN + 1, 1)))


if __name__ == "__main__":
    arguments = [Path(argument) for argument in sys.argv[1:]]
    main(list(zip(arguments[::2], arguments[1::2], strict=True)))
