"""The components a page is made of, by subject: each is a typed function, a template beside it and styles.

`docs/ui.md` lists them, the gallery shows them. A page never writes a class that the gallery does not show.
"""
