// Takes out versions that a load left behind, some at a time.
MATCH (n:Relation|Evidence|ActorVersion|SourceVersion|EventVersion) WHERE n.born = $revision
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*)
