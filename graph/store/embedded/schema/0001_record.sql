-- The record of Entente, schema 1. README.md beside this file explains it.

CREATE TABLE revision (
  number INTEGER PRIMARY KEY,
  time   TEXT NOT NULL,   -- UTC, as 2023-08-15T12:00:00.000000Z
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  key    TEXT UNIQUE      -- idempotency key of the batch; NULL for none
) STRICT;

-- Some columns are derived from the records by rules of the program: weights of
-- kinds, confidence from grades, days from periods, words from texts. This is
-- the digest of the rules by which they were derived last, in one row.
CREATE TABLE derivation (
  rules TEXT NOT NULL
) STRICT;

CREATE TABLE actor (
  version INTEGER PRIMARY KEY,
  id      TEXT NOT NULL,
  kind    TEXT NOT NULL,
  label   TEXT NOT NULL,
  born    INTEGER NOT NULL REFERENCES revision (number),
  died    INTEGER NOT NULL,
  record  TEXT NOT NULL,
  UNIQUE (id, died)
) STRICT;

CREATE TABLE source (
  version   INTEGER PRIMARY KEY,
  id        TEXT NOT NULL,
  title     TEXT NOT NULL,
  publisher TEXT NOT NULL,
  published TEXT NOT NULL,   -- EDTF; empty if not given
  words     TEXT NOT NULL,   -- what a search by words reads
  born      INTEGER NOT NULL REFERENCES revision (number),
  died      INTEGER NOT NULL,
  record    TEXT NOT NULL,
  UNIQUE (id, died)
) STRICT;

CREATE TABLE event (
  version   INTEGER PRIMARY KEY,
  id        TEXT NOT NULL,
  label     TEXT NOT NULL,
  period    TEXT NOT NULL,      -- EDTF
  start_min INTEGER NOT NULL,   -- first possible day
  end_max   INTEGER NOT NULL,   -- last possible day
  words     TEXT NOT NULL,      -- what a search by words reads
  born      INTEGER NOT NULL REFERENCES revision (number),
  died      INTEGER NOT NULL,
  record    TEXT NOT NULL,
  UNIQUE (id, died)
) STRICT;

CREATE INDEX event_newest ON event (start_min DESC, id);

CREATE TABLE participant (
  actor         TEXT NOT NULL,
  event_version INTEGER NOT NULL REFERENCES event (version),
  PRIMARY KEY (actor, event_version)
) WITHOUT ROWID, STRICT;

CREATE TABLE relation (
  version         INTEGER PRIMARY KEY,
  id              TEXT NOT NULL,
  from_actor      TEXT NOT NULL,
  kind            TEXT NOT NULL,
  to_actor        TEXT NOT NULL,
  period          TEXT NOT NULL,      -- EDTF
  start_min       INTEGER NOT NULL,   -- the first day lies between start_min
  start_max       INTEGER NOT NULL,   -- and start_max,
  end_min         INTEGER NOT NULL,   -- the last one between end_min
  end_max         INTEGER NOT NULL,   -- and end_max
  start_unknown   INTEGER NOT NULL,   -- 1 if the start was not given
  end_unknown     INTEGER NOT NULL,   -- 1 if the end was not given
  modality        TEXT NOT NULL,
  weight          REAL NOT NULL,
  intensity       REAL NOT NULL,
  confidence      REAL NOT NULL,
  published_first INTEGER NOT NULL,   -- day by which some supporting evidence was public
  published_all   INTEGER NOT NULL,   -- day by which all the evidence was public
  words           TEXT,               -- what a search by words reads; NULL if there is nothing
  born            INTEGER NOT NULL REFERENCES revision (number),
  died            INTEGER NOT NULL,
  record          TEXT NOT NULL,
  UNIQUE (id, died)
) STRICT;

CREATE TABLE evidence (
  id               TEXT NOT NULL,
  source           TEXT NOT NULL,
  relation_version INTEGER REFERENCES relation (version),   -- what it is evidence for:
  event_version    INTEGER REFERENCES event (version),      -- one of the two
  born             INTEGER NOT NULL REFERENCES revision (number),
  died             INTEGER NOT NULL,
  PRIMARY KEY (id, died)
) WITHOUT ROWID, STRICT;

CREATE INDEX evidence_of_source ON evidence (source, id, relation_version);

-- For readers with a SQLite tool; the program itself does not use them.

CREATE VIEW relation_now AS
SELECT r.id, r.from_actor, f.label AS from_label, r.kind, r.to_actor, t.label AS to_label, r.period,
  CASE r.start_min WHEN -2147483648 THEN NULL ELSE date(r.start_min * 86400, 'unixepoch') END AS first_possible_day,
  CASE r.end_max WHEN 2147483647 THEN NULL ELSE date(r.end_max * 86400, 'unixepoch') END AS last_possible_day,
  r.modality, r.weight, r.intensity, r.confidence, json_extract(r.record, '$.note') AS note,
  r.born AS revision, r.record
FROM relation r
JOIN actor f ON f.id = r.from_actor AND f.died = 9999999999
JOIN actor t ON t.id = r.to_actor AND t.died = 9999999999
WHERE r.died = 9999999999;

CREATE VIEW evidence_now AS
SELECT json_extract(e.value, '$.id') AS id, r.id AS relation, json_extract(e.value, '$.source') AS source, s.title,
  json_extract(e.value, '$.quotation') AS quotation, json_extract(e.value, '$.stance') AS stance,
  json_extract(e.value, '$.modality') AS modality,
  json_extract(e.value, '$.grade.reliability') || json_extract(e.value, '$.grade.credibility') AS grade,
  json_extract(e.value, '$.published') AS published
FROM relation r, json_each(r.record, '$.evidence') e
LEFT JOIN source s ON s.id = json_extract(e.value, '$.source') AND s.died = 9999999999
WHERE r.died = 9999999999;

CREATE VIEW actor_name_now AS
SELECT a.id AS actor, json_extract(n.value, '$.text') AS name, json_extract(n.value, '$.language') AS language,
  coalesce(json_extract(n.value, '$.primary'), 0) AS is_primary
FROM actor a, json_each(a.record, '$.names') n
WHERE a.died = 9999999999;
