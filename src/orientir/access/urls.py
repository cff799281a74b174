from django.urls import path

from . import views

app_name = "access"
urlpatterns = [
    path("organisations/", views.OrganisationList.as_view(), name="organisations"),
    path("organisations/add/", views.AddOrganisation.as_view(), name="add_organisation"),
    path("organisations/add-district/", views.AddDistrict.as_view(), name="add_district"),
    path("organisations/<int:pk>/", views.OrganisationPage.as_view(), name="organisation"),
    path("organisations/<int:pk>/add-unit/", views.AddUnit.as_view(), name="add_unit"),
    path("organisations/<int:pk>/appoint/", views.Appoint.as_view(), name="appoint"),
    path("appointments/<int:pk>/end/", views.EndAppointment.as_view(), name="end_appointment"),
    path("appointments/<int:pk>/new-password/", views.IssuePassword.as_view(), name="issue_password"),
    path("start/<str:token>/", views.Start.as_view(), name="start"),
]
