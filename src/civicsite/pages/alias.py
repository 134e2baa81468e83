"""An earlier address of a page, which leads to its present one."""

from __future__ import annotations

from dataclasses import replace

from civicsite.language import Text
from civicsite.pages.context import Desk
from civicsite.pages.frame import head
from civicsite.pages.views import AliasView, Head, Link, SiteView

__all__ = ["TEMPLATE", "alias_view"]

TEMPLATE = "alias"


def alias_view(desk: Desk, site: SiteView, alias: str, page: Head) -> AliasView:
    """``alias`` as an editor wrote it, with or without its ending, leading to ``page``."""
    path = alias if alias.endswith(".html") else f"{alias}.html"
    target = Link(Text(str(page.title), None), page.path)
    frame = head(desk, TEMPLATE, path, target.title, str(target.title), {})
    present = replace(frame, canonical=page.canonical, indexed=False)
    return AliasView(present, site, target=target)
