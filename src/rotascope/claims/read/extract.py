"""Plain text from HTML and Markdown: what a reader sees, a line break where a block ends."""

from __future__ import annotations

import re

_HIDDEN = "script, style, nav, noscript, template, svg, iframe, form, button, select, head, footer, aside, header nav"
_BLOCKS = (
    "p, div, br, h1, h2, h3, h4, h5, h6, li, ul, ol, tr, table, section, article, blockquote, figure, figcaption, dt,"
    " dd, pre, hr, header, main, caption"
)
DEEPEST = 256  # parsing takes time in proportion to the square of the depth
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_UNCLOSED = frozenset(
    {
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dt",
        "dd",
        "br",
        "img",
        "input",
        "meta",
        "link",
        "hr",
        "option",
        "source",
        "col",
        "wbr",
    }
)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,2000}(?: \"[^\"\n]{0,300}\")?\)")
_EMPHASIS = re.compile(r"\*\*|__|~~|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")


def plain_text(text: str, form: str) -> str:
    """The text that is read, by form: text, html or markdown. Surrogates, which no file can hold, are replaced."""
    clean = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    if form == "html":
        return _of_html(clean)
    return _of_markdown(clean) if form == "markdown" else clean


def _of_html(text: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    if _depth(text) > DEEPEST:
        return _without_tags(text)
    tree = LexborHTMLParser(text)
    for node in tree.css(_HIDDEN):
        node.decompose()
    for node in tree.css(_BLOCKS):
        node.insert_before("\n\n" if node.tag in ("p", "table", "ul", "ol", "blockquote", "article") else "\n")
        node.insert_after("\n")
    for node in tree.css("td, th"):
        node.insert_after("  ")
    return tree.body.text(deep=True) if tree.body is not None else ""


def _depth(text: str) -> int:
    """How deep elements are nested, at most; those that need no end tag are left out."""
    depth = most = 0
    for match in _TAG.finditer(text):
        if match[2].lower() not in _UNCLOSED:
            depth = max(0, depth - 1) if match[1] else depth + 1
            most = max(most, depth)
    return most


def _without_tags(text: str) -> str:
    """The text between tags, for a page that no parser takes in linear time."""
    import html

    return _ENTITY.sub(lambda match: html.unescape(match[0]), _ANY_TAG.sub("\n", text))


def _of_markdown(text: str) -> str:
    """Block structure by the Markdown library; inline marks, whose parsing may take quadratic time, by plain rules."""
    import html

    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 20}).enable("table").disable(["reference", "html_block"])
    parser.core.ruler.enableOnly(["normalize", "block"])
    blocks = []
    for token in parser.parse(text):
        if token.type in ("inline", "fence", "code_block"):
            bare = _EMPHASIS.sub("", _LINK.sub(r"\1", token.content))
            blocks.append(_ENTITY.sub(lambda match: html.unescape(match[0]), bare))
        elif token.type in ("th_close", "td_close"):
            blocks.append("  ")
        elif token.type.endswith("_close"):
            blocks.append("\n\n" if token.type in ("paragraph_close", "heading_close") else "\n")
    return "".join(blocks)
