UNWIND $rows AS row
MATCH (e:Event {id: row.event})
MATCH (s:Source {id: row.source})
CREATE (e)<-[:EVIDENCE_FOR]-(piece:Evidence)-[:IN_SOURCE]->(s)
SET piece = row
