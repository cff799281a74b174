from django.http import HttpRequest


def identity(request: HttpRequest) -> dict[str, object]:
    """Context processor: who is signed in, in words, as the layout shows it."""
    return {"identity": getattr(request, "identity", None)}
