// Takes the lock of a paper, which the SET waits for, and reads what stands under
// it. A paper that is not there is one of version 0 until the transaction ends.
MERGE (p:Paper {drawer: $drawer, id: $id})
SET p.lockedBy = $attempt
WITH p
RETURN coalesce(p.version, 0), p.attempts
