MATCH (m:Meta {id: 'entente'})
SET m.leasedUntil = datetime.realtime().epochMillis + $lease
