// A page of each list that has an actor at one end and one of some others at the
// other: the relationships lead to them, and Neo4j goes from the end with fewer.
UNWIND $lists AS list
CALL (list) {
  MATCH (a:Actor {id: list.at})
  UNWIND $actors AS other
  MATCH (b:Actor {id: other})
  WITH list, a, b
  MATCH (a)-[r]-(b)
  WHERE ($direction = 'BOTH' OR type(r) IN $symmetric OR (startNode(r) = a) = ($direction = 'OUT'))
    AND r.born <= $revision AND $revision < r.died
    AND type(r) IN $kinds
    AND ($signs = [] OR sign(r.weight) IN $signs)
    AND abs(r.weight) >= $minAbsoluteWeight AND r.confidence >= $minConfidence
    AND ($modalities = [] OR r.modality IN $modalities)
    AND ($actorKinds = [] OR (a.kind IN $actorKinds AND b.kind IN $actorKinds))
    AND (NOT $dated OR (coalesce(r.bounds[$begin], r.startMin) <= $last
      AND coalesce(r.bounds[$end], r.endMax) >= CASE WHEN type(r) IN $acts THEN $actsFirst ELSE $tiesFirst END))
  MATCH (n:Relation {id: r.id, born: r.born})
  WHERE (NOT $published OR n.public <= $publicBy)
    AND ($sources = [] OR EXISTS { (n)<-[:EVIDENCE_FOR]-(e:Evidence) WHERE e.source IN $sources })
    AND ($words = [] OR all(word IN $words WHERE n.text CONTAINS word))
  WITH list, n, CASE $order WHEN 'STRONGEST' THEN 0.0 - abs(n.weight) * n.confidence WHEN 'NEWEST' THEN -n.startMin ELSE CASE n.startMin WHEN $never THEN $ever ELSE n.startMin END END AS key
  WHERE (list.key IS NULL OR key > list.key OR (key = list.key AND n.id > list.id))
  RETURN n ORDER BY key, n.id LIMIT $limit
}
RETURN list.number, n.id, n.born, n.record, n.fromKind, n.toKind, n.startMin, abs(n.weight) * n.confidence
