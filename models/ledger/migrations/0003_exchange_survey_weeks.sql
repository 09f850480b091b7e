-- Format 3: exchange between laptops, survey answers and attachments, links between organizations, frozen weeks.

-- "These two are the same, are not the same, belong together": said by a person, travels, can be taken back.
CREATE TABLE organization_link(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL, org_id INTEGER NOT NULL,
  other BLOB, relation TEXT, note TEXT, deleted INTEGER);
CREATE UNIQUE INDEX organization_link_uid ON organization_link(uid);
CREATE INDEX organization_link_org ON organization_link(org_id);
CREATE INDEX organization_link_other ON organization_link(other);
