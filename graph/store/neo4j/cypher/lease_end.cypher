MATCH (m:Meta {id: 'entente'})
SET m.loading = null, m.loader = null, m.chunk = null, m.leasedUntil = null
