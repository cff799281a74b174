"""What can be pressed or opened: buttons, help."""

from collections.abc import Mapping
from typing import Final

from django import template
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

register = template.Library()

BUTTON_KINDS: Final = ("primary", "secondary", "quiet", "danger")

# These point onward, so they stand after the word; every other icon says what it is and stands before.
_ICONS_AFTER: Final = frozenset({"arrow-right", "chevron-right", "chevron-down", "arrow-top-right-on-square"})
_ATTRIBUTES: Final = frozenset(
    [
        "id",
        "name",
        "value",
        "form",
        "formaction",
        "formmethod",
        "formnovalidate",
        "title",
        "download",
        "rel",
        "target",
        "accesskey",
        "autofocus",
    ]
)
_ATTRIBUTE_FAMILIES: Final = ("hx-", "data-", "aria-")


class AttributeRefused(ValueError):
    """A component was given an attribute that belongs to the look or would run a script."""


@register.inclusion_tag("ui/components/button.html")
def button(
    label: str | Promise,
    *,
    href: str = "",
    kind: str = "secondary",
    icon: str = "",
    type: str = "submit",
    small: bool = False,
    disabled: bool = False,
    **attributes: object,
) -> dict[str, object]:
    """A link with `href`, otherwise a button of the form around it.

    Further attributes are written with underscores: `hx_post=…`, `name=…`, `form=…`.
    """
    if kind not in BUTTON_KINDS:
        raise ValueError(f"a button is one of {', '.join(BUTTON_KINDS)}, not {kind!r}")
    return {
        "label": label,
        "href": href,
        "kind": kind,
        "icon": icon,
        "icon_after": icon in _ICONS_AFTER,
        "type": type,
        "small": small,
        "disabled": disabled,
        "attributes": written_attributes(attributes),
    }


@register.inclusion_tag("ui/components/post_button.html")
def post_button(
    label: str | Promise,
    *,
    url: str,
    kind: str = "secondary",
    icon: str = "",
    small: bool = False,
    **fields: object,
) -> dict[str, object]:
    """A deed in one press: a small form of its own that posts `fields` to `url`."""
    return {"label": label, "url": url, "kind": kind, "icon": icon, "small": small, "fields": fields}


@register.simple_block_tag
def help_sheet(content: str, *, title: str | Promise, audience: str | Promise = "") -> SafeString:
    """Help beside the page, opened by a button without a script. `audience` says who sees this page."""
    return render_to_string("ui/components/help_sheet.html", {"content": content, "title": title, "audience": audience})


def written_attributes(attributes: Mapping[str, object]) -> SafeString:
    """Attributes as they stand in a tag. Style and script are refused, False and None are left out."""
    written: dict[str, object] = {}
    for word, value in attributes.items():
        name = word.replace("_", "-")
        if name not in _ATTRIBUTES and not name.startswith(_ATTRIBUTE_FAMILIES):
            raise AttributeRefused(name)
        if name.startswith("hx-on"):
            raise AttributeRefused(name)
        # A literal of a template arrives marked as safe, which it is not inside an attribute.
        written[name] = value if isinstance(value, bool) or value is None else str(value) + ""
    return flatatt({name: value for name, value in written.items() if value not in (None, False)})
