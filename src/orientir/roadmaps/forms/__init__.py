from .creation import UploadForm
from .force import PutInForceForm
from .reports import ReportForm, ReturnForm

__all__ = ["PutInForceForm", "ReportForm", "ReturnForm", "UploadForm"]
