"""The component that draws a list."""

from __future__ import annotations

from django import template

from .shown import Shown

register = template.Library()


@register.inclusion_tag("ui/lists/list.html")
def list_of(shown: Shown) -> dict[str, object]:
    """A list with its filters, chips, columns, table, neighbouring pages and spreadsheet (`orientir.ui.lists`)."""
    return {"list": shown}
