MATCH (m:Meta {id: 'entente'})
SET m.chunk = $chunk
