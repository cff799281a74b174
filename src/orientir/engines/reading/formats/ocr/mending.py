from __future__ import annotations
def mended(pages): return pages
