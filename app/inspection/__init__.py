"""Pure rules: checklist, answers, scoring, rectification. No Qt, no SQL, no files."""
