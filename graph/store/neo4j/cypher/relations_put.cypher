UNWIND $rows AS row
MATCH (a:Actor {id: row.node.from})
MATCH (b:Actor {id: row.node.to})
CREATE (a)-[r:$(row.node.kind)]->(b)
SET r = row.edge
CREATE (n:Relation)
SET n = row.edge, n += row.node, n.fromKind = a.kind, n.toKind = b.kind
WITH n, row.evidence AS evidence
UNWIND evidence AS piece
MATCH (s:Source {id: piece.source})
CREATE (n)<-[:EVIDENCE_FOR]-(e:Evidence)-[:IN_SOURCE]->(s)
SET e = piece
