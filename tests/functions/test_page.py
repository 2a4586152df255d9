"""docs/functions.md is what the rule table, the answers of other libraries and the counts say."""

import json
from pathlib import Path

import pytest

pytest.importorskip("scipy")

from tests.functions.page import PAGE, PEERS, page, stated_versions, versions_of_the_page
from tests.functions.peers import FILE
from tests.functions.wanted import probes


def test_the_page_is_up_to_date() -> None:
    """If not: `python -m tests.functions.page`. The keywords of functions differ from version to version."""
    text = PAGE.read_text(encoding="utf-8")
    if versions_of_the_page(text) != stated_versions():
        pytest.skip(f"the page is of {versions_of_the_page(text)}")
    assert text == page()


def test_other_libraries_were_asked_for_every_probe() -> None:
    """If not: run `tests/functions/peers.py`, which says how."""
    missing = [p.name for p in probes() if p.name not in PEERS["answers"] and p.name != "math.sumprod"]
    assert not missing
    assert json.loads(Path(FILE).read_text(encoding="utf-8")) == PEERS
