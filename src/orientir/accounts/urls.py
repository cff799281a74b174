from django.urls import path

from . import views, views_codes, views_factor, views_portal, views_security

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/new-password/", views_codes.ChoosePassword.as_view(), name="choose_password"),
    path("sign-in/help/", views_codes.PasswordHelp.as_view(), name="password_help"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("sign-in/code/", views_factor.EnterCode.as_view(), name="enter_code"),
    path("sign-in/portal/", views_portal.SignInByPortal.as_view(), name="sign_in_by_portal"),
    path("security/portal/", views_portal.TiePortal.as_view(), name="portal"),
    path("security/portal/go/", views_portal.GoToPortal.as_view(), name="go_to_portal"),
    path("confirm/", views_factor.Confirm.as_view(), name="confirm"),
    path("security/", views_security.Security.as_view(), name="security"),
    path("security/factor/", views_factor.SetUpFactor.as_view(), name="set_up_factor"),
    path("security/factor/take-off/", views_factor.TakeFactorOff.as_view(), name="take_factor_off"),
    path("security/card/", views_factor.CodeCard.as_view(), name="code_card"),
    path("security/sessions/end-others/", views_security.EndOtherSessions.as_view(), name="end_other_sessions"),
    path("security/sessions/<slug:mark>/end/", views_security.EndSession.as_view(), name="end_session"),
    path("password/", views.ChangePassword.as_view(), name="password"),
]
