// When the versions of some things were born and died, as far as readers see.
MATCH (m:Meta {id: 'entente'})
CALL (m) {
  UNWIND $actors AS id
  MATCH (v:ActorVersion) WHERE v.id = id AND v.born > 0 AND v.born <= m.pub
  RETURN v.id AS id, v.born AS born, v.died AS died
  UNION ALL
  UNWIND $sources AS id
  MATCH (v:SourceVersion) WHERE v.id = id AND v.born > 0 AND v.born <= m.pub
  RETURN v.id AS id, v.born AS born, v.died AS died
  UNION ALL
  UNWIND $events AS id
  MATCH (v:EventVersion) WHERE v.id = id AND v.born > 0 AND v.born <= m.pub
  RETURN v.id AS id, v.born AS born, v.died AS died
  UNION ALL
  UNWIND $relations AS id
  MATCH (v:Relation) WHERE v.id = id AND v.born > 0 AND v.born <= m.pub
  RETURN v.id AS id, v.born AS born, v.died AS died
}
RETURN id, born, died, m.pub
ORDER BY id, born
