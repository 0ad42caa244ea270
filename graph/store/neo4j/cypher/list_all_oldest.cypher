// A page of the list of the whole graph, the oldest first, along the index.
UNWIND $lists AS list
CALL (list) {
  MATCH (n:Relation) USING INDEX n:Relation(startMin)
  WHERE n.startMin >= list.day AND n.startMin <= list.upTo AND CASE n.startMin WHEN list.day THEN n.id > list.id ELSE true END
    AND n.born <= $revision AND $revision < n.died
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
  RETURN n ORDER BY n.startMin, n.id LIMIT $limit
}
RETURN list.number, n.id, n.born, n.record, n.fromKind, n.toKind, n.startMin, abs(n.weight) * n.confidence
