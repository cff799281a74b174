from django.urls import path

from .views import classes, journal, lists, organisations, people, performers, start, units

app_name = "access"
urlpatterns = [
    path("organisations/", organisations.OrganisationList.as_view(), name="organisations"),
    path("organisations/add/", organisations.AddOrganisation.as_view(), name="add_organisation"),
    path("organisations/add-territory/", organisations.AddTerritory.as_view(), name="add_territory"),
    path("organisations/export/", lists.ExportOrganisations.as_view(), name="export_organisations"),
    path("organisations/lists/", lists.PutListIn.as_view(), name="put_list_in"),
    path("organisations/lists/<int:pk>/", lists.ListPage.as_view(), name="organisation_list"),
    path("organisations/lists/<int:pk>/confirm/", lists.ConfirmList.as_view(), name="confirm_list"),
    path("organisations/lists/<int:pk>/throw-away/", lists.ThrowListAway.as_view(), name="throw_list_away"),
    path("organisations/classes/", classes.ClassList.as_view(), name="classes"),
    path("organisations/classes/add/", classes.AddClass.as_view(), name="add_class"),
    path("organisations/classes/own/<int:pk>/remove/", classes.RemoveClass.as_view(), name="remove_class"),
    path("organisations/classes/exceptions/<int:pk>/end/", classes.EndException.as_view(), name="end_exception"),
    path("organisations/classes/<str:key>/", classes.ClassPage.as_view(), name="class"),
    path("organisations/classes/<str:key>/except/", classes.Except.as_view(), name="except"),
    path("organisations/performers/", performers.PerformerList.as_view(), name="performers"),
    path("organisations/performers/remember/", performers.Remember.as_view(), name="remember_performer"),
    path("organisations/performers/<int:pk>/forget/", performers.Forget.as_view(), name="forget_performer"),
    path("organisations/<int:pk>/", organisations.OrganisationPage.as_view(), name="organisation"),
    path("organisations/<int:pk>/change/", organisations.ChangeOrganisation.as_view(), name="change_organisation"),
    path("organisations/<int:pk>/close/", organisations.CloseOrganisation.as_view(), name="close_organisation"),
    path("organisations/<int:pk>/take-back/", organisations.TakeBackClosing.as_view(), name="take_back_closing"),
    path("organisations/<int:pk>/history/", journal.OrganisationHistory.as_view(), name="organisation_history"),
    path("organisations/<int:pk>/add-unit/", units.AddUnit.as_view(), name="add_unit"),
    path("organisations/<int:pk>/appoint/", people.Appoint.as_view(), name="appoint"),
    path("units/<int:pk>/change/", units.ChangeUnit.as_view(), name="change_unit"),
    path("appointments/<int:pk>/end/", people.EndAppointment.as_view(), name="end_appointment"),
    path("appointments/<int:pk>/new-password/", people.IssuePassword.as_view(), name="issue_password"),
    path("journal/", journal.Search.as_view(), name="journal"),
    path("journal/own/", journal.OwnDeeds.as_view(), name="own_deeds"),
    path("journal/about-me/", journal.AboutMe.as_view(), name="about_me"),
    path("start/<str:token>/", start.Start.as_view(), name="start"),
]
