// One node a version: an id has at most one version of each revision. These
// uniqueness constraints are also the indexes that every read by id uses.
CREATE CONSTRAINT entente_actor IF NOT EXISTS FOR (n:Actor) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT entente_source IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT entente_event IF NOT EXISTS FOR (n:Event) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT entente_actor_version IF NOT EXISTS FOR (n:ActorVersion) REQUIRE (n.id, n.born) IS UNIQUE;
CREATE CONSTRAINT entente_source_version IF NOT EXISTS FOR (n:SourceVersion) REQUIRE (n.id, n.born) IS UNIQUE;
CREATE CONSTRAINT entente_event_version IF NOT EXISTS FOR (n:EventVersion) REQUIRE (n.id, n.born) IS UNIQUE;
CREATE CONSTRAINT entente_relation IF NOT EXISTS FOR (n:Relation) REQUIRE (n.id, n.born) IS UNIQUE;
CREATE CONSTRAINT entente_evidence IF NOT EXISTS FOR (n:Evidence) REQUIRE (n.id, n.born) IS UNIQUE;

CREATE CONSTRAINT entente_revision IF NOT EXISTS FOR (n:Revision) REQUIRE n.number IS UNIQUE;
CREATE CONSTRAINT entente_revision_key IF NOT EXISTS FOR (n:Revision) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT entente_revision_attempt IF NOT EXISTS FOR (n:Revision) REQUIRE n.attempt IS UNIQUE;

// The lists of an actor and of the whole graph by first possible day. Only what
// never changes is indexed: a reader that goes along an index while "died" is
// written would miss what moves behind it.
CREATE INDEX entente_relation_from IF NOT EXISTS FOR (n:Relation) ON (n.from, n.startMin);
CREATE INDEX entente_relation_to IF NOT EXISTS FOR (n:Relation) ON (n.to, n.startMin);
CREATE INDEX entente_relation_start IF NOT EXISTS FOR (n:Relation) ON (n.startMin);
CREATE INDEX entente_evidence_source IF NOT EXISTS FOR (n:Evidence) ON (n.source, n.id);
