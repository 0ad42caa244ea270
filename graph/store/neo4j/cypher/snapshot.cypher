// What a snapshot pins: the newest revision that is whole, or the one asked for,
// and the last one up to it that recorded an actor.
MATCH (m:Meta {id: 'entente'})
WITH m.pub AS pub, CASE $revision WHEN 0 THEN m.pub ELSE $revision END AS number
OPTIONAL MATCH (r:Revision {number: number}) WHERE number <= pub
RETURN pub, r.actorsAt
