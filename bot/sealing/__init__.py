"""What people wrote, encrypted. Destroying a record's key deletes the record for good.

Each record has a key of its own, made at random. That key stands in the table `record_key`,
wrapped by a key of the ring (`COACH_ENCRYPTION_KEYS`, or a file beside an SQLite database); the
ring is never in the database. Without the row in `record_key` nobody can read the record, and
neither can Coach.

What the destruction of a record's key reaches, and what it does not:

- **The database**: at once. SQLite's own files too, after `store.empty_log`. PostgreSQL's files
  keep the old row, still wrapped, until the server has cleaned up and overwritten the space.
- **A backup without the rows of `record_key`**: at once. It holds nothing but encrypted bytes.
- **A backup with the rows of `record_key`, from before**: not by itself. With it and the ring of
  its time the record can be read until that backup is deleted, or until the ring was rotated and
  the older key destroyed. This holds for copies of the whole database and archived WAL too.

So `record_key` is backed up apart from everything else, and of that backup only the newest copy is
kept. To restore, put the newest `record_key` under whichever data: what was deleted in between
stays deleted. README has the commands, and a test runs them.
"""
