UNWIND $rows AS row
MERGE (s:Source {id: row.version.id})
ON CREATE SET s.born = $revision
SET s += row.shown
CREATE (v:SourceVersion)
SET v = row.version, v += row.shown
