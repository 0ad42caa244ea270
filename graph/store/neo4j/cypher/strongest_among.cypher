// The relationships among some actors, each once. What is asked of them follows.
UNWIND $actors AS id
MATCH (a:Actor {id: id})
MATCH (a)-[r]->(b:Actor)
WHERE b.id IN $actors
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
