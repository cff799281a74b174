"""Classes of organisations and whom printed performers mean, as a territory keeps them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.access import queries
from orientir.access.forms import ExceptionForm, OwnClassForm
from orientir.database.policy import require
from orientir.territory import policy as territories
from orientir.territory import services
from orientir.territory.classes import (
    GROUPS,
    NoSuchClass,
    OrganisationClass,
    class_of,
    class_of_key,
    class_words,
    words_of_classes,
)
from orientir.territory.members import members
from orientir.territory.models import Organisation, Territory
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

from .organisations import PER_PAGE, parse_day


class OfTerritory(SignedInView):
    """A page about what one territory keeps: the one in the address, or the greatest of the actor's."""

    def territory(self) -> Territory:
        """Return the territory, if the actor keeps organisations there."""
        require(territories.can_keep_organisations(self.actor))
        kept = territories.greatest_first(territories.territories_kept(self.actor))
        asked = self.request.GET.get("territory", "")
        if asked.isascii() and asked.isdigit() and len(asked) < 19:
            return get_object_or_404(kept, pk=asked)
        return kept[0]

    def places(self, name: str, *args: Any) -> list[tuple[Territory, str]]:
        """Return the territories among which one can choose, each with the address of the page about it."""
        kept = territories.greatest_first(territories.territories_kept(self.actor))
        return [(territory, address_of(name, *args, territory=territory)) for territory in kept]


def address_of(name: str, *args: Any, territory: Territory) -> str:
    """Return the address of a page about what a territory keeps."""
    return f"{reverse(name, args=args)}?territory={territory.pk}"


class ClassList(OfTerritory):
    """The classes of organisations that plans name, and the territory's own."""

    def get(self, request: HttpRequest) -> HttpResponse:
        territory = self.territory()
        classes = [class_of(code) for code in GROUPS]
        own = [OrganisationClass(own=one.pk) for one in queries.own_classes(territory)]
        words = words_of_classes([*classes, *own])

        def shown(found: list[OrganisationClass]) -> list[tuple[str, str]]:
            return [(words[one.key], address_of("access:class", one.key, territory=territory)) for one in found]

        context = {
            "territory": territory,
            "places": self.places("access:classes"),
            "named": shown(classes),
            "own": shown(own),
            "add_address": address_of("access:add_class", territory=territory),
        }
        return render(request, "access/class_list.html", context)


class ClassPage(OfTerritory):
    """Who belongs to a class on a day, who might, who does not and why."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        territory = self.territory()
        day = parse_day(request.GET.get("on")) or timezone.localdate()
        wanted = _class_or_404(key)
        try:
            found = members(wanted, territory=territory, on=day)
        except NoSuchClass as nothing:
            raise Http404 from nothing
        context = {
            "words": class_words(wanted),
            "own": wanted.own,
            "territory": territory,
            "places": self.places("access:class", key),
            "classes_address": address_of("access:classes", territory=territory),
            "except_address": address_of("access:except", key, territory=territory),
            "day": day,
            "found": found,
            "organisations": Paginator(found.organisations, PER_PAGE).get_page(request.GET.get("page")),
            "exceptions": queries.exceptions_from(key, territory),
        }
        return render(request, "access/class.html", context)


class AddClass(FormPage, OfTerritory):
    """Give a class a name of the territory's own."""

    name = "own_class"
    form_class = OwnClassForm
    template_name = "access/add_class.html"
    refusals = {
        services.NameTaken: ("name", _("The territory has a class of this name already.")),
    }
    kept: Territory

    def prepare(self, **kwargs: Any) -> None:
        self.kept = self.territory()

    def page_context(self) -> dict[str, Any]:
        return {"territory": self.kept, "classes_address": address_of("access:classes", territory=self.kept)}

    def deed(self, form: forms.Form) -> str:
        data = form.cleaned_data
        own = services.keep_class(data["name"], data["rule"], territory=self.kept, by=self.actor, at=timezone.now())
        key = OrganisationClass(own=own.pk).key
        return address_of("access:class", key, territory=self.kept)


class RemoveClass(SignedInView):
    """Remove a class of the territory's own."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        own = get_object_or_404(queries.own_classes_kept(self.actor), pk=pk)
        try:
            services.remove_class(own, by=self.actor, at=timezone.now())
        except services.ClassInUse:
            messages.error(request, _("A performer is remembered to mean this class. Forget that first."))
        return redirect("access:classes")


class Except(FormPage, OfTerritory):
    """Make an exception from a class."""

    name = "class_exception"
    form_class = ExceptionForm
    template_name = "access/except.html"
    refusals = {
        services.ExceptedAlready: ("organisation", _("It has an exception from this class already. End that first.")),
    }
    kept: Territory
    wanted: OrganisationClass

    def prepare(self, **kwargs: Any) -> None:
        self.kept = self.territory()
        self.wanted = _class_or_404(kwargs["key"])
        if self.wanted.own is not None:
            get_object_or_404(queries.own_classes(self.kept), pk=self.wanted.own)

    def form_arguments(self) -> dict[str, Any]:
        kept = Organisation.objects.filter(pk__in=self.actor.scope(territories.KEEP_ORGANISATIONS))
        today = timezone.localdate()
        return {"organisations": kept.open_on(today).filter(territory__path__startswith=self.kept.path)}

    def initial(self) -> dict[str, Any]:
        return {"organisation": self.request.GET.get("organisation", "")}

    def page_context(self) -> dict[str, Any]:
        return {
            "words": class_words(self.wanted),
            "territory": self.kept,
            "classes_address": address_of("access:classes", territory=self.kept),
            "class_address": address_of("access:class", self.wanted.key, territory=self.kept),
        }

    def deed(self, form: forms.Form) -> str:
        data = form.cleaned_data
        services.except_from_class(
            data["organisation"],
            self.wanted,
            territory=self.kept,
            is_member=data["is_member"] == "yes",
            reason=data["reason"],
            since=data["since"],
            until=data["until"],
            by=self.actor,
            at=timezone.now(),
        )
        return address_of("access:class", self.wanted.key, territory=self.kept)


class EndException(SignedInView):
    """Take an exception from a class back."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        exception = get_object_or_404(queries.exceptions_kept(self.actor).select_related("territory"), pk=pk)
        services.end_exception(exception, by=self.actor, at=timezone.now())
        return redirect(address_of("access:class", exception.class_key, territory=exception.territory))


def _class_or_404(key: str) -> OrganisationClass:
    try:
        return class_of_key(key)
    except NoSuchClass as nothing:
        raise Http404 from nothing
