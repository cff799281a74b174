from django.urls import path

from .views import assignments, roadmaps

app_name = "roadmaps"
urlpatterns = [
    path("roadmaps/", roadmaps.RoadmapList.as_view(), name="roadmaps"),
    path("roadmaps/upload/", roadmaps.Upload.as_view(), name="upload"),
    path("roadmaps/<int:pk>/", roadmaps.RoadmapPage.as_view(), name="roadmap"),
    path("roadmaps/<int:pk>/read-again/", roadmaps.ReadAgain.as_view(), name="read_again"),
    path("roadmaps/<int:pk>/put-in-force/", roadmaps.PutInForce.as_view(), name="put_in_force"),
    path("assignments/", assignments.AssignmentList.as_view(), name="assignments"),
    path("reports/", assignments.ReviewQueue.as_view(), name="reports"),
    path("measures/<int:pk>/", assignments.MeasurePage.as_view(), name="measure"),
    path("assignments/<int:pk>/", assignments.AssignmentPage.as_view(), name="assignment"),
    path("assignments/<int:pk>/evidence/", assignments.AddEvidence.as_view(), name="add_evidence"),
    path("evidence/<int:pk>/remove/", assignments.RemoveEvidence.as_view(), name="remove_evidence"),
    path("reports/<int:pk>/accept/", assignments.AcceptReport.as_view(), name="accept_report"),
    path("reports/<int:pk>/return/", assignments.ReturnReport.as_view(), name="return_report"),
]
