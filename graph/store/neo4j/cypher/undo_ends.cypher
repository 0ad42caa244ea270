// Gives back their life to versions that a load ended, some at a time. Of what
// people see, the properties go back with it.
MATCH (v:Relation|Evidence|ActorVersion|SourceVersion|EventVersion) WHERE v.died = $revision
WITH v LIMIT $limit
SET v.died = $forever
WITH v
OPTIONAL MATCH (a:Actor {id: v.id})
OPTIONAL MATCH (s:Source {id: v.id})
OPTIONAL MATCH (e:Event {id: v.id})
WITH v, coalesce(a, s, e) AS n
FOREACH (shown IN CASE WHEN n IS NULL THEN [] ELSE [n] END |
  SET shown += v {.name, .description, .codes, .exists, .title, .publisher, .published, .address, .period, .place, .since, .until})
RETURN count(*)
