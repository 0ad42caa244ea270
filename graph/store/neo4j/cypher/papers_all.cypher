MATCH (p:Paper)
WHERE p.drawer > $drawer OR (p.drawer = $drawer AND p.id > $after)
RETURN p.drawer, p.id, p.bytes
ORDER BY p.drawer, p.id LIMIT $limit
