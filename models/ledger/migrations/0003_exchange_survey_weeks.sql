-- Format 3: exchange between laptops, survey answers and attachments, links between organizations, frozen weeks.

-- "These two are the same, are not the same, belong together": said by a person, travels, can be taken back.
CREATE TABLE organization_link(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL, org_id INTEGER NOT NULL,
  other BLOB, relation TEXT, note TEXT, seen TEXT, deleted INTEGER);
CREATE UNIQUE INDEX organization_link_uid ON organization_link(uid);
CREATE INDEX organization_link_org ON organization_link(org_id);
CREATE INDEX organization_link_other ON organization_link(other);
-- Derived (models/ledger/joining.py): the local id of the organization that this one is shown as. What an older ledger
-- holds is worked out when it is first opened.
ALTER TABLE organization ADD COLUMN joined_into INTEGER;
CREATE INDEX organization_joined ON organization(joined_into) WHERE joined_into IS NOT NULL;
INSERT INTO meta(key, value) VALUES ('joins', 'to do');

-- Answers of the survey that no column of the organization holds: questions of one's own, and "asked, nobody knows".
CREATE TABLE survey_answer(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  org_id INTEGER NOT NULL REFERENCES organization(id),
  question TEXT, answer TEXT, value TEXT, note TEXT, deleted INTEGER);
CREATE UNIQUE INDEX survey_answer_uid ON survey_answer(uid);
CREATE INDEX survey_answer_org ON survey_answer(org_id);

-- Photos and scans: what hangs on an organization, and each content once, however many hang it up.
CREATE TABLE attachment(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  org_id INTEGER NOT NULL REFERENCES organization(id),
  name TEXT, content BLOB, media_type TEXT, size INTEGER, note TEXT, visit BLOB, deleted INTEGER);
CREATE UNIQUE INDEX attachment_uid ON attachment(uid);
CREATE INDEX attachment_org ON attachment(org_id);
CREATE INDEX attachment_content ON attachment(content);
CREATE TABLE file_content(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  sha256 TEXT, base64 TEXT, deleted INTEGER);
CREATE UNIQUE INDEX file_content_uid ON file_content(uid);

-- Which visits are corrected: asked for every visit of an organization, which may have ten thousand.
CREATE INDEX visit_corrects ON visit(corrects) WHERE corrects IS NOT NULL;

-- Why a follow-up was made where no person asked for it: rhythm (the next call of its tier), returned (a close-out
-- came back).
ALTER TABLE followup ADD COLUMN origin TEXT;
CREATE INDEX followup_returned ON followup(due_on) WHERE origin='returned';

-- An application to close an organization out (销号): asked with evidence, confirmed or returned by another person.
CREATE TABLE close_out(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  org_id INTEGER NOT NULL REFERENCES organization(id),
  proposed_on TEXT, cadre BLOB, evidence TEXT, document_no TEXT, visit BLOB, attachment BLOB, state TEXT,
  decided_on TEXT, decided_by TEXT, phrase TEXT, deleted INTEGER);
CREATE UNIQUE INDEX close_out_uid ON close_out(uid);
CREATE INDEX close_out_org ON close_out(org_id);
CREATE INDEX organization_closing ON organization(closing) WHERE closing IS NOT NULL;

-- Merging, local: which merge of one or several files an arrival belongs to, whether rows of the file were left out
-- (it can come again), and what of the file was here already from other files (docs/ledger-format.md).
ALTER TABLE arrival ADD COLUMN run INTEGER;
ALTER TABLE arrival ADD COLUMN partial INTEGER NOT NULL DEFAULT 0;
ALTER TABLE arrival ADD COLUMN again BLOB;
-- Which arrival a base creation came with, where the range of its row does not say so.
CREATE TABLE promoted(
  kind INTEGER NOT NULL, rec INTEGER NOT NULL, arrived_in INTEGER, PRIMARY KEY(kind, rec)) WITHOUT ROWID;
CREATE TABLE merge_run(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, restore_point TEXT NOT NULL);
-- What became of a file: for the person, and for its sender with the next file that goes there.
CREATE TABLE merge_receipt(
  arrival INTEGER PRIMARY KEY, name TEXT NOT NULL, installation TEXT NOT NULL, author TEXT NOT NULL,
  unit TEXT NOT NULL, created INTEGER NOT NULL, upto INTEGER NOT NULL, counts TEXT NOT NULL, left_out TEXT NOT NULL);

