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
WITH n LIMIT $limit
RETURN count(n)
