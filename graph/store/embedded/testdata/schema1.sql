-- A record as the first release writes it: revisions 1 and 2 of the graph in schema_test.go.

CREATE TABLE revision (
  number INTEGER PRIMARY KEY,
  time   TEXT NOT NULL,   -- UTC, as 2023-08-15T12:00:00.000000Z
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  key    TEXT UNIQUE      -- idempotency key of the batch; NULL for none
) STRICT;

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

INSERT INTO revision VALUES (1, '2026-01-02T03:05:05.000000Z', 'test', 'test', 'first');
INSERT INTO revision VALUES (2, '2026-01-02T03:06:05.000000Z', 'test', 'test', NULL);
INSERT INTO derivation VALUES ('7eecb0a60fddc1d438c3cb144e2cf0afbce52667837aa3f19b824fe29277842e');
INSERT INTO actor VALUES (1, 'cote-divoire', 'STATE', 'Côte d''Ivoire', 1, 9999999999, '{"id":"cote-divoire","kind":"STATE","names":[{"text":"Côte d''Ivoire","language":"en","primary":true},{"text":"Côte d’Ivoire","language":"fr","primary":true}],"codes":[{"scheme":"iso3","value":"CIV"}],"exists":"1960-08-07/.."}');
INSERT INTO actor VALUES (2, 'ecowas', 'ORGANIZATION', 'ECOWAS', 1, 9999999999, '{"id":"ecowas","kind":"ORGANIZATION","names":[{"text":"ECOWAS","language":"en","primary":true}]}');
INSERT INTO actor VALUES (3, 'goita', 'PERSON', 'Assimi Goïta', 1, 9999999999, '{"id":"goita","kind":"PERSON","names":[{"text":"Assimi Goïta","language":"en","primary":true}]}');
INSERT INTO actor VALUES (4, 'putin', 'PERSON', 'Vladimir Putin', 1, 9999999999, '{"id":"putin","kind":"PERSON","names":[{"text":"Vladimir Putin","language":"en","primary":true}]}');
INSERT INTO actor VALUES (5, 'niger', 'STATE', 'Niger', 1, 2, '{"id":"niger","kind":"STATE","names":[{"text":"Niger","language":"en","primary":true}]}');
INSERT INTO actor VALUES (6, 'mali', 'STATE', 'Mali', 1, 2, '{"id":"mali","kind":"STATE","names":[{"text":"Mali","language":"en","primary":true}]}');
INSERT INTO actor VALUES (7, 'russia', 'STATE', 'Russia', 1, 9999999999, '{"id":"russia","kind":"STATE","names":[{"text":"Russia","language":"en","primary":true}]}');
INSERT INTO actor VALUES (8, 'mali', 'STATE', 'Mali', 2, 9999999999, '{"id":"mali","kind":"STATE","names":[{"text":"Mali","language":"en","primary":true},{"text":"République du Mali","language":"fr","primary":true}]}');
INSERT INTO actor VALUES (9, 'niger', 'STATE', 'Niger', 2, 9999999999, '{"id":"niger","kind":"STATE","names":[{"text":"Niger","language":"en","primary":true}]}');
INSERT INTO source VALUES (1, 'source:kremlin', 'Kremlin, read-out of a call', '', '2023-08-15', 'kremlin read out of a call', 1, 9999999999, '{"id":"source:kremlin","title":"Kremlin, read-out of a call","published":"2023-08-15"}');
INSERT INTO source VALUES (2, 'source:test', 'test', '', '2023-08-15', 'test', 1, 2, '{"id":"source:test","title":"test","published":"2023-08-15"}');
INSERT INTO source VALUES (3, 'source:reuters', 'reuters', '', '2023-08-15', 'reuters', 1, 9999999999, '{"id":"source:reuters","title":"reuters","published":"2023-08-15"}');
INSERT INTO source VALUES (4, 'source:test', 'test', '', '2023-08-15', 'test', 2, 9999999999, '{"id":"source:test","title":"test","published":"2023-08-15"}');
INSERT INTO event VALUES (1, 'event:summit', 'Russia–Africa Summit', '2023-07-27/2023-07-28', 19565, 19566, 'russia africa summit', 1, 9999999999, '{"id":"event:summit","names":[{"text":"Russia–Africa Summit","language":"en","primary":true}],"period":"2023-07-27/2023-07-28","place":"russia","participants":[{"actor":"russia","role":"host","evidence":[{"id":"evidence:summit-1","source":"source:test","stance":"SUPPORTS","modality":"ASSERTED","grade":{"reliability":"A","credibility":1},"published":"2023-08-15"}]},{"actor":"mali","role":"guest","evidence":[{"id":"evidence:summit-2","source":"source:test","stance":"SUPPORTS","modality":"ASSERTED","grade":{"reliability":"A","credibility":1},"published":"2023-08-15"}]}]}');
INSERT INTO participant VALUES ('mali', 1);
INSERT INTO participant VALUES ('russia', 1);
INSERT INTO relation VALUES (1, 'relation:goita-calls-putin', 'goita', 'CALLS', 'putin', '2023-08-15', 19584, 19584, 19584, 19584, 0, 0, 'ATTRIBUTED', 0.15, 1.0, 0.76, 19584, 19584, 'a telephone conversation', 1, 9999999999, '{"id":"relation:goita-calls-putin","from":"goita","kind":"CALLS","to":"putin","about":{"actor":"niger"},"period":"2023-08-15","intensity":1,"evidence":[{"id":"evidence:goita-calls-putin-1","source":"source:kremlin","quotation":"a telephone conversation","stance":"SUPPORTS","modality":"ATTRIBUTED","grade":{"reliability":"B","credibility":2},"published":"2023-08-15"}]}');
INSERT INTO relation VALUES (2, 'relation:mali-suspended-from-ecowas', 'mali', 'SUSPENDED_FROM', 'ecowas', '2021-05-30/..', 18777, 18777, 2147483647, 2147483647, 0, 0, 'ASSERTED', -0.3, 1.0, 0.64695, 19584, 19584, NULL, 1, 9999999999, '{"id":"relation:mali-suspended-from-ecowas","from":"mali","kind":"SUSPENDED_FROM","to":"ecowas","period":"2021-05-30/..","intensity":1,"evidence":[{"id":"evidence:mali-suspended-from-ecowas-1","source":"source:test","stance":"SUPPORTS","modality":"ASSERTED","grade":{"reliability":"B","credibility":2},"published":"2023-08-15"},{"id":"evidence:mali-suspended-from-ecowas-2","source":"source:reuters","stance":"DISPUTES","modality":"ASSERTED","grade":{"reliability":"C","credibility":4},"published":"2023-08-15"}]}');
INSERT INTO relation VALUES (3, 'relation:cote-divoire-member-of-ecowas', 'cote-divoire', 'MEMBER_OF', 'ecowas', '1975-05-28/..', 1973, 1973, 2147483647, 2147483647, 0, 0, 'ASSERTED', 0.4, 1.0, 0.95, 19584, 19584, NULL, 1, 9999999999, '{"id":"relation:cote-divoire-member-of-ecowas","from":"cote-divoire","kind":"MEMBER_OF","to":"ecowas","period":"1975-05-28/..","intensity":1,"confidence":0.95,"evidence":[{"id":"evidence:cote-divoire-member-of-ecowas-1","source":"source:test","stance":"SUPPORTS","modality":"ASSERTED","grade":{"reliability":"A","credibility":1},"published":"2023-08-15"}]}');
INSERT INTO relation VALUES (4, 'relation:mali-borders-niger', 'mali', 'BORDERS', 'niger', '/..', -2147483648, 19584, 2147483647, 2147483647, 1, 0, 'ASSERTED', 0.1, 1.0, 0.95, 19584, 19584, NULL, 1, 2, '{"id":"relation:mali-borders-niger","from":"mali","kind":"BORDERS","to":"niger","period":"/..","weight":0.1,"weightReason":"set in the test","intensity":1,"evidence":[{"id":"evidence:mali-borders-niger-1","source":"source:test","stance":"SUPPORTS","modality":"ASSERTED","grade":{"reliability":"A","credibility":1},"published":"2023-08-15"}]}');
INSERT INTO relation VALUES (5, 'relation:mali-meets-russia', 'mali', 'MEETS', 'russia', '2023-07', 19539, 19569, 19539, 19569, 0, 0, 'ASSERTED', 0.3, 1.0, 0.95, 19584, 19584, NULL, 1, 2, '{"id":"relation:mali-meets-russia","from":"mali","kind":"MEETS","to":"russia","place":"russia","event":"event:summit","period":"2023-07","intensity":1,"evidence":[{"id":"evidence:mali-meets-russia-1","source":"source:test","stance":"SUPPORTS","modality":"ASSERTED","grade":{"reliability":"A","credibility":1},"published":"2023-08-15"}]}');
INSERT INTO relation VALUES (6, 'relation:mali-borders-niger', 'mali', 'BORDERS', 'niger', '/..', -2147483648, 19584, 2147483647, 2147483647, 1, 0, 'ASSERTED', 0.2, 1.0, 0.95, 19584, 19584, NULL, 2, 9999999999, '{"id":"relation:mali-borders-niger","from":"mali","kind":"BORDERS","to":"niger","period":"/..","weight":0.2,"weightReason":"set in the test","intensity":1,"evidence":[{"id":"evidence:mali-borders-niger-1","source":"source:test","stance":"SUPPORTS","modality":"ASSERTED","grade":{"reliability":"A","credibility":1},"published":"2023-08-15"}]}');
INSERT INTO evidence VALUES ('evidence:cote-divoire-member-of-ecowas-1', 'source:test', 3, NULL, 1, 9999999999);
INSERT INTO evidence VALUES ('evidence:goita-calls-putin-1', 'source:kremlin', 1, NULL, 1, 9999999999);
INSERT INTO evidence VALUES ('evidence:mali-borders-niger-1', 'source:test', 4, NULL, 1, 2);
INSERT INTO evidence VALUES ('evidence:mali-borders-niger-1', 'source:test', 6, NULL, 2, 9999999999);
INSERT INTO evidence VALUES ('evidence:mali-meets-russia-1', 'source:test', 5, NULL, 1, 2);
INSERT INTO evidence VALUES ('evidence:mali-suspended-from-ecowas-1', 'source:test', 2, NULL, 1, 9999999999);
INSERT INTO evidence VALUES ('evidence:mali-suspended-from-ecowas-2', 'source:reuters', 2, NULL, 1, 9999999999);
INSERT INTO evidence VALUES ('evidence:summit-1', 'source:test', NULL, 1, 1, 9999999999);
INSERT INTO evidence VALUES ('evidence:summit-2', 'source:test', NULL, 1, 1, 9999999999);

PRAGMA application_id = 1701737582;
PRAGMA user_version = 1;
