MATCH (v:ActorVersion)
WHERE v.id > $after AND v.born <= $revision AND $revision < v.died
  AND ($kinds IS NULL OR v.kind IN $kinds)
  AND ($on IS NULL OR (coalesce(v.existsFirst, $on) <= $on AND coalesce(v.existsLast, $on) >= $on))
  AND ($code IS NULL OR $code IN v.codes)
  AND ($words IS NULL OR all(word IN $words WHERE v.folded CONTAINS word))
RETURN v.id, v.born, v.record
ORDER BY v.id LIMIT $limit
