// The ids of what a large revision recorded, in order, after one.
CALL () {
  MATCH (v:ActorVersion) WHERE v.id > $after AND v.born = $revision
  RETURN v.id AS id ORDER BY v.id LIMIT $limit
  UNION ALL
  MATCH (v:SourceVersion) WHERE v.id > $after AND v.born = $revision
  RETURN v.id AS id ORDER BY v.id LIMIT $limit
  UNION ALL
  MATCH (v:EventVersion) WHERE v.id > $after AND v.born = $revision
  RETURN v.id AS id ORDER BY v.id LIMIT $limit
  UNION ALL
  MATCH (v:Relation) WHERE v.id > $after AND v.born = $revision
  RETURN v.id AS id ORDER BY v.id LIMIT $limit
}
RETURN id ORDER BY id LIMIT $limit
