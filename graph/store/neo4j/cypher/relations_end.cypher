UNWIND $rows AS id
MATCH (n:Relation) WHERE n.id = id AND n.born < $revision AND n.died = $forever
SET n.died = $revision
WITH n
CALL (n) {
  MATCH (a:Actor {id: n.from})
  MATCH (b:Actor {id: n.to})
  WITH n, a, b
  MATCH (a)-[r]->(b)
  WHERE r.id = n.id AND r.died = $forever
  SET r.died = $revision
}
CALL (n) {
  MATCH (n)<-[:EVIDENCE_FOR]-(piece:Evidence)
  SET piece.died = $revision
}
