MATCH (:Actor|Event)-[r]->(:Actor|Event) WHERE r.died = $revision
WITH r LIMIT $limit
SET r.died = $forever
RETURN count(*)
