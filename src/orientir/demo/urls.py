from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [path("sign-in/<slug:login>/", views.SignInAs.as_view(), name="sign_in")]
