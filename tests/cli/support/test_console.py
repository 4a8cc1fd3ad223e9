from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cli.support.console import print_json

if TYPE_CHECKING:
    import pytest

KEY = 8_907_654_321_098_765_432  # JavaScript keeps 53 bits of it


def test_keys_are_text_however_deep_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"quotes": [{"quote_key": KEY, "speaker_keys": [KEY, None], "quote_count": 3, "is_key": True}]})
    row = json.loads(capsys.readouterr().out)["quotes"][0]
    assert row == {"quote_key": str(KEY), "speaker_keys": [str(KEY), None], "quote_count": 3, "is_key": True}
