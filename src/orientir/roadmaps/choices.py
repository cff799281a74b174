from django.db import models
from django.utils.translation import gettext_lazy as _


class RoadmapState(models.TextChoices):
    """Where a roadmap stands between its document and its work."""

    WAITING = "waiting", _("waiting to be read")
    READING = "reading", _("being read")
    UNREADABLE = "unreadable", _("could not be read")
    READ = "read", _("read, not in force")
    STARTING = "starting", _("being put in force")
    IN_FORCE = "in_force", _("in force")
    ARCHIVED = "archived", _("in the archive")


class EditionState(models.TextChoices):
    """Where a new edition of a plan's document stands."""

    WAITING = "waiting", _("waiting to be read")
    READING = "reading", _("being read")
    UNREADABLE = "unreadable", _("reading failed")
    READ = "read", _("to be looked through")
    APPLYING = "applying", _("being applied")
    APPLIED = "applied", _("applied")
    SAME = "same", _("nothing to change")
    LEFT = "left", _("put aside")


class AssignmentState(models.TextChoices):
    """Where an assignment stands, as its organisation and its office see it."""

    WAITING = "waiting", _("waiting")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned for revision")
    ACCEPTED = "accepted", _("accepted")
    CLOSED = "closed", _("closed without a report")
    ARCHIVE = "archive", _("before the start of control")


class Outcome(models.TextChoices):
    """How an assignment ended, in the words of the field. Empty while it has not ended."""

    DONE = "done", _("carried out")
    PARTLY = "partly", _("carried out in part")
    NOT_DONE = "not_done", _("not carried out")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    VOID = "void", _("no longer in force")
    OFF_CONTROL = "off_control", _("taken off control")


class Part(models.TextChoices):
    """What a performer does for a measure that several perform."""

    LEAD = "lead", _("brings together")
    SUBMITS = "submits", _("submits")


class Force(models.TextChoices):
    """How binding a measure is for a performer. Only obligatory work can be overdue."""

    OBLIGATORY = "obligatory", _("obligatory")
    RECOMMENDED = "recommended", _("recommended")
    AGREED = "agreed", _("by agreement")


class Fulfilment(models.TextChoices):
    """The kind of fact that proves a measure."""

    ACT = "act", _("an act is issued")
    AGREEMENT = "agreement", _("an agreement is signed")
    ANALYSIS = "analysis", _("an analysis is made")
    CHOICE = "choice", _("a choice is made")
    CONSULTATION = "consultation", _("consultations are given")
    CONTEST = "contest", _("a contest is held or taken part in")
    COORDINATION = "coordination", _("bodies work together")
    COURSE = "course", _("a course or a group works")
    DECISION = "decision", _("a decision is taken")
    DIAGNOSTICS = "diagnostics", _("a diagnostic is carried out")
    EFFECT = "effect", _("an effect is assessed")
    EVENT = "event", _("an event is held")
    MONITORING = "monitoring", _("monitoring is carried out")
    OUTCOME = "outcome", _("results of students are recorded")
    PATHWAY = "pathway", _("individual plans are kept")
    PROGRAMME = "programme", _("a programme is joined")
    RECOMMENDATION = "recommendation", _("recommendations are addressed")
    REGISTER = "register", _("a register is kept")
    RESOURCE = "resource", _("a resource is published")
    SURVEY = "survey", _("a survey is answered")


class ResultForm(models.TextChoices):
    """The thing that a printed result names."""

    ANALYTIC_NOTE = "analytic_note", _("analytic note")
    AGREEMENT = "agreement", _("agreement")
    APPLICATION = "application", _("application")
    BANK = "bank", _("bank of materials")
    CALENDAR = "calendar", _("calendar")
    DIGITAL_RESOURCE = "digital_resource", _("digital resource")
    ENROLMENT = "enrolment", _("enrolment")
    EVENT_HELD = "event_held", _("event held")
    LETTER = "letter", _("letter")
    LOCAL_ACT = "local_act", _("local act")
    METHOD_GUIDE = "method_guide", _("method guide")
    NONE_NAMED = "none_named", _("none named")
    ORDER = "order", _("order")
    PARTICIPATION = "participation", _("participation")
    PLAN = "plan", _("plan")
    PROGRAMME = "programme", _("programme")
    QUESTIONNAIRE_RESULTS = "questionnaire_results", _("results of questionnaires")
    RECOMMENDATIONS = "recommendations", _("recommendations")
    REGISTER = "register", _("register")
    REPORT = "report", _("report")
    SITE_PAGE = "site_page", _("page of a site")
    STATISTICS = "statistics", _("statistics")


class Comparison(models.TextChoices):
    """How a value stands to its target."""

    AT_LEAST = ">=", _("at least")
    MORE = ">", _("more than")
    EXACTLY = "=", _("exactly")
    AT_MOST = "<=", _("at most")
    LESS = "<", _("less than")
    GROWS = "increase", _("grows")


class ReportState(models.TextChoices):
    """Where a report stands. A returned one is written on and submitted again."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned for revision")
    ACCEPTED = "accepted", _("accepted")
