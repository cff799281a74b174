from django.urls import path

from .views import assignments, roadmaps, work

app_name = "roadmaps"
urlpatterns = [
    path("roadmaps/", roadmaps.RoadmapList.as_view(), name="roadmaps"),
    path("roadmaps/upload/", roadmaps.Upload.as_view(), name="upload"),
    path("roadmaps/<int:pk>/", roadmaps.RoadmapPage.as_view(), name="roadmap"),
    path("roadmaps/<int:pk>/read-again/", roadmaps.ReadAgain.as_view(), name="read_again"),
    path("roadmaps/<int:pk>/remove/", roadmaps.RemoveDocument.as_view(), name="remove_document"),
    path("roadmaps/<int:pk>/put-in-force/", roadmaps.PutInForce.as_view(), name="put_in_force"),
    path("assignments/", work.AssignmentList.as_view(), name="assignments"),
    path("reports/", work.ReviewQueue.as_view(), name="reports"),
    path("measures/<int:pk>/", work.MeasurePage.as_view(), name="measure"),
    path("assignments/<int:pk>/", assignments.AssignmentPage.as_view(), name="assignment"),
    path("evidence/<int:pk>/remove/", assignments.RemoveEvidence.as_view(), name="remove_evidence"),
    path("reports/<int:pk>/accept/", assignments.AcceptReport.as_view(), name="accept_report"),
    path("reports/<int:pk>/return/", assignments.ReturnReport.as_view(), name="return_report"),
]
