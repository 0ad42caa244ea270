// A page of the list of the whole graph, in any order.
UNWIND $lists AS list
CALL (list) {
  MATCH (n:Relation)
  WHERE n.born <= $revision AND $revision < n.died
    AND n.kind IN $kinds
    AND ($signs = [] OR sign(n.weight) IN $signs)
    AND abs(n.weight) >= $minAbsoluteWeight AND n.confidence >= $minConfidence
    AND ($modalities = [] OR n.modality IN $modalities)
    AND ($actorKinds = [] OR (n.fromKind IN $actorKinds AND n.toKind IN $actorKinds))
    AND (NOT $dated OR (coalesce(n.bounds[$begin], n.startMin) <= $last
      AND coalesce(n.bounds[$end], n.endMax) >= CASE WHEN n.kind IN $acts THEN $actsFirst ELSE $tiesFirst END))
    AND (NOT $published OR n.public <= $publicBy)
    AND ($sources = [] OR EXISTS { (n)<-[:EVIDENCE_FOR]-(e:Evidence) WHERE e.source IN $sources })
    AND ($words = [] OR all(word IN $words WHERE n.text CONTAINS word))
  WITH list, n, CASE $order WHEN 'STRONGEST' THEN 0.0 - abs(n.weight) * n.confidence WHEN 'NEWEST' THEN -n.startMin ELSE CASE n.startMin WHEN $never THEN $ever ELSE n.startMin END END AS key
  WHERE (list.key IS NULL OR key > list.key OR (key = list.key AND n.id > list.id))
  RETURN n ORDER BY key, n.id LIMIT $limit
}
RETURN list.number, n.id, n.born, n.record, n.fromKind, n.toKind, n.startMin, abs(n.weight) * n.confidence
