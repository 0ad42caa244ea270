// The relations of the whole graph that have one of some actors at an end.
UNWIND $actors AS id
MATCH (a:Actor {id: id})-[r]-(b:Actor)
WHERE r.born <= $revision AND $revision < r.died
  AND type(r) IN $kinds
  AND ($signs = [] OR sign(r.weight) IN $signs)
  AND abs(r.weight) >= $minAbsoluteWeight AND r.confidence >= $minConfidence
  AND ($modalities = [] OR r.modality IN $modalities)
  AND ($actorKinds = [] OR (a.kind IN $actorKinds AND b.kind IN $actorKinds))
  AND (NOT $dated OR (coalesce(r.bounds[$begin], r.startMin) <= $last
    AND coalesce(r.bounds[$end], r.endMax) >= CASE WHEN type(r) IN $acts THEN $actsFirst ELSE $tiesFirst END))
WITH DISTINCT r LIMIT $limit
RETURN count(r)
