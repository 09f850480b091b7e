-- Format 2: saved views and import profiles (records), rows of imports that wait for a person (local).

CREATE TABLE saved_view(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  name TEXT, purpose TEXT, spec TEXT, position INTEGER, retired INTEGER, deleted INTEGER);
CREATE UNIQUE INDEX saved_view_uid ON saved_view(uid);

CREATE TABLE import_profile(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  fingerprint TEXT, name TEXT, mapping TEXT, retired INTEGER, deleted INTEGER);
CREATE UNIQUE INDEX import_profile_uid ON import_profile(uid);
CREATE INDEX import_profile_fingerprint ON import_profile(fingerprint);

-- Local, never facts: doubtful rows with what the sheet said, until a person has decided.
CREATE TABLE import_queue(
  id INTEGER PRIMARY KEY, batch BLOB NOT NULL, row INTEGER NOT NULL, headings TEXT NOT NULL, cells TEXT NOT NULL,
  facts TEXT NOT NULL, extras TEXT NOT NULL, registry_on TEXT, candidate BLOB, reason TEXT NOT NULL, decided TEXT);
CREATE INDEX import_queue_open ON import_queue(id) WHERE decided IS NULL;

-- Local: proposals about a field that a person has turned down, so that they are not made again.
CREATE TABLE refused_proposal(
  rec BLOB NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(rec, field, value)) WITHOUT ROWID;
