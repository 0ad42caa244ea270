MATCH (m:Meta {id: 'entente'})
SET m.loading = $revision, m.loader = $loader, m.chunk = 0,
    m.leasedUntil = datetime.realtime().epochMillis + $lease
