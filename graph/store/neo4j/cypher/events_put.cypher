UNWIND $rows AS row
MERGE (e:Event {id: row.version.id})
ON CREATE SET e.born = $revision
SET e += row.shown
CREATE (v:EventVersion)
SET v = row.version, v += row.shown
