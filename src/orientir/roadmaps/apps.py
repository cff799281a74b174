from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from orientir.files import uses
from orientir.journal import verbs
from orientir.ui import menu


class RoadmapsConfig(AppConfig):
    name = "orientir.roadmaps"

    def ready(self) -> None:
        from orientir.territory import inheritance

        from . import policy
        from .services import inheritance as services

        verbs.register(
            {
                "roadmap_uploaded": _("Roadmap put in"),
                "roadmap_begun": _("Plan begun without a document"),
                "roadmap_repeated": _("Plan begun after an earlier one"),
                "roadmap_read_again": _("Asked to read the roadmap again"),
                "roadmap_removed": _("Document removed"),
                "roadmap_reading": _("Reading begun"),
                "roadmap_unreadable": _("Roadmap could not be read"),
                "roadmap_read": _("Roadmap read"),
                "measures_put_in_force": _("Measures put in force"),
                "roadmap_starting": _("Putting in force begun"),
                "assignments_made": _("Assignments made"),
                "roadmap_taken_back": _("Putting in force undone"),
                "measure_edited": _("Measure edited"),
                "measures_confirmed": _("Measures confirmed"),
                "doubts_settled": _("Doubts settled"),
                "edition_uploaded": _("New edition of the document put in"),
                "edition_read_again": _("Asked to read the new edition again"),
                "edition_reading": _("Reading of the new edition begun"),
                "edition_unreadable": _("New edition could not be read"),
                "edition_read": _("New edition read and compared"),
                "edition_same": _("New edition changes nothing"),
                "edition_left": _("New edition put aside"),
                "edition_chosen": _("Differences chosen to be applied"),
                "edition_begun": _("Applying the new edition begun"),
                "edition_measure_written": _("Measure of the new edition written"),
                "edition_stopped": _("Applying the new edition stopped"),
                "edition_applied": _("Differences of the new edition applied"),
                "roadmap_edited": _("Head of the plan edited"),
                "measure_split": _("Measure split in two"),
                "measures_merged": _("Measures joined"),
                "measure_moved": _("Measure moved"),
                "measure_added": _("Measure added"),
                "measure_removed": _("Measure removed"),
                "section_added": _("Section added"),
                "section_renamed": _("Section renamed"),
                "section_removed": _("Section removed"),
                "children_made": _("Items made measures of their own"),
                "bindings_confirmed": _("Bindings confirmed"),
                "dates_set": _("Dates of a measure set"),
                "performer_bound": _("Performer bound"),
                "proof_set": _("Proof of a measure set"),
                "targets_set": _("Targets of a measure set"),
                "rules_set": _("Rules for dates changed"),
                "control_set": _("Start of control set"),
                "review_step_undone": _("Step undone"),
                "review_step_redone": _("Step done again"),
                "measure_amended": _("Measure of a plan in force changed"),
                "measure_taken_in": _("Measure added to a plan in force"),
                "measure_ended": _("Measure taken out of the plan"),
                "measure_resumed": _("Measure taken back into the plan"),
                "assignments_in_line": _("Assignments brought in line with the measure"),
                "roadmap_archived": _("Plan put into the archive"),
                "roadmap_brought_back": _("Plan brought back from the archive"),
                "roadmap_deleted": _("Plan deleted with all its assignments"),
                "due_date_moved": _("Due date moved"),
                "assignments_closed": _("Closed without a report"),
                "assignments_opened": _("Opened again"),
                "assignments_passed_on": _("Open work passed to the successor"),
                "report_begun": _("Report begun"),
                "evidence_added": _("File added"),
                "evidence_removed": _("File removed"),
                "report_submitted": _("Report submitted"),
                "report_accepted": _("Report accepted"),
                "report_returned": _("Report returned for revision"),
            }
        )
        inheritance.register("assignments", _("Assignments"), open_work=services.open_work, pass_on=services.pass_on)
        uses.register_use("roadmap documents", policy.files_of_roadmaps)
        uses.register_use("evidence of reports", policy.files_of_evidence)
        menu.register(
            menu.MenuEntry(
                key="roadmaps",
                title=_("Roadmaps"),
                short_title=_("Plans"),
                url_name="roadmaps:roadmaps",
                icon="map",
                order=20,
                permits=lambda actor: actor.may(policy.SEE_ROADMAPS),
            )
        )
        menu.register(
            menu.MenuEntry(
                key="assignments",
                title=_("Assignments"),
                short_title=_("Work"),
                url_name="roadmaps:assignments",
                icon="clipboard-document-list",
                order=15,
                permits=lambda actor: actor.may(policy.SEE_ASSIGNMENTS),
            )
        )
        menu.register(
            menu.MenuEntry(
                key="reports",
                title=_("Reports to review"),
                short_title=_("Reports"),
                url_name="roadmaps:reports",
                icon="inbox-arrow-down",
                order=16,
                permits=lambda actor: actor.may(policy.REVIEW_REPORTS),
            )
        )
        menu.register_own(
            menu.OwnEntry(
                key="feed",
                title=_("Calendar of due dates"),
                url_name="roadmaps:feed_page",
                icon="calendar-days",
                order=70,
                permits=lambda actor: actor.may(policy.SEE_ASSIGNMENTS),
            )
        )
