UNWIND $rows AS id
MATCH (n:Relation) WHERE n.id = id AND n.born < $revision AND n.died = $forever
SET n.died = $revision
WITH n
CALL (n) {
  MATCH (a:Actor {id: n.from})-[r]->(b:Actor {id: n.to})
  USING INDEX SEEK a:Actor(id)
  USING INDEX SEEK b:Actor(id)
  WHERE r.id = n.id AND r.died = $forever
  SET r.died = $revision
}
CALL (n) {
  MATCH (n)<-[:EVIDENCE_FOR]-(piece:Evidence)
  SET piece.died = $revision
}
