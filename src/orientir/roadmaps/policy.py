"""Who sees and does what with roadmaps, assignments and reports. Each right is a pair: whether, and which."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.database.actor import Actor
from orientir.database.policy import Capability
from orientir.files.models import StoredFile
from orientir.territory.choices import Kind
from orientir.territory.models import Organisation

from .choices import ReportState, RoadmapState
from .models import Assignment, AssignmentCount, AssignmentQuerySet, Edition, Evidence, Measure, Report, Roadmap

SEE_ROADMAPS = Capability("roadmaps.see_roadmaps", _("See roadmaps and how far they are"))
KEEP_ROADMAPS = Capability("roadmaps.keep_roadmaps", _("Put roadmaps in and in force"))
SEE_ASSIGNMENTS = Capability("roadmaps.see_assignments", _("See assignments and their states"))
SEE_REPORTS = Capability("roadmaps.see_reports", _("Read reports and their files"))
REPORT = Capability("roadmaps.report", _("Report for the organisation"))
REVIEW_REPORTS = Capability("roadmaps.review_reports", _("Accept reports or return them with a reason"))

RUNNING = (RoadmapState.IN_FORCE, RoadmapState.ARCHIVED)
"""States in which a roadmap is seen by its work."""


def sees_whole(actor: Actor, roadmap: Roadmap) -> bool:
    """Say whether the actor sees all of a plan: one of an office whose plans are theirs to see."""
    return roadmap.organisation_id in actor.scope(SEE_ROADMAPS)


def whole_roadmaps(actor: Actor) -> QuerySet[Roadmap]:
    return Roadmap.objects.filter(organisation__any_of=actor.scope(SEE_ROADMAPS))


def can_view_roadmap(actor: Actor, roadmap: Roadmap) -> bool:
    """A plan of a greater territory that runs is seen by those whose organisations have work in it."""
    return sees_whole(actor, roadmap) or _plans_with_work(actor).filter(pk=roadmap.pk).exists()


def visible_roadmaps(actor: Actor) -> QuerySet[Roadmap]:
    with_work = _plans_with_work(actor).order_by()
    return Roadmap.objects.filter(Q(organisation__any_of=actor.scope(SEE_ROADMAPS)) | Q(pk__in=with_work.values("pk")))


def _plans_with_work(actor: Actor) -> QuerySet[Roadmap]:
    """Return the plans that run and in which organisations have work whose plans are the actor's to see."""
    counted = AssignmentCount.objects.filter(
        roadmap=OuterRef("pk"), organisation__any_of=actor.scope(SEE_ROADMAPS), total__gt=0
    )
    return Roadmap.objects.filter(Exists(counted), state__in=RUNNING)


def can_view_measure(actor: Actor, measure: Measure) -> bool:
    """Of a plan of a greater territory those measures are seen in which the organisations of the actor have work."""
    if sees_whole(actor, measure.roadmap):
        return True
    theirs = Assignment.objects.filter(organisation__any_of=actor.scope(SEE_ROADMAPS)).filter(
        Q(measure=measure) | Q(measure__parent=measure)
    )
    return measure.roadmap.state in RUNNING and theirs.exists()


def visible_measures(actor: Actor) -> QuerySet[Measure]:
    theirs = Assignment.objects.filter(organisation__any_of=actor.scope(SEE_ROADMAPS)).order_by()
    with_work = Exists(theirs.filter(measure=OuterRef("pk"))) | Exists(theirs.filter(measure__parent=OuterRef("pk")))
    return Measure.objects.filter(
        Q(roadmap__organisation__any_of=actor.scope(SEE_ROADMAPS)) | Q(with_work, roadmap__state__in=RUNNING)
    )


def can_upload_roadmap(actor: Actor) -> bool:
    return actor.may(KEEP_ROADMAPS)


def offices_of(actor: Actor) -> QuerySet[Organisation]:
    """Return the authorities for which the actor may put a roadmap in."""
    return Organisation.objects.filter(pk__in=actor.scope(KEEP_ROADMAPS), kind=Kind.AUTHORITY)


def can_review(actor: Actor, roadmap: Roadmap) -> bool:
    """What was read is set right until it comes in force."""
    return roadmap.is_in_review and actor.may(KEEP_ROADMAPS, roadmap.organisation_id)


def kept_roadmaps(actor: Actor) -> QuerySet[Roadmap]:
    """Return the plans of the offices for which the actor keeps them."""
    return Roadmap.objects.filter(organisation__any_of=actor.scope(KEEP_ROADMAPS))


def plans_to_repeat(actor: Actor) -> QuerySet[Roadmap]:
    """Return the plans after which the actor may begin a new one."""
    return kept_roadmaps(actor).filter(read_at__isnull=False)


def can_put_in_force(actor: Actor, roadmap: Roadmap) -> bool:
    return roadmap.is_read and actor.may(KEEP_ROADMAPS, roadmap.organisation_id)


def can_amend(actor: Actor, roadmap: Roadmap) -> bool:
    """What is in force changes measure by measure, with a reason."""
    return roadmap.is_in_force and actor.may(KEEP_ROADMAPS, roadmap.organisation_id)


