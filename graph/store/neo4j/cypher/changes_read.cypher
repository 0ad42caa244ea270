// The versions before and after changes, each given by its place, its revision and
// the id of what changed.
UNWIND $actors AS x
OPTIONAL MATCH (after:ActorVersion) WHERE after.id = x.id AND after.born = x.revision
OPTIONAL MATCH (before:ActorVersion) WHERE before.id = x.id AND before.born < x.revision AND before.died = x.revision
RETURN x.place AS place, before.born AS beforeBorn, before.record AS beforeRecord, after.record AS afterRecord
UNION ALL
UNWIND $sources AS x
OPTIONAL MATCH (after:SourceVersion) WHERE after.id = x.id AND after.born = x.revision
OPTIONAL MATCH (before:SourceVersion) WHERE before.id = x.id AND before.born < x.revision AND before.died = x.revision
RETURN x.place AS place, before.born AS beforeBorn, before.record AS beforeRecord, after.record AS afterRecord
UNION ALL
UNWIND $events AS x
OPTIONAL MATCH (after:EventVersion) WHERE after.id = x.id AND after.born = x.revision
OPTIONAL MATCH (before:EventVersion) WHERE before.id = x.id AND before.born < x.revision AND before.died = x.revision
RETURN x.place AS place, before.born AS beforeBorn, before.record AS beforeRecord, after.record AS afterRecord
UNION ALL
UNWIND $relations AS x
OPTIONAL MATCH (after:Relation) WHERE after.id = x.id AND after.born = x.revision
OPTIONAL MATCH (before:Relation) WHERE before.id = x.id AND before.born < x.revision AND before.died = x.revision
RETURN x.place AS place, before.born AS beforeBorn, before.record AS beforeRecord, after.record AS afterRecord
