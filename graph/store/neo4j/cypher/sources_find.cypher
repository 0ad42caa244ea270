MATCH (v:SourceVersion)
WHERE v.id > $after AND v.born <= $revision AND $revision < v.died
  AND ($words = [] OR all(word IN $words WHERE v.folded CONTAINS word))
RETURN v.id, v.born, v.record
ORDER BY v.id LIMIT $limit
