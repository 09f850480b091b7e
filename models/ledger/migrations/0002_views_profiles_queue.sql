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

-- Local, never facts: doubtful rows with what the sheet said, until a person has decided. `verdict` is same or
-- different, `decided_in` the batch that wrote the decision, `organization` the record that the row became.
-- A row counts as long as its import stands, and as open while its decision does not stand.
CREATE TABLE import_queue(
  id INTEGER PRIMARY KEY, batch BLOB NOT NULL, row INTEGER NOT NULL, headings TEXT NOT NULL, cells TEXT NOT NULL,
  facts TEXT NOT NULL, extras TEXT NOT NULL, registry_on TEXT NOT NULL, candidates TEXT NOT NULL,
  reason TEXT NOT NULL, key BLOB NOT NULL, verdict TEXT, decided_in BLOB, organization BLOB, later INTEGER);
CREATE INDEX import_queue_key ON import_queue(key);

-- Local: whom an import listed (packed local ids), so that a later list of the same source tells who is missing,
-- and whom it listed although the ledger held them for gone.
CREATE TABLE import_listing(
  batch BLOB PRIMARY KEY, source TEXT NOT NULL, registry_on TEXT NOT NULL, listed BLOB NOT NULL,
  reappeared TEXT NOT NULL) WITHOUT ROWID;

-- Local: proposals about a field that a person has turned down, so that they are not made again.
CREATE TABLE refused_proposal(
  rec BLOB NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(rec, field, value)) WITHOUT ROWID;

-- Local: what was typed into a form and not saved (form, organizations by record id, texts by field as JSON).
CREATE TABLE draft(
  id INTEGER PRIMARY KEY, form TEXT NOT NULL, organizations TEXT NOT NULL, texts TEXT NOT NULL);
CREATE UNIQUE INDEX draft_of ON draft(form, organizations);
