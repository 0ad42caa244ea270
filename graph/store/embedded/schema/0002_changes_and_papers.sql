-- What each revision changed, and the papers that lie beside the record.

-- The versions of a table are numbered in the order of revisions. So those that a
-- revision recorded are the ones after the last of the revision before, up to its
-- own last: these are the last ones.
ALTER TABLE revision ADD COLUMN last_actor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE revision ADD COLUMN last_source INTEGER NOT NULL DEFAULT 0;
ALTER TABLE revision ADD COLUMN last_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE revision ADD COLUMN last_relation INTEGER NOT NULL DEFAULT 0;

UPDATE revision SET last_actor = coalesce(l.last, 0) FROM
  (SELECT number, max(b.last) OVER (ORDER BY number) AS last FROM revision LEFT JOIN (SELECT born, max(version) AS last FROM actor GROUP BY born) b ON b.born = number) l
  WHERE l.number = revision.number;
UPDATE revision SET last_source = coalesce(l.last, 0) FROM
  (SELECT number, max(b.last) OVER (ORDER BY number) AS last FROM revision LEFT JOIN (SELECT born, max(version) AS last FROM source GROUP BY born) b ON b.born = number) l
  WHERE l.number = revision.number;
UPDATE revision SET last_event = coalesce(l.last, 0) FROM
  (SELECT number, max(b.last) OVER (ORDER BY number) AS last FROM revision LEFT JOIN (SELECT born, max(version) AS last FROM event GROUP BY born) b ON b.born = number) l
  WHERE l.number = revision.number;
UPDATE revision SET last_relation = coalesce(l.last, 0) FROM
  (SELECT number, max(b.last) OVER (ORDER BY number) AS last FROM revision LEFT JOIN (SELECT born, max(version) AS last FROM relation GROUP BY born) b ON b.born = number) l
  WHERE l.number = revision.number;

CREATE TABLE retraction (
  revision         INTEGER NOT NULL REFERENCES revision (number),
  id               TEXT NOT NULL,
  relation_version INTEGER NOT NULL REFERENCES relation (version),   -- the one that ended
  PRIMARY KEY (revision, id)
) WITHOUT ROWID, STRICT;

INSERT INTO retraction (revision, id, relation_version)
SELECT died, id, version FROM relation r
WHERE died < 9999999999
  AND (SELECT n.born FROM relation n WHERE n.id = r.id AND n.died > r.died ORDER BY n.died LIMIT 1) IS NOT r.died;

CREATE TABLE paper (
  drawer  TEXT NOT NULL,      -- what kind of thing it is, as "proposal"
  id      TEXT NOT NULL,
  version INTEGER NOT NULL,   -- counts its filings
  body    BLOB NOT NULL,
  PRIMARY KEY (drawer, id)
) STRICT;
