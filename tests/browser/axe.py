"""axe-core in a page: WCAG 2.0, 2.1 and 2.2, levels A and AA, with contrast and target size.

axe.min.js comes with the package axe-playwright-python; nothing is fetched. The page's policy
forbids strangers' scripts, so the page must be of a context with ``bypass_csp=True``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
    },
    # axe leaves target-size out unless it is asked for.
    "rules": {"color-contrast": {"enabled": True}, "target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
_RUN = """async ([within, options]) => {
    const found = await axe.run(within ? {include: [within]} : document, options);
    return found.violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id}: ${node.html.slice(0, 160)} (${node.failureSummary.replace(/\\s+/g, ' ')})`));
}"""


@cache
def source() -> str:
    """Return axe-core itself."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, within: str | None = None) -> list[str]:
    """Return every violation on the page, or within one part of it, as a line that names it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(source())
    found: list[str] = page.evaluate(_RUN, [within, OPTIONS])
    return found
