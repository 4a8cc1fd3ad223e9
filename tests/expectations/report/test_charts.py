"""Charts: sound specifications, one labelled picture each, with text that stays text and nothing to be fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from expectations.report import charts, pictures
from tests.expectations.report_inputs import make_inputs

if TYPE_CHECKING:
    from pathlib import Path

    from markupsafe import Markup

SVG = "{http://www.w3.org/2000/svg}"
SPECS = ("volume", "pass_rate", "quarantine", "failures", "outcomes", "weeks", "speakers", "cues")


def _read(picture: str) -> Any:
    return etree.fromstring(f"<div>{picture}</div>".encode())


def _find_bars(picture: str) -> list[str]:
    """What each bar says that can be seen in the first rendering of a picture."""
    shapes = [node for node in _read(picture)[0].iter(f"{SVG}path") if node.find(f"{SVG}title") is not None]
    return [shape.findtext(f"{SVG}title") for shape in shapes]


@pytest.mark.parametrize("name", SPECS)
def test_specifications_are_sound(name: str) -> None:
    import altair

    spec = charts.read_spec(name) | {"data": {"values": []}, "config": charts.read_spec("config")}
    altair.Chart.from_dict(spec, validate=True)


def test_a_wrong_specification_would_be_found() -> None:
    import altair
    from jsonschema import ValidationError

    with pytest.raises(ValidationError, match="bars"):
        altair.Chart.from_dict({"data": {"values": []}, "mark": "bars", "encoding": {}}, validate=True)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_every_figure_has_its_bar(counts: list[int]) -> None:
    rows = [
        {"run_number": number, "count": count, "said": f"Run {number}: {count}"}
        for number, count in enumerate(counts, start=1)
    ]
    said = _find_bars(charts.draw_chart("failures", rows, "Failures"))
    assert said == [row["said"] for row in rows]


def test_a_picture_has_one_label_and_its_text_stays_text() -> None:
    weeks = pictures.draw_weeks(make_inputs()["quotes_by_week"].to_dicts())
    assert weeks is not None
    small, large = _read(weeks["chart"])
    for root in (small, large):
        assert root.get("role") == "img"
        assert root.get("aria-label").startswith("Quotes a week by outlet")
        assert [node for node in root.iter() if node is not root and node.get("aria-label")] == []
        assert "The Harbour Post" in [node.text for node in root.iter(f"{SVG}text")]


def test_nothing_in_a_picture_is_fetched_and_its_colours_are_the_pages() -> None:
    trends = pictures.draw_trends(make_inputs()["runs"].to_dicts())
    for picture in [trend["svg"] for trend in trends]:
        assert re.findall(r"url\(|href|<image|<style|@import|foreignObject", picture) == []
        colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', picture)) - {"none", "transparent"}
        assert colours
        assert all(colour.startswith("var(--") for colour in colours), colours


def test_what_an_article_says_is_text_in_a_picture_too() -> None:
    hostile = '"><script>alert(1)</script>&amp;\x00\ufffe\u202e' + "x" * 400
    weeks = make_inputs(payload=hostile)["quotes_by_week"].to_dicts()
    drawn = pictures.draw_weeks(weeks)
    assert drawn is not None
    assert "<script" not in drawn["chart"]
    assert max(len(text) for text in _find_bars(drawn["chart"])) < 200


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_any_name_can_be_drawn(name: str) -> None:
    row = {"speaker_name": name, "quote_count": 3, "direct_count": 1, "mixed_count": 1}
    drawn = pictures.draw_speakers([row, row | {"speaker_name": f"{name}\U0001f426" * 9}])
    assert drawn is not None
    assert len(_find_bars(drawn)) == 6


def test_the_first_runs_stand_at_the_right_of_a_chart() -> None:
    runs = make_inputs(run_number=2)["runs"].to_dicts()
    assert len(runs) == 2
    labels = [node.text for node in _read(pictures.draw_trends(runs)[0]["svg"]).iter(f"{SVG}text")]
    assert [label for label in labels if label in {"1", "2"}] == ["1", "2"]
    assert not any((label or "").startswith(("-", "−")) for label in labels)


def test_a_picture_of_the_same_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"run_number": 1, "count": 5, "said": "Run 1: 5"}]
    drawn: list[str] = []
    draw = charts._draw

    def count(spec: dict[str, Any], label: str, css_class: str) -> Markup:
        drawn.append(label)
        return draw(spec, label, css_class)

    monkeypatch.setattr(charts, "_draw", count)
    pictures_path, shown = tmp_path / "pictures.json", []
    for label in ("first", "first", "second", "first"):
        with charts.keep_pictures(pictures_path):
            shown.append(charts.draw_chart("failures", rows, label))
    assert drawn == ["first", "second", "first"]  # the file holds what was asked for last
    assert shown[0] == shown[1] == shown[3] != shown[2]
    pictures_path.write_text("{damaged", encoding="utf-8")
    with charts.keep_pictures(pictures_path):
        assert charts.draw_chart("failures", rows, "first") == shown[0]


def test_runs_that_found_nothing_are_no_bars() -> None:
    runs = make_inputs()["runs"].to_dicts()
    idle = runs[0] | {"run_number": runs[0]["run_number"] + 1, "state": "unchanged"}
    assert pictures.draw_trends([idle, *runs]) == pictures.draw_trends(runs)
    assert pictures.draw_outcomes({"unchanged_count": 7, "loaded_count": 0}) is None
    assert pictures.draw_outcomes({"unchanged_count": 7, "loaded_count": 1}) is not None
