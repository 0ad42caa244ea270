MATCH (m:Meta {id: 'entente'})
RETURN m.schema