def can_bind(actor: Actor, roadmap: Roadmap) -> bool:
    """What the words mean is decided in review; of a plan in force it is decided anew."""
    return can_review(actor, roadmap) or can_amend(actor, roadmap)


def can_archive(actor: Actor, roadmap: Roadmap) -> bool:
    """A plan in force that is over goes into the archive, and so does one that was over when it was put in."""
    return (roadmap.is_in_force or roadmap.is_in_review) and actor.may(KEEP_ROADMAPS, roadmap.organisation_id)


def can_bring_back(actor: Actor, roadmap: Roadmap) -> bool:
    return roadmap.state == RoadmapState.ARCHIVED and actor.may(KEEP_ROADMAPS, roadmap.organisation_id)


def can_delete(actor: Actor, roadmap: Roadmap) -> bool:
    """A wrong import goes whatever its state, but for the moments in which a job works on it."""
    settled = roadmap.is_read and roadmap.state != RoadmapState.STARTING
    return settled and actor.may(KEEP_ROADMAPS, roadmap.organisation_id)


def can_put_edition_in(actor: Actor, roadmap: Roadmap) -> bool:
    """A new edition of the document is compared with a plan in review or in force."""
    return (roadmap.is_in_review or roadmap.is_in_force) and actor.may(KEEP_ROADMAPS, roadmap.organisation_id)


def can_view_edition(actor: Actor, edition: Edition) -> bool:
    """Whoever keeps a plan compares its documents."""
    return actor.may(KEEP_ROADMAPS, edition.roadmap.organisation_id)


def visible_editions(actor: Actor) -> QuerySet[Edition]:
    return Edition.objects.filter(roadmap__organisation__any_of=actor.scope(KEEP_ROADMAPS))


def can_read_again(actor: Actor, roadmap: Roadmap) -> bool:
    """Reading is asked for again where it failed or came to a halt."""
    failed = roadmap.state == RoadmapState.UNREADABLE or roadmap.is_stuck(timezone.now())
    return failed and actor.may(KEEP_ROADMAPS, roadmap.organisation_id)


def can_remove_document(actor: Actor, roadmap: Roadmap) -> bool:
    """A wrong file is removed where reading it failed or came to a halt."""
    return can_read_again(actor, roadmap)


def performers_for(actor: Actor, roadmap: Roadmap, *, on: date) -> QuerySet[Organisation]:
    """Return the organisations that work on a day and to which the actor may give work of this roadmap."""
    territory = roadmap.organisation.territory
    mine = Organisation.objects.filter(pk__in=actor.scope(KEEP_ROADMAPS), territory__path__startswith=territory.path)
    return mine.open_on(on)


def can_view_assignment(actor: Actor, assignment: Assignment) -> bool:
    """Nobody sees half of a plan: its assignments show when all are made."""
    starting = assignment.measure.roadmap.state == RoadmapState.STARTING
    return not starting and assignment.organisation_id in actor.scope(SEE_ASSIGNMENTS)


def visible_assignments(actor: Actor) -> AssignmentQuerySet:
    starting = Measure.objects.filter(roadmap__state=RoadmapState.STARTING)
    return Assignment.objects.filter(organisation__any_of=actor.scope(SEE_ASSIGNMENTS)).exclude(
        measure__in=starting.values("pk")
    )


def can_view_report(actor: Actor, report: Report) -> bool:
    """A draft is its organisation's own; the office reads what was submitted to it."""
    if report.organisation_id not in actor.scope(SEE_REPORTS):
        return False
    return report.state != ReportState.DRAFT or actor.may(REPORT, report.organisation_id)


def visible_reports(actor: Actor) -> QuerySet[Report]:
    own = Q(organisation__any_of=actor.scope(REPORT))
    return Report.objects.filter(~Q(state=ReportState.DRAFT) | own, organisation__any_of=actor.scope(SEE_REPORTS))


def visible_evidence(actor: Actor) -> QuerySet[Evidence]:
    return Evidence.objects.filter(report__in=visible_reports(actor))


def can_report(actor: Actor, assignment: Assignment) -> bool:
    """Nothing is asked of anybody by a plan in the archive."""
    rests = assignment.measure.roadmap.state == RoadmapState.ARCHIVED
    return assignment.is_open and not rests and actor.may(REPORT, assignment.organisation_id)


def can_review_report(actor: Actor, report: Report) -> bool:
    return report.state == ReportState.SUBMITTED and actor.may(REVIEW_REPORTS, report.organisation_id)


def files_of_roadmaps(actor: Actor) -> QuerySet[StoredFile]:
    """Return the documents of the roadmaps that the actor keeps; whoever sees figures only sees no documents."""
    first, later = kept_roadmaps(actor).values("source"), visible_editions(actor).values("source")
    return StoredFile.objects.filter(Q(pk__in=first) | Q(pk__in=later))


def files_of_evidence(actor: Actor) -> QuerySet[StoredFile]:
    """Return the files that prove visible reports."""
    return StoredFile.objects.filter(pk__in=visible_evidence(actor).values("file"))
