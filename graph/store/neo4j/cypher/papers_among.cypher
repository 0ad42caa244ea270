UNWIND $ids AS id
MATCH (p:Paper) WHERE p.drawer = $drawer AND p.id = id AND p.id > $after
RETURN p.drawer, p.id, p.bytes
ORDER BY p.id LIMIT $limit
