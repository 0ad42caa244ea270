MATCH (:Actor|Event)-[r]->(:Actor|Event) WHERE r.born = $revision
WITH r LIMIT $limit
DELETE r
RETURN count(*)
