MATCH (m:Meta {id: 'entente'})
RETURN m.pub < m.head OR m.loading IS NOT NULL
