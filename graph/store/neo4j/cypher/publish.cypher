// Shows readers all that is committed. Whoever holds the lock knows that head is
// whole: the transaction that set it gave the lock up after its end.
MATCH (m:Meta {id: 'entente'})
SET m.lockedBy = $attempt
WITH m
SET m.pub = m.head
