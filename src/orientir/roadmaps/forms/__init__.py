from .creation import UploadForm
from .reports import ReportForm, ReturnForm

__all__ = ["ReportForm", "ReturnForm", "UploadForm"]
