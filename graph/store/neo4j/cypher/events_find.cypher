// The newest first: by first possible day, the latest first, then by id.
MATCH (v:EventVersion)
WHERE (v.startMin < $day OR (v.startMin = $day AND v.id > $after))
  AND v.born <= $revision AND $revision < v.died
  AND (NOT $dated OR (v.first <= $last AND v.last >= $first))
  AND ($actors = [] OR any(actor IN v.actors WHERE actor IN $actors))
  AND ($words = [] OR all(word IN $words WHERE v.folded CONTAINS word))
RETURN v.id, v.born, v.record, v.startMin
ORDER BY v.startMin DESC, v.id LIMIT $limit
