MATCH (m:Meta {id: 'entente'})
SET m.schema = CASE WHEN m.schema < $schema THEN $schema ELSE m.schema END
