MATCH (m:Meta {id: 'entente'})
SET m.head = $number, m.headTime = $time, m.actorsAt = $actorsAt,
    m.loading = null, m.loader = null, m.chunk = null, m.leasedUntil = null
CREATE (:Revision {number: $number, time: $time, author: $author, reason: $reason, key: $key,
                   attempt: $attempt, actorsAt: $actorsAt, recorded: $recorded, retracted: $retracted})
