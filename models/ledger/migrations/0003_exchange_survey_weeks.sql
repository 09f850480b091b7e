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

-- Why a follow-up was made where no person asked for it: rhythm (the next call of its tier), returned (a close-out
-- came back).
ALTER TABLE followup ADD COLUMN origin TEXT;

-- An application to close an organization out (销号): asked with evidence, confirmed or returned by another person.
CREATE TABLE close_out(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  org_id INTEGER NOT NULL REFERENCES organization(id),
  proposed_on TEXT, cadre BLOB, evidence TEXT, document_no TEXT, visit BLOB, attachment BLOB, state TEXT,
  decided_on TEXT, decided_by TEXT, phrase TEXT, deleted INTEGER);
CREATE UNIQUE INDEX close_out_uid ON close_out(uid);
CREATE INDEX close_out_org ON close_out(org_id);
CREATE INDEX organization_closing ON organization(closing) WHERE closing IS NOT NULL;
