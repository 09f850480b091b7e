-- Format 1. Frozen: never edited after release; a change is a new file. docs/ledger-format.md explains it.

CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE replica(id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE);
CREATE TABLE author(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- Facts
CREATE TABLE batch(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE,
  replica INTEGER NOT NULL REFERENCES replica(id), seq INTEGER NOT NULL, lamport INTEGER NOT NULL,
  author INTEGER NOT NULL REFERENCES author(id), wall INTEGER NOT NULL, kind INTEGER NOT NULL,
  nonce BLOB NOT NULL, reverts BLOB, registry_on TEXT, digest BLOB NOT NULL, arrived_in INTEGER);
CREATE TABLE edit(
  rec BLOB NOT NULL, kind INTEGER NOT NULL, uid BLOB NOT NULL, batch INTEGER NOT NULL,
  set_ TEXT NOT NULL, over TEXT NOT NULL, arrived_in INTEGER,
  PRIMARY KEY(rec, kind, uid)) WITHOUT ROWID;
CREATE INDEX edit_batch ON edit(batch);
CREATE TABLE twin(
  kind INTEGER NOT NULL, rec INTEGER NOT NULL, batch INTEGER NOT NULL, body TEXT, arrived_in INTEGER,
  PRIMARY KEY(kind, rec, batch)) WITHOUT ROWID;
CREATE TABLE waiting(
  kind INTEGER NOT NULL, rec BLOB NOT NULL, batch INTEGER NOT NULL, parent BLOB NOT NULL, body TEXT NOT NULL,
  arrived_in INTEGER, PRIMARY KEY(kind, rec, batch)) WITHOUT ROWID;
CREATE INDEX waiting_parent ON waiting(parent);

-- What the columns of an edited record no longer show, and what is in conflict
CREATE TABLE origin(kind INTEGER NOT NULL, rec INTEGER NOT NULL, was TEXT NOT NULL, PRIMARY KEY(kind, rec)) WITHOUT ROWID;
CREATE TABLE head(
  kind INTEGER NOT NULL, rec INTEGER NOT NULL, field TEXT NOT NULL, heads TEXT NOT NULL,
  PRIMARY KEY(kind, rec, field)) WITHOUT ROWID;

-- Local: which rows a batch made here, which rows a merge brought
CREATE TABLE creation_range(
  batch INTEGER NOT NULL, kind INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY(batch, kind)) WITHOUT ROWID;
CREATE TABLE arrival(id INTEGER PRIMARY KEY, file BLOB NOT NULL, arrived INTEGER NOT NULL, undone INTEGER NOT NULL DEFAULT 0);
CREATE TABLE arrival_range(
  arrival INTEGER NOT NULL, kind INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY(arrival, kind)) WITHOUT ROWID;

-- Records: facts first, then `deleted`, then what is derived
CREATE TABLE organization(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  code TEXT, name TEXT, type TEXT, category TEXT, authority TEXT, level TEXT, supervisor TEXT, founded_on TEXT,
  address TEXT, street TEXT, key_declared INTEGER, status TEXT,
  staff INTEGER, full_time INTEGER, part_time INTEGER, contracts INTEGER, women INTEGER, under_35 INTEGER,
  party_members INTEGER, party_org TEXT, members INTEGER,
  head TEXT, contact TEXT, contact_title TEXT, phone TEXT,
  proposed_route TEXT, leader TEXT, responsible_unit TEXT, owner BLOB, deadline TEXT, stage TEXT, side_state TEXT,
  closing TEXT, closed_on TEXT, reviewer TEXT, note TEXT,
  deleted INTEGER,
  shown_type TEXT, shown_level TEXT, scope TEXT, code_state TEXT, region TEXT,
  eligibility TEXT, eligible_until TEXT, coverage TEXT, covered_on TEXT,
  visit_count INTEGER, last_visit_on TEXT, last_visit_mode TEXT, last_visit_result TEXT,
  main_reason TEXT, next_due_on TEXT, next_followup INTEGER, conflicts INTEGER);
CREATE UNIQUE INDEX organization_uid ON organization(uid);
CREATE INDEX organization_code ON organization(code);
CREATE INDEX organization_name ON organization(name);
CREATE INDEX organization_street ON organization(street);
CREATE INDEX organization_due ON organization(next_due_on) WHERE next_due_on IS NOT NULL;

CREATE TABLE former_name(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  org_id INTEGER NOT NULL REFERENCES organization(id),
  name TEXT, source TEXT, until TEXT, deleted INTEGER);
CREATE UNIQUE INDEX former_name_uid ON former_name(uid);
CREATE INDEX former_name_org ON former_name(org_id);

CREATE TABLE person(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  org_id INTEGER NOT NULL REFERENCES organization(id),
  name TEXT, role TEXT, title TEXT, phone TEXT, since TEXT, until TEXT, note TEXT, deleted INTEGER);
CREATE UNIQUE INDEX person_uid ON person(uid);
CREATE INDEX person_org ON person(org_id);

CREATE TABLE visit(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  org_id INTEGER NOT NULL REFERENCES organization(id),
  visited_on TEXT, mode TEXT, result TEXT, cadre BLOB, companions TEXT, met TEXT, minutes INTEGER, note TEXT,
  corrects BLOB, deleted INTEGER);
CREATE UNIQUE INDEX visit_uid ON visit(uid);
CREATE INDEX visit_org ON visit(org_id);
CREATE INDEX visit_day ON visit(visited_on);

CREATE TABLE reason(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  org_id INTEGER NOT NULL REFERENCES organization(id),
  code TEXT, is_primary INTEGER, opened_on TEXT, note TEXT, evidence TEXT, visit BLOB, resolved_on TEXT,
  resolved_by TEXT, deleted INTEGER);
CREATE UNIQUE INDEX reason_uid ON reason(uid);
CREATE INDEX reason_org ON reason(org_id);

CREATE TABLE followup(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  org_id INTEGER NOT NULL REFERENCES organization(id),
  task TEXT, due_on TEXT, cadre BLOB, state TEXT, done_on TEXT, outcome TEXT, visit BLOB, deleted INTEGER);
CREATE UNIQUE INDEX followup_uid ON followup(uid);
CREATE INDEX followup_org ON followup(org_id);
CREATE INDEX followup_due ON followup(due_on);

CREATE TABLE eligibility(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  org_id INTEGER NOT NULL REFERENCES organization(id),
  decision TEXT, decided_on TEXT, ground TEXT, evidence TEXT, decided_by TEXT, until TEXT, deleted INTEGER);
CREATE UNIQUE INDEX eligibility_uid ON eligibility(uid);
CREATE INDEX eligibility_org ON eligibility(org_id);

CREATE TABLE coverage(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  org_id INTEGER NOT NULL REFERENCES organization(id),
  trade_union BLOB, since TEXT, until TEXT, deleted INTEGER);
CREATE UNIQUE INDEX coverage_uid ON coverage(uid);
CREATE INDEX coverage_org ON coverage(org_id);
CREATE INDEX coverage_union ON coverage(trade_union);

CREATE TABLE trade_union(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  name TEXT, route TEXT, founded_on TEXT, approved_by TEXT, document_no TEXT, members INTEGER,
  women_members INTEGER, chair TEXT, legal_code TEXT, in_national_database INTEGER, term_ends_on TEXT, note TEXT,
  deleted INTEGER);
CREATE UNIQUE INDEX trade_union_uid ON trade_union(uid);

CREATE TABLE working_unit(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  name TEXT, division TEXT, note TEXT, deleted INTEGER);
CREATE UNIQUE INDEX working_unit_uid ON working_unit(uid);

CREATE TABLE cadre(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  name TEXT, working_unit BLOB, streets TEXT, phone TEXT, left_on TEXT, deleted INTEGER);
CREATE UNIQUE INDEX cadre_uid ON cadre(uid);

CREATE TABLE code_entry(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  list TEXT, code TEXT, label TEXT, position INTEGER, effect TEXT, next_step TEXT, days INTEGER, evidence TEXT,
  route TEXT, retired INTEGER, deleted INTEGER);
CREATE UNIQUE INDEX code_entry_uid ON code_entry(uid);

CREATE TABLE division(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  code TEXT, name TEXT, retired INTEGER, deleted INTEGER);
CREATE UNIQUE INDEX division_uid ON division(uid);

CREATE TABLE campaign(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  name TEXT, starts_on TEXT, ends_on TEXT, scope_rule TEXT, retired INTEGER, deleted INTEGER);
CREATE UNIQUE INDEX campaign_uid ON campaign(uid);

CREATE TABLE target(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  campaign BLOB, due_on TEXT, percent INTEGER, label TEXT, retired INTEGER, deleted INTEGER);
CREATE UNIQUE INDEX target_uid ON target(uid);

CREATE TABLE import_source(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL, created_in INTEGER NOT NULL,
  file_name TEXT, sheet TEXT, registry_on TEXT, total INTEGER, added INTEGER, updated INTEGER, same INTEGER,
  doubtful INTEGER, rejected INTEGER, deleted INTEGER);
CREATE UNIQUE INDEX import_source_uid ON import_source(uid);
