UNWIND $rows AS id
MATCH (v:ActorVersion) WHERE v.id = id AND v.born < $revision AND v.died = $forever
SET v.died = $revision
