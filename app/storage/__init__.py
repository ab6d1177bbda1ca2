"""Tables, migrations, queries, the one writer, evidence files and credentials."""
