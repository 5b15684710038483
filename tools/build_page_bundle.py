"""Make the JavaScript that the page's charts run on, once: Vega, Vega-Lite and Vega-Embed in one script.

python tools/build_page_bundle.py            # writes src/rotascope/publish/assets/vega.js
"""

from __future__ import annotations

import re
from pathlib import Path

ASSET = Path(__file__).resolve().parent.parent / "src" / "rotascope" / "publish" / "assets" / "vega.js"
NOTICE = """/*! Vega {vega}, Vega-Lite {lite}, Vega-Embed {embed}, bundled with the libraries that they need.
 *  Copyright (c) University of Washington Interactive Data Lab and contributors; BSD 3-Clause.
 *  The licences of all of them are in LICENSE-vega.txt beside this file.
 */
"""
SNIPPET = "window.vegaEmbed = vegaEmbed;"


def main() -> None:
    """Bundle what the installed vl-convert carries: the same release gives the same bytes."""
    import vl_convert

    versions = {
        "vega": vl_convert.get_vega_version(),
        "lite": vl_convert.get_vegalite_versions()[-1],
        "embed": vl_convert.get_vega_embed_version(),
    }
    script = _tidy(vl_convert.javascript_bundle(SNIPPET))
    ASSET.write_text(NOTICE.format(**versions) + script, encoding="utf-8", newline="\n")
    print(f"{ASSET.name}: {ASSET.stat().st_size:,} bytes, Vega {versions['vega']}, Vega-Lite {versions['lite']}")


def _tidy(script: str) -> str:
    """The script so that it can stand between script tags: no closing tag or comment opening in it."""
    return re.sub(r"<(?=/script|!--)", r"\\x3c", script, flags=re.IGNORECASE).rstrip() + "\n"


if __name__ == "__main__":
    main()