-- Somebody's data were blanked at their wish: which facts, with the hashes by which they are still proven, and what
-- is blanked when an old file brings it.
CREATE TABLE redaction(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  org_id INTEGER NOT NULL REFERENCES organization(id),
  fact_kind INTEGER, record BLOB, field TEXT, batch BLOB, edit BLOB, hash_before TEXT, hash_after TEXT, salt TEXT,
  digest TEXT, deleted INTEGER);
CREATE UNIQUE INDEX redaction_uid ON redaction(uid);
CREATE INDEX redaction_org ON redaction(org_id);
CREATE INDEX redaction_record ON redaction(record);

-- Local, never facts: exchange files that went out. `recipient` is the key of a confirmed card or a name, `scope` which
-- part of the ledger went, `held` which batches were here then (packed, of the newest file to the recipient only).
CREATE TABLE sent_file(
  id INTEGER PRIMARY KEY, recipient TEXT NOT NULL, file BLOB NOT NULL, sent INTEGER NOT NULL, kind TEXT NOT NULL,
  number INTEGER NOT NULL, creations INTEGER NOT NULL, edits INTEGER NOT NULL, scope TEXT NOT NULL, held BLOB);
CREATE INDEX sent_file_recipient ON sent_file(recipient);
-- Local: files that came in and were merged, by whom they were signed, and what the merge said: the receipt that goes
-- back with the next file to the sender.
CREATE TABLE received_file(
  file BLOB PRIMARY KEY, sender BLOB NOT NULL, installation TEXT NOT NULL, merged INTEGER NOT NULL,
  merged_by TEXT NOT NULL, counts TEXT NOT NULL) WITHOUT ROWID;
-- Local: what became of files that went out, as their recipients told.
CREATE TABLE returned_receipt(
  file BLOB PRIMARY KEY, merged INTEGER NOT NULL, merged_by TEXT NOT NULL, counts TEXT NOT NULL) WITHOUT ROWID;

-- How a superior's form is filled, known again by its headings.
CREATE TABLE form_profile(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  fingerprint TEXT, name TEXT, mapping TEXT, retired INTEGER, deleted INTEGER);
CREATE UNIQUE INDEX form_profile_uid ON form_profile(uid);
CREATE INDEX form_profile_fingerprint ON form_profile(fingerprint);

-- What is open by its day: the first page, the board and the counts of late and due (docs/decisions/0015-first-paint.md).
CREATE INDEX followup_open ON followup(due_on, org_id) WHERE state='open';
-- How far organizations are in each place, from the index alone (models/queries/stage_panel.py).
CREATE INDEX organization_standing ON organization(
  stage, side_state, main_reason, status, deleted, joined_into, region, visit_count);

-- Prints of a week as they were, to be printed again whatever is merged or undone since.
CREATE TABLE frozen_week(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  week TEXT, kind TEXT, scope TEXT, frozen_at TEXT, report TEXT, figures TEXT, members TEXT, content TEXT, hash TEXT,
  deleted INTEGER);
CREATE UNIQUE INDEX frozen_week_uid ON frozen_week(uid);
CREATE INDEX frozen_week_of ON frozen_week(week, kind);

-- Records that came back from the trash because somebody changed them meanwhile: they wait for a person.
CREATE INDEX organization_back ON organization(id) WHERE deleted=2;
CREATE INDEX former_name_back ON former_name(id) WHERE deleted=2;
CREATE INDEX person_back ON person(id) WHERE deleted=2;
CREATE INDEX reason_back ON reason(id) WHERE deleted=2;
CREATE INDEX followup_back ON followup(id) WHERE deleted=2;
CREATE INDEX eligibility_back ON eligibility(id) WHERE deleted=2;
CREATE INDEX coverage_back ON coverage(id) WHERE deleted=2;
CREATE INDEX trade_union_back ON trade_union(id) WHERE deleted=2;
CREATE INDEX survey_answer_back ON survey_answer(id) WHERE deleted=2;
CREATE INDEX attachment_back ON attachment(id) WHERE deleted=2;
