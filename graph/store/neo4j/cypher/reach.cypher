// As expand.cypher, but only whom it reaches, and how strongly; of some actors, if they are named.
UNWIND $frontier AS id
MATCH (a:Actor {id: id})
CALL (a) {
  MATCH (a)-[r]-(b:Actor)
  WHERE (NOT $some OR b.id IN $others)
    AND ($direction = 'BOTH' OR type(r) IN $symmetric OR (startNode(r) = a) = ($direction = 'OUT'))
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
  WITH b, max(abs(r.weight) * r.confidence) AS strength
  RETURN collect(b.id) AS others, collect(strength) AS strengths
}
RETURN id, others, strengths
