"""The roadmap: from the document to accepted reports.

An office puts its document in; a job reads it into sections and measures. A measure put in force becomes an assignment
of each organisation that has to do it: measure × organisation × due date. The organisation reports on the assignment in
words and with files (evidence); the office accepts the report or returns it with a reason.

Roadmaps and assignments hold nothing personal. Reports, their texts and files do: they belong to the organisation and
stand behind the second wall.
"""
