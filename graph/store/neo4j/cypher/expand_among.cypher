// As expand_strongest.cypher, but only to some actors, of whom there are many.
UNWIND $frontier AS id
MATCH (a:Actor {id: id})
CALL (a) {
  MATCH (a)-[r]-(b:Actor)
  WHERE b.id IN $others
    AND ($direction = 'BOTH' OR type(r) IN $symmetric OR (startNode(r) = a) = ($direction = 'OUT'))
    AND r.born <= $revision AND $revision < r.died
    AND type(r) IN $kinds
    AND ($signs = [] OR sign(r.weight) IN $signs)
    AND abs(r.weight) >= $minAbsoluteWeight AND r.confidence >= $minConfidence
    AND ($modalities = [] OR r.modality IN $modalities)
    AND ($actorKinds = [] OR (a.kind IN $actorKinds AND b.kind IN $actorKinds))
    AND (NOT $dated OR (coalesce(r.bounds[$begin], r.startMin) <= $last
      AND coalesce(r.bounds[$end], r.endMax) >= CASE WHEN type(r) IN $acts THEN $actsFirst ELSE $tiesFirst END))
  WITH a, b, r ORDER BY abs(r.weight) * r.confidence DESC, r.id LIMIT $limit
  RETURN collect([r.id, b.id, startNode(r) = a, type(r), r.startMin, r.endMax, r.bounds, r.modality, r.weight, r.intensity, r.confidence]) AS edges
}
RETURN id, edges
