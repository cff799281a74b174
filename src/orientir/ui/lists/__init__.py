"""Lists: rows of one kind that are filtered, sorted, paged, shown in chosen columns and saved as a spreadsheet.

An app declares a list (`ListOf`): the rows a person may see, columns, filters, addresses. `Listing` reads the address
of the page – filters, sort, place, columns – and asks for one page. All of it works by links and one form, without a
script, and an address shown to somebody else gives them the same list of what they may see.

A place in a list is the sort values of the row at the edge of the page, never a number of rows: what is added or goes
meanwhile neither repeats a row nor leaves one out.
"""

from .columns import Column
from .filters import Choice, Day, Filter, Hidden, Words
from .listing import MOST_IN_FILE, Listing, ListOf
from .views import ListFile, ListPage, OneList

__all__ = [
    "MOST_IN_FILE",
    "Choice",
    "Column",
    "Day",
    "Filter",
    "Hidden",
    "ListFile",
    "ListOf",
    "ListPage",
    "Listing",
    "OneList",
    "Words",
]
