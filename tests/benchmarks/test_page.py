"""The page shows what was measured, all of it and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from benchmarks import page, parts
from benchmarks.projection import describe_scale
from benchmarks.results import describe_circumstances, keep_result, read_results

WHOLE = "whole run"


def make_rounds(*seconds: float, mb: float = 500) -> list[dict[str, float]]:
    return [
        {"seconds": each, "cpu_seconds": 2 * each, "first_mb": mb, "largest_other_mb": mb, "all_mb": 2 * mb}
        for each in seconds
    ]


def make_entry(**figures: Any) -> dict[str, Any]:
    circumstances = {"measured_on": "2031-02-03", "commit": "abc1234", "machine": "2 cores", "load": 0.1}
    return {**circumstances, "article_count": 8, "round_count": 3, "minutes": 1.5, "baseline": None, **figures}


def make_results() -> dict[str, Any]:
    bare = [
        {"what": "bare", "amount": 1_000, "rounds": make_rounds(10, 90, 9)},
        {"what": WHOLE, "amount": 1_000, "rounds": make_rounds(5, 4, 5)},
    ]
    growth = [
        {
            "what": f"{count} articles",
            "amount": count * 100,
            "articles": count,
            "warehouse_bytes": count * 17_300,
            "stages": {"load": count / 100, "validate": 3.0},
            "rounds": make_rounds(count / 10, mb=700 + count),
        }
        for count in (625, 1_250)
    ]
    again = [{"what": "625 files, nothing new", "amount": 625, "rounds": make_rounds(2.5, 1.25, 2.5)}]
    cases = {
        parts.DIRECT + parts.NOTHING_NEW: 1,
        parts.PREFECT + parts.NOTHING_NEW: 9,
        parts.DIRECT + parts.STAGED: 4,
        parts.PREFECT + parts.STAGED: 14,
    }
    prefect = [{"what": what, "amount": 500, "rounds": make_rounds(seconds)} for what, seconds in cases.items()]
    return {
        "bare": make_entry(unit="raw words", baseline="bare", rows=bare),
        "growth": make_entry(unit="raw words", rows=growth, again=again),
        "prefect": make_entry(unit="articles", rows=prefect),
        "loading": make_entry(command="python -m benchmarks.loading", printed=["| what | rows |", "|---|--:|"]),
    }


def test_tables_show_medians_and_what_they_come_to() -> None:
    text = page.describe_results(make_results())
    assert "| bare | 1,000 | 100 | 1.00 | 10.0 | 20.0 | 500 | 500 | 1,000 |" in text
    assert f"| {WHOLE} | 1,000 | 200 | 2.00 | 5.0 | 10.0 | 500 | 500 | 1,000 |" in text
    assert "| 625 files, nothing new | 625 | 250 | 2.5 |" in text
    assert "| load | 6.2 | 12.5 |" in text
    assert "| warehouse, kB an article | 17.3 | 17.3 |" in text
    assert "Prefect costs 8.0 s a run, and 4.0 ms for each of 500 batches on top." in text
    assert "on 2031-02-03 at abc1234: medians of 3 rounds, 1.5 minutes, 2 cores, load 0.1 just before" in text


def test_what_nobody_measured_has_no_figures() -> None:
    text = page.describe_results({})
    assert text == f"Not measured yet: {', '.join(parts.PARTS)}.\n"
    assert page.draw_picture({}) == ""


def test_picture_shows_the_medians_in_light_and_dark() -> None:
    results = make_results()
    picture = page.draw_picture(results)
    texts = "".join(etree.fromstring(picture.encode()).itertext())
    assert "200" in texts
    assert "1,250" in texts
    assert "prefers-color-scheme: dark" in picture
    assert page.digest_figures(results) in picture


def test_the_page_is_what_was_measured() -> None:
    results = read_results()
    advice = "run `python -m benchmarks --page`"
    assert page.read_between_marks(page.PAGE).strip() == page.describe_results(results).strip(), advice
    assert page.read_between_marks(page.SCALE).strip() == describe_scale(results).strip(), advice
    drawn = page.PICTURE.read_text("utf-8") if page.PICTURE.exists() else ""
    assert not page.make_spec(results) or page.digest_figures(results) in drawn, advice


def test_scale_is_arithmetic_from_the_growth() -> None:
    stages = {"resolve": 8.0, "load": 10.0, "audit": 0.0, "publish": 0.0, "report": 2.0}
    rows = [
        {"articles": 500, "stages": stages | {"resolve": 2.0}},
        {"articles": 1_000, "amount": 800_000, "stages": stages, "rounds": make_rounds(200), "warehouse_bytes": 2e7},
    ]
    text = describe_scale({"growth": make_entry(cores=2, rows=rows)})
    assert "| core-seconds of extraction an article (2 cores, 1,000 articles) | 0.360 |" in text
    assert "| raw words | 8 million | 800 million | 80 billion |" in text
    assert "| core-hours of extraction | 1.0 | 100 | 10,000 |" in text
    assert "| hours of extraction on 2 cores | 0.5 | 50 | 5,000 |" in text
    assert "with the number to the power of | 2.00 |" in text
    assert "| hours of resolution in every run | 0.2 | 2,222 | 22,222,222 |" in text
    assert "| warehouse, GB | 0.2 | 20 | 2,000 |" in text


def test_a_part_replaces_its_own_figures_alone(tmp_path: Any) -> None:
    path = tmp_path / "results.json"
    keep_result("bare", {"minutes": 1}, path)
    keep_result("growth", {"minutes": 2}, path)
    keep_result("bare", {"minutes": 3}, path)
    assert read_results(path) == {"bare": {"minutes": 3}, "growth": {"minutes": 2}}


def test_circumstances_name_the_machine() -> None:
    found = describe_circumstances()
    assert "GiB" in found["machine"]
    assert len(found["measured_on"]) == 10


def test_stages_are_summed_from_the_log(tmp_path: Any) -> None:
    lines = ['{"message": "stage left", "stage": "load", "seconds": 1.5}'] * 2 + ['{"message": "run published"}']
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "run-000001.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert parts.read_stages(tmp_path) == {"load": 3.0}


def test_too_few_articles_are_said(tmp_path: Any) -> None:
    (tmp_path / "one.txt").write_text("Two words", encoding="utf-8")
    target, words = parts.take_articles(tmp_path, tmp_path / "taken", 1)
    assert (len(list(target.iterdir())), words) == (1, 2)
    with pytest.raises(ValueError, match="give --articles"):
        parts.take_articles(tmp_path, tmp_path / "more", 2)
