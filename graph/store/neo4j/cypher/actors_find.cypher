MATCH (v:ActorVersion)
WHERE v.id > $after AND v.born <= $revision AND $revision < v.died
  AND ($kinds = [] OR v.kind IN $kinds)
  AND (NOT $dated OR (coalesce(v.existsFirst, $on) <= $on AND coalesce(v.existsLast, $on) >= $on))
  AND ($code = '' OR $code IN v.codes)
  AND ($words = [] OR all(word IN $words WHERE v.folded CONTAINS word))
RETURN v.id, v.born, v.record
ORDER BY v.id LIMIT $limit
