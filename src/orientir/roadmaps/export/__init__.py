"""A roadmap as files for other programs: the document that an office signs, the workbook that it counts in."""
