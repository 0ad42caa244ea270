UNWIND $rows AS row
MATCH (a:Event {id: row.from})
MATCH (b:Event {id: row.to})
CREATE (a)-[:$(row.kind) {born: $revision, died: $forever, modality: row.modality}]->(b)
