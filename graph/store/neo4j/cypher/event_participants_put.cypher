UNWIND $rows AS row
MATCH (a:Actor {id: row.actor})
MATCH (e:Event {id: row.event})
CREATE (a)-[:TAKES_PART_IN {born: $revision, died: $forever, role: row.role, modality: row.modality}]->(e)
