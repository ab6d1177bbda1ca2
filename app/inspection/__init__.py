"""Pure rules of an inspection: checklist, answers, scoring, rectification. No Qt, no SQL, no files."""
