"""A changed document read again: put in, compared with the plan, applied as far as a person ticks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orientir.database.policy import require
from orientir.engines.reading.differences import HEAD, Change, Kind, Piece, Row, pieces
from orientir.files.services import FileRefused
from orientir.roadmaps import policy
from orientir.roadmaps.choices import EditionState
from orientir.roadmaps.fields import LABELS
from orientir.roadmaps.forms.rereading import EditionForm
from orientir.roadmaps.models import Edition, Roadmap
from orientir.roadmaps.queries import rereading as queries
from orientir.roadmaps.queries.rereading import OUR_FIELD, Changed
from orientir.roadmaps.services import rereading
from orientir.roadmaps.services.roadmaps import NotADocument
from orientir.roadmaps.services.steps import NotInReview
from orientir.roadmaps.words import obstacle_words
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

TICKS = ("all", "none")
"""What may be ticked at once; without a word, what the document itself has changed."""

_LABELS: dict[str, str | Promise] = {
    **{name: LABELS[ours] for name, ours in OUR_FIELD.items() if ours in LABELS},
    "targets": gettext_lazy("Targets"),
    "title": gettext_lazy("Title of the plan"),
    "years": gettext_lazy("Years"),
    "approval": gettext_lazy("Approved by"),
    "goals": gettext_lazy("Goals"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One difference, to be ticked."""

    change: Change
    label: str | Promise
    pieces: tuple[Piece, ...]
    is_on: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A measure with its differences, and what would come of them for its assignments."""

    row: Row
    section: str
    lines: list[Line]
    effects: Mapping[str, int]


@dataclass(slots=True)
class Group:
    """Measures to which the same has happened."""

    name: str
    title: str | Promise
    cards: list[Card] = field(default_factory=list)


class AddEdition(FormPage, SignedInView):
    """Put a new edition of a plan's document in, with the act that changed it."""

    name = "edition_of_plan"
    form_class = EditionForm
    template_name = "roadmaps/rereading/add.html"
    refusals = {
        FileRefused: ("document", ""),
        NotADocument: (
            "document",
            gettext_lazy("No plan is read from such files. Save it as DOCX, PDF, ODT or XLSX and put it in once more."),
        ),
        rereading.SameDocument: (
            "document",
            gettext_lazy("This is the document that the plan follows already: there is nothing to change."),
        ),
        rereading.AnotherIsOpen: (
            "",
            gettext_lazy("An edition of this plan waits already. Apply it or put it aside first."),
        ),
    }
    roadmap: Roadmap

    def prepare(self, **kwargs: Any) -> None:
        found = policy.visible_roadmaps(self.actor).select_related("organisation")
        self.roadmap = get_object_or_404(found, pk=kwargs["pk"])
        require(policy.can_put_edition_in(self.actor, self.roadmap))

    def about(self) -> str:
        return str(self.roadmap.pk)

    def page_context(self) -> dict[str, Any]:
        return {"roadmap": self.roadmap, "open": queries.open_edition(self.roadmap)}

    def deed(self, form: forms.Form) -> str:
        said = form.cleaned_data
        edition = rereading.upload_edition(
            said["document"],
            roadmap=self.roadmap,
            act=said["act"],
            number=said["act_number"],
            day=said["act_date"],
            by=self.actor,
            at=timezone.now(),
        )
        return reverse("roadmaps:edition", args=[edition.pk])


