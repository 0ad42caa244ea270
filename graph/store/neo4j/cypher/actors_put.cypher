UNWIND $rows AS row
MERGE (a:Actor {id: row.version.id})
ON CREATE SET a.kind = row.version.kind, a.born = $revision, a:$(row.label)
SET a += row.shown
CREATE (v:ActorVersion)
SET v = row.version, v += row.shown
