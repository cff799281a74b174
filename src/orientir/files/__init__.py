"""One store of files for the whole product.

A file is checked, named by the SHA-256 of its content and kept once; a `StoredFile` says who put it in for
which organisation, under which name. It is downloaded by right only: apps above register which of their
objects use files and who may see them (`uses.py`), and a file that no visible object uses does not exist for
the reader.

    stored = services.put_in(upload, organisation_id=7, by=actor, at=now)    # or FileRefused
    services.take_out(stored, by=actor, at=now)
    path = store.path_of(stored.sha256)                                      # for a job

Content goes to the disk before the row is committed and leaves it after the row's end is committed. What a
broken request leaves behind is content nobody holds, never a row without content; `manage sweep_files` clears
it away.
"""
