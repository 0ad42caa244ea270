// Takes the lock of all writers, which the first SET waits for, and reads what
// stands under it. What is read after the SET is of every writer before.
MATCH (m:Meta {id: 'entente'})
SET m.lockedBy = $attempt
WITH m
OPTIONAL MATCH (attempted:Revision {attempt: $attempt})
OPTIONAL MATCH (keyed:Revision {key: $key})
WITH m, coalesce(attempted, keyed) AS done
RETURN m.pub, m.head, m.headTime, m.actorsAt,
       m.loading, m.loader, m.chunk, m.leasedUntil > datetime.realtime().epochMillis,
       done.number, done.time, done.author, done.reason, done.key
