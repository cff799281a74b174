"""Things one under the other: panels, rows of work, tables, pages of a list, filters."""

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def panel(
    content: str,
    *,
    title: str | Promise = "",
    id: str = "",
    more: str | Promise = "",
    href: str = "",
    level: int = 2,
    flush: bool = False,
    accent: bool = False,
) -> SafeString:
    """A card with a title. `more` and `href` lead to the whole; `flush` lets rows reach the edges."""
    context = {
        "content": content,
        "title": title,
        "id": id,
        "more": more,
        "href": href,
        "level": level,
        "flush": flush,
        "accent": accent,
    }
    return render_to_string("ui/components/panel.html", context)


@register.simple_block_tag
def rows(content: str, *, label: str | Promise = "") -> SafeString:
    """A list of `work_row`."""
    return render_to_string("ui/components/rows.html", {"content": content, "label": label})


@register.simple_block_tag(takes_context=True)
def work_row(
    context: Context,
    content: str,
    title: str | Promise,
    *,
    href: str = "",
    lead: str | Promise = "",
    number: int | None = None,
    late: bool = False,
    state: str = "",
    state_label: str | Promise = "",
    action: str | Promise = "",
    action_href: str = "",
    action_post: str = "",
    slim: bool = False,
) -> SafeString:
    """One thing to do: a date or a number in front, the title, a note (the content), its state, one action.

    The whole row opens `href`. The action is a link with `action_href` and a deed with `action_post`.
    """
    row = {
        "content": SafeString(content.strip()),
        "title": title,
        "href": href,
        "lead": lead,
        "number": number,
        "late": late,
        "state": state,
        "state_label": state_label,
        "action": action,
        "action_href": action_href,
        "action_post": action_post,
        "slim": slim,
        "csrf_token": context.get("csrf_token"),
    }
    return render_to_string("ui/components/work_row.html", row)


@register.simple_block_tag
def table(content: str, *, caption: str | Promise, show_caption: bool = False) -> SafeString:
    """A table whose head stays in sight and whose rows become cards where it is narrow.

    Inside stand `thead` and `tbody`; a cell with `data-label` repeats its column's name on a card.
    """
    context = {"content": content, "caption": caption, "show_caption": show_caption}
    return render_to_string("ui/components/table.html", context)


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(
    context: Context, page: "Page[object]", *, parameter: str = "page", label: str | Promise = ""
) -> dict[str, object]:
    """Ways to the other pages of a list, which keep the filters in the address. One page needs none."""
    return {
        "request": context.get("request"),
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "ellipsis": page.paginator.ELLIPSIS,
        "parameter": parameter,
        "label": label,
    }


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int) -> str:
    """The address of another page of the same list, used inside `pagination`."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query[context["parameter"]] = str(number)
    return f"?{query.urlencode()}"


@register.simple_block_tag
def chips(content: str, *, label: str | Promise = "") -> SafeString:
    """The filters of a list."""
    return render_to_string("ui/components/chips.html", {"content": content, "label": label})


@register.inclusion_tag("ui/components/chip.html")
def chip(
    label: str | Promise, *, href: str = "", on: bool = False, remove: str = "", clear: bool = False
) -> dict[str, object]:
    """One filter: a choice with `href` (which is `on` or not), a set one with `remove`, or «clear all»."""
    return {"label": label, "href": href, "on": on or bool(remove), "remove": remove, "clear": clear}
