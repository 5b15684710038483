"""Write docs/claims.schema.json from the typed claims: what reading and checking exchange.

    python tools/build_claims_schema.py [--check]

--check writes nothing and exits with 1 where the file is not what the code says.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rotascope.claims.claim import Article

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA = Path(__file__).resolve().parent.parent / "docs" / "claims.schema.json"


def schema() -> str:
    """The whole file."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Article.model_json_schema()
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write docs/claims.schema.json from the code.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the file is stale")
    if parser.parse_args(arguments).check:
        fresh = SCHEMA.exists() and SCHEMA.read_text(encoding="utf-8") == schema()
        print("docs/claims.schema.json is fresh." if fresh else "docs/claims.schema.json is stale; run this tool.")
        return 0 if fresh else 1
    SCHEMA.write_text(schema(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
