UNWIND $papers AS paper
MATCH (p:Paper) WHERE p.drawer = paper.drawer AND p.id = paper.id
RETURN p.drawer, p.id, p.version, p.body
