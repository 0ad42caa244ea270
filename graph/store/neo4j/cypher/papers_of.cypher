MATCH (p:Paper)
WHERE p.drawer = $drawer AND p.id > $after
RETURN p.drawer, p.id, p.bytes
ORDER BY p.id LIMIT $limit
