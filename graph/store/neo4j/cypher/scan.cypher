// Every relation once, packed by the actor that it leads from.
MATCH (a:Actor) WHERE a.id > $after
WITH a ORDER BY a.id LIMIT $limit
CALL (a) {
  MATCH (a)-[r]->(b:Actor)
  WHERE ($actors = [] OR a.id IN $actors OR b.id IN $actors)
    AND r.born <= $revision AND $revision < r.died
    AND type(r) IN $kinds
    AND ($signs = [] OR sign(r.weight) IN $signs)
    AND abs(r.weight) >= $minAbsoluteWeight AND r.confidence >= $minConfidence
    AND ($modalities = [] OR r.modality IN $modalities)
    AND ($actorKinds = [] OR (a.kind IN $actorKinds AND b.kind IN $actorKinds))
    AND (NOT $dated OR (coalesce(r.bounds[$begin], r.startMin) <= $last
      AND coalesce(r.bounds[$end], r.endMax) >= CASE WHEN type(r) IN $acts THEN $actsFirst ELSE $tiesFirst END))
  RETURN collect([r.id, b.id, true, type(r), r.startMin, r.endMax, r.bounds, r.modality, r.weight, r.intensity, r.confidence]) AS edges
}
RETURN a.id, edges
ORDER BY a.id
