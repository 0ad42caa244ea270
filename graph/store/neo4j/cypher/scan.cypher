// Every relation once, packed by the actor that it leads from.
MATCH (a:Actor) WHERE a.id > $after
WITH a ORDER BY a.id LIMIT $limit
CALL (a) {
  MATCH (a)-[r]->(b:Actor)
  WHERE ($actors IS NULL OR a.id IN $actors OR b.id IN $actors)
    AND r.born <= $revision AND $revision < r.died
    AND type(r) IN $kinds
    AND ($signs IS NULL OR sign(r.weight) IN $signs)
    AND abs(r.weight) >= $minAbsoluteWeight AND r.confidence >= $minConfidence
    AND ($modalities IS NULL OR r.modality IN $modalities)
    AND ($actorKinds IS NULL OR (a.kind IN $actorKinds AND b.kind IN $actorKinds))
    AND ($begin IS NULL OR (coalesce(r[$begin], r.startMin) <= $last
      AND coalesce(r[$end], r.endMax) >= CASE WHEN type(r) IN $acts THEN $actsFirst ELSE $tiesFirst END))
  RETURN collect([r.id, b.id, true, type(r), r.startMin, r.startMax, r.endMin, r.endMax, r.startUnknown, r.endUnknown, r.modality, r.weight, r.intensity, r.confidence]) AS edges
}
RETURN a.id, edges
ORDER BY a.id
