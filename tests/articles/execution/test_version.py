"""What belongs to the version of the extraction."""

from __future__ import annotations

import subprocess
import sys

from articles.execution import version

EXTRACTING = """
import sys
import articles.execution.extract_batch, articles.execution.extractor, articles.execution.worker_pool
print(*sys.modules)
"""


def test_no_batch_depends_on_what_looks_across_articles() -> None:
    """Else a change of it would leave batches as they are though they would come out otherwise."""
    ended = subprocess.run([sys.executable, "-c", EXTRACTING], capture_output=True, text=True, check=True)
    loaded = {module for module in ended.stdout.split() if module.startswith("articles.")}
    assert "articles.quotes.find_quotes" in loaded
    assert not {module for module in loaded if module.startswith(f"articles.{version.ACROSS_ARTICLES}")}


def test_options_and_models_are_part_of_it() -> None:
    versions = {
        version.read_extractor_version(model, options)
        for model in ("en_core_web_md", "another_model")
        for options in ("", "keep_posts=True")
    }
    assert len(versions) == 4
    assert version.read_resolver_version() not in versions