class EditionPage(SignedInView):
    """In what a plan differs from a new edition; before, how far reading is; after, what was done with it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = self._edition(pk)
        context: dict[str, Any] = {"edition": edition, "roadmap": edition.roadmap}
        if edition.state == EditionState.READ:
            return render(request, "roadmaps/rereading/differences.html", context | self._differences(edition))
        stuck = edition.is_stuck(timezone.now())
        unreadable = edition.state == EditionState.UNREADABLE
        context |= {
            "obstacle": obstacle_words(edition.obstacle) if unreadable else "",
            "is_stuck": stuck,
            "is_waiting": edition.state in (EditionState.WAITING, EditionState.READING) and not stuck,
            "unbound": queries.unbound_measures(edition),
        }
        return render(request, "roadmaps/rereading/edition.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Apply what is ticked."""
        edition = self._edition(pk)
        chosen, seen = request.POST.getlist("change"), request.POST.get("seen", "")
        try:
            rereading.apply(edition, chosen, seen=seen, by=self.actor, at=timezone.now())
        except rereading.NothingChosen:
            messages.warning(request, _("Nothing is ticked: tick what is to be applied, or put the edition aside."))
        except rereading.PlanChanged:
            messages.warning(request, _("The plan was changed meanwhile. Look at the differences once more."))
        except (rereading.NotToBeLookedThrough, rereading.NotCounted, NotInReview):
            pass  # pressed twice, or somebody was quicker: the page shows how far it is
        return redirect("roadmaps:edition", pk=pk)

    def _edition(self, pk: int) -> Edition:
        found = policy.visible_editions(self.actor).select_related("roadmap", "source")
        return get_object_or_404(found, pk=pk)

    def _differences(self, edition: Edition) -> dict[str, Any]:
        found = queries.differences_of(edition)
        ticks = self.request.GET.get("ticks", "")

        def line(change: Change) -> Line:
            is_on = ticks == "all" or (ticks != "none" and not change.is_own)
            return Line(change, _LABELS.get(change.what, ""), _pieces(change), is_on)

        about_plan = [one for one in found.changes if one.what in HEAD or one.what == "section"]
        cards = [
            _card(one, [line(change) for change in one.changes], edition) for one in queries.changed_measures(found)
        ]
        groups = list(_groups(cards))
        proposed = [card for card in cards if not all(one.change.is_own for one in card.lines)]
        years = edition.effects.get("years", {})
        return {
            "plan_lines": [line(one) for one in about_plan],
            "groups": groups,
            "unchanged": found.unchanged,
            "effects": queries.summed_effects([years, *(card.effects for card in proposed)]),
            "years_effects": years,
            "seen": queries.version_of(found),
            **{f"ticks_{name}": ticks == name for name in TICKS},
            "ticks_default": ticks not in TICKS,
        }


class ReadEditionAgain(SignedInView):
    """Ask once more for an edition to be read and compared."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(policy.visible_editions(self.actor), pk=pk)
        try:
            rereading.read_again(edition, by=self.actor, at=timezone.now())
        except rereading.AnotherIsOpen:
            messages.warning(request, _("An edition of this plan waits already. Apply it or put it aside first."))
        except rereading.NotStuck:
            pass  # it is under way or done: the page shows it
        return redirect("roadmaps:edition", pk=pk)


class LeaveEdition(SignedInView):
    """Put an edition aside: the plan stays as it is."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(policy.visible_editions(self.actor), pk=pk)
        try:
            rereading.leave(edition, by=self.actor, at=timezone.now())
        except rereading.NotToBeLookedThrough:
            return redirect("roadmaps:edition", pk=pk)
        messages.success(request, _("The edition is put aside. The plan stays as it is."))
        return redirect("roadmaps:roadmap", pk=edition.roadmap_id)


def _pieces(change: Change) -> tuple[Piece, ...]:
    """A number is another as a whole; words differ word by word."""
    if change.what in ("number", "years"):
        return tuple(Piece(sign, text) for sign, text in (("-", change.was), ("+", change.becomes)) if text)
    return pieces(change.was, change.becomes)


def _card(changed: Changed, lines: list[Line], edition: Edition) -> Card:
    return Card(changed.row, changed.section, lines, edition.effects.get(changed.key, {}))


def _groups(cards: list[Card]) -> Iterator[Group]:
    """Yield the measures by what has become of them; those that only people have changed come last."""
    named = {
        "changed": gettext_lazy("Measures that change"),
        "added": gettext_lazy("New in the plan"),
        "gone": gettext_lazy("No longer in the plan"),
        "moved": gettext_lazy("Moved or under another number"),
        "own": gettext_lazy("Set right here, the same in the document"),
    }
    groups = {name: Group(name, title) for name, title in named.items()}
    for card in cards:
        groups[_group_of([line.change for line in card.lines])].cards.append(card)
    yield from (group for group in groups.values() if group.cards)


def _group_of(changes: list[Change]) -> str:
    if all(change.is_own for change in changes):
        return "own"
    if changes[0].kind in (Kind.ADDED, Kind.GONE):
        return str(changes[0].kind)
    only_place = all(change.kind == Kind.PLACE or change.what == "number" for change in changes)
    return "moved" if only_place else "changed"
