"""Ways about: breadcrumbs, tabs, steps, and the title of the page said twice."""

from typing import Final

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

register = template.Library()

STEP_STATES: Final = ("done", "now", "todo")


@register.simple_block_tag
def breadcrumbs(content: str, *, label: str | Promise = "") -> SafeString:
    """Where the page lies: a list of `crumb`. A second one on a page needs a `label` of its own."""
    return render_to_string("ui/components/breadcrumbs.html", {"content": content, "label": label})


@register.inclusion_tag("ui/components/crumb.html")
def crumb(label: str | Promise, href: str = "") -> dict[str, object]:
    """One page above this one; the last, without `href`, is this page."""
    return {"label": label, "href": href}


@register.simple_block_tag
def tabs(content: str, *, label: str | Promise) -> SafeString:
    """Faces of one thing, each with its own address: a list of `tab`."""
    return render_to_string("ui/components/tabs.html", {"content": content, "label": label})


@register.inclusion_tag("ui/components/tab.html")
def tab(label: str | Promise, *, href: str, current: bool = False, count: int | None = None) -> dict[str, object]:
    """One face; `count` says how much is in it."""
    return {"label": label, "href": href, "current": current, "count": count}


@register.simple_block_tag
def steps(content: str, *, label: str | Promise) -> SafeString:
    """A way of a few steps: a list of `step`."""
    return render_to_string("ui/components/steps.html", {"content": content, "label": label})


@register.inclusion_tag("ui/components/step.html")
def step(
    label: str | Promise, *, number: int, state: str = "todo", href: str = "", note: str | Promise = ""
) -> dict[str, object]:
    """One step: done, now or todo; `note` says what is still open."""
    if state not in STEP_STATES:
        raise ValueError(f"a step is one of {', '.join(STEP_STATES)}, not {state!r}")
    return {"label": label, "number": number, "state": state, "href": href, "note": note}


@register.simple_tag(takes_context=True)
def words_of_block(context: Context, name: str) -> str:
    """The words of a block once more, without tags: one `title` block serves the window and the page."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return SafeString(" ".join(strip_tags(block.render(context)).split())) if block else ""
