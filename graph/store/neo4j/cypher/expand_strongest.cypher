// As expand.cypher, but of each actor only the strongest.
UNWIND $frontier AS id
MATCH (a:Actor {id: id})
CALL (a) {
  MATCH (a)-[r]-(b:Actor)
  WHERE ($direction = 'BOTH' OR type(r) IN $symmetric OR (startNode(r) = a) = ($direction = 'OUT'))
    AND r.born <= $revision AND $revision < r.died
    AND type(r) IN $kinds
    AND ($signs IS NULL OR sign(r.weight) IN $signs)
    AND abs(r.weight) >= $minAbsoluteWeight AND r.confidence >= $minConfidence
    AND ($modalities IS NULL OR r.modality IN $modalities)
    AND ($actorKinds IS NULL OR (a.kind IN $actorKinds AND b.kind IN $actorKinds))
    AND ($begin IS NULL OR (coalesce(r[$begin], r.startMin) <= $last
      AND coalesce(r[$end], r.endMax) >= CASE WHEN type(r) IN $acts THEN $actsFirst ELSE $tiesFirst END))
  WITH a, b, r ORDER BY abs(r.weight) * r.confidence DESC, r.id LIMIT $limit
  RETURN collect([r.id, b.id, startNode(r) = a, type(r), r.startMin, r.startMax, r.endMin, r.endMax, r.startUnknown, r.endUnknown, r.modality, r.weight, r.intensity, r.confidence]) AS edges
}
RETURN id, edges
