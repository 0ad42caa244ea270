MATCH (n:Actor|Event|Source) WHERE n.born = $revision
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*)
