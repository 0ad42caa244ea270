// As expand_strongest.cypher, but only to some actors: Neo4j goes from the end
// with fewer relationships.
UNWIND $frontier AS id
MATCH (a:Actor {id: id})
CALL (a) {
  UNWIND $others AS other
  MATCH (b:Actor {id: other})
  WITH a, b
  MATCH (a)-[r]-(b)
  WHERE ($direction = 'BOTH' OR type(r) IN $symmetric OR (startNode(r) = a) = ($direction = 'OUT'))
    AND r.born <= $revision AND $revision < r.died
    AND r.startMin <= $last AND r.endMax >= $actsFirst
    AND (NOT $dated
      OR r.bounds IS NULL AND (r.endMax >= $tiesFirst OR type(r) IN $acts)
      OR coalesce(r.bounds[$begin], r.startMin) <= $last
        AND coalesce(r.bounds[$end], r.endMax) >= CASE WHEN type(r) IN $acts THEN $actsFirst ELSE $tiesFirst END)
    AND ($anyKind OR type(r) IN $kinds)
    AND ($anySign OR sign(r.weight) IN $signs)
    AND ($anyStrength OR (abs(r.weight) >= $minAbsoluteWeight AND r.confidence >= $minConfidence))
    AND ($anyModality OR r.modality IN $modalities)
    AND ($anyActorKind OR (a.kind IN $actorKinds AND b.kind IN $actorKinds))
  WITH a, b, r ORDER BY abs(r.weight) * r.confidence DESC, r.id LIMIT $limit
  RETURN collect([r.id, b.id, startNode(r) = a, type(r), r.startMin, r.endMax, r.bounds, r.modality, r.weight, r.intensity, r.confidence]) AS edges
}
RETURN id, edges
