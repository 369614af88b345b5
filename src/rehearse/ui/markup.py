"""Markdown of our own notes to HTML, formulas to MathML: every browser draws it without a script."""

from functools import cache
from html import escape

import latex2mathml.converter
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin


def to_html(text: str) -> str:
    """Render Markdown; raw HTML in it is shown as text."""
    return str(_renderer().render(text))


@cache
def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    return renderer.use(dollarmath_plugin, renderer=_formula)


def _formula(latex: str, options: dict[str, bool]) -> str:
    """MathML; a formula that cannot be read is shown as it was written."""
    try:
        return str(latex2mathml.converter.convert(latex, display="block" if options["display_mode"] else "inline"))
    except Exception:
        # latex2mathml has an exception of its own for each fault, without a common base.
        return f"<code>{escape(latex)}</code>"
