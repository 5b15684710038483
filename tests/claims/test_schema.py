"""The published schema is what the code says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rotascope.claims.claim import Article
from rotascope.claims.read import read
from tools import build_claims_schema

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_schema_is_not_stale() -> None:
    held = build_claims_schema.SCHEMA.read_text(encoding="utf-8")
    assert held == build_claims_schema.schema(), "docs/claims.schema.json is stale; run tools/build_claims_schema.py"


def test_a_stale_file_is_noticed_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "claims.schema.json"
    path.write_text("{}", encoding="utf-8")
    monkeypatch.setattr(build_claims_schema, "SCHEMA", path)
    assert build_claims_schema.main(["--check"]) == 1
    assert build_claims_schema.main([]) == 0
    assert build_claims_schema.main(["--check"]) == 0
    assert json.loads(path.read_text(encoding="utf-8"))["title"] == "Article"


def test_what_is_read_goes_through_json_and_back() -> None:
    article = read("As of January 14, 2026, the S&P 500 is up 1.4% this year.")
    assert len(article.claims) == 1
    assert Article.model_validate_json(article.model_dump_json()) == article
