UNWIND $ids AS id
MATCH (e:Evidence) WHERE e.id = id AND e.born <= $revision AND $revision < e.died
CALL (e) {
  MATCH (e)-[:EVIDENCE_FOR]->(n:Relation) RETURN n.record AS relation, null AS event
  UNION ALL
  MATCH (e)-[:EVIDENCE_FOR]->(x:Event)
  MATCH (v:EventVersion {id: x.id, born: e.born}) RETURN null AS relation, v.record AS event
}
RETURN e.id, e.born, relation, event
