"""Forms: a field, what is wrong with a form, and whether the draft is kept."""

import datetime as dt
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field with label, help, error and control; the same as `{{ form.field.as_field_group }}`."""
    return bound.as_field_group()


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """What is wrong, above the form, each line leading to its field. A right form shows nothing."""
    lines: list[tuple[str, Any, str | Promise]] = []
    for bound in form:
        lines += [(bound.id_for_label or bound.auto_id, error, bound.label) for error in bound.errors]
    return {"general": form.non_field_errors(), "lines": lines}


@register.inclusion_tag("ui/components/draft_note.html")
def draft_note(
    saved_at: dt.datetime | None = None,
    *,
    failed: bool = False,
    too_long: bool = False,
    fresh_token: str = "",
    sign_in_url: str = "",
) -> dict[str, object]:
    """Whether what was typed is kept: «saved 12:04», or that it could not be kept and what to do.

    With `sign_in_url` it says that the reader was signed out, with `fresh_token` that they have signed in anew
    elsewhere; a script takes the token into the forms of the page.
    """
    return {
        "saved_at": saved_at,
        "failed": failed,
        "too_long": too_long,
        "fresh_token": fresh_token,
        "sign_in_url": sign_in_url,
    }


@register.simple_block_tag(takes_context=True)
def draft_form(
    context: Context,
    content: str,
    *,
    submit: str | Promise,
    icon: str = "",
    kind: str = "primary",
    save: bool = True,
    id: str = "form",
    action: str = "",
) -> SafeString:
    """The one form of the product around its fields, for a page that is a `FormPage`.

    It saves as one types, carries the key that stores it once, and without JavaScript has a button to save
    the draft (`save=False` for a form too short to need one). `action` is its address where it stands on another
    page. A page that says where leaving leads (`leave_for`)
    has a button for it. The content is `{{ form }}` or single fields.
    """
    page = {
        "content": content,
        "submit": submit,
        "icon": icon,
        "kind": kind,
        "save": save,
        "id": id,
        "action": action,
        "csrf_token": context.get("csrf_token"),
        "submission_key": context.get("submission_key", ""),
        "draft_url": context.get("draft_url", ""),
        "form_draft": context.get("form_draft"),
        "can_leave": context.get("can_leave", False),
    }
    return render_to_string("ui/components/draft_form.html", page)
