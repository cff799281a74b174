from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("late/", views.Late.as_view(), name="late"),
    path("coming-up/", views.ComingUp.as_view(), name="coming_up"),
]
