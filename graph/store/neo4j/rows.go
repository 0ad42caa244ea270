package neo4j

import (
	"context"
	_ "embed"
	"slices"

	"github.com/entente/entente/graph"
)

var (
	//go:embed cypher/actors_end.cypher
	actorsEndCypher string
	//go:embed cypher/sources_end.cypher
	sourcesEndCypher string
	//go:embed cypher/events_end.cypher
	eventsEndCypher string
	//go:embed cypher/relations_end.cypher
	relationsEndCypher string
	//go:embed cypher/actors_put.cypher
	actorsPutCypher string
	//go:embed cypher/sources_put.cypher
	sourcesPutCypher string
	//go:embed cypher/events_put.cypher
	eventsPutCypher string
	//go:embed cypher/event_participants_put.cypher
	eventParticipantsPutCypher string
	//go:embed cypher/event_links_put.cypher
	eventLinksPutCypher string
	//go:embed cypher/event_evidence_put.cypher
	eventEvidencePutCypher string
	//go:embed cypher/relations_put.cypher
	relationsPutCypher string
)

// batchRows is how many rows one statement writes: more gain little time and cost
// memory on both sides.
const batchRows = 2000

// rows are the rows that the records of a revision become, by statement.
type rows struct {
	endedActors, endedSources, endedEvents, endedRelations []any // ids whose versions end

	actors, sources, events            []any
	participants, links, eventEvidence []any
	relations                          []any
}

// rowsOf gives the rows of records and retractions of a revision.
func rowsOf(put []graph.Record, retract []graph.RelationID, n graph.RevisionNumber) rows {
	var r rows
	for _, x := range put {
		switch {
		case x.Actor != nil:
			r.endedActors = append(r.endedActors, string(x.Actor.ID))
			r.actors = append(r.actors, actorRow(*x.Actor, n))
		case x.Source != nil:
			r.endedSources = append(r.endedSources, string(x.Source.ID))
			r.sources = append(r.sources, sourceRow(*x.Source, n))
		case x.Event != nil:
			r.endedEvents = append(r.endedEvents, string(x.Event.ID))
			r.addEvent(*x.Event, n)
		case x.Relation != nil:
			r.endedRelations = append(r.endedRelations, string(x.Relation.ID))
			r.relations = append(r.relations, relationRow(*x.Relation, n))
		}
	}
	for _, id := range retract {
		r.endedRelations = append(r.endedRelations, string(id))
	}
	return r
}

func (r *rows) addEvent(e graph.Event, n graph.RevisionNumber) {
	r.events = append(r.events, eventRow(e, n))
	for _, p := range e.Participants {
		r.participants = append(r.participants, parameters{
			"actor": string(p.Actor), "event": string(e.ID),
			"part": lived(n, parameters{"role": p.Role, "modality": string(p.Modality())}),
		})
	}
	for _, l := range e.Links {
		r.links = append(r.links, parameters{
			"from": string(e.ID), "to": string(l.To), "kind": string(l.Kind),
			"link": lived(n, parameters{"modality": string(l.Modality())}),
		})
	}
	for _, piece := range e.Evidence() {
		row := evidenceRow(piece, n)
		row["event"] = string(e.ID)
		r.eventEvidence = append(r.eventEvidence, row)
	}
}

// writeRows ends the versions that the rows take the place of, and writes the
// rows: first what others lead to.
func (t transaction) writeRows(ctx context.Context, r rows, n graph.RevisionNumber) error {
	for _, step := range []struct {
		statement string
		rows      []any
	}{
		{actorsEndCypher, r.endedActors}, {sourcesEndCypher, r.endedSources}, {eventsEndCypher, r.endedEvents}, {relationsEndCypher, r.endedRelations},
		{actorsPutCypher, r.actors}, {sourcesPutCypher, r.sources}, {eventsPutCypher, r.events},
		{eventParticipantsPutCypher, r.participants}, {eventLinksPutCypher, r.links}, {eventEvidencePutCypher, r.eventEvidence},
		{relationsPutCypher, r.relations},
	} {
		for some := range slices.Chunk(step.rows, batchRows) {
			if err := t.run(ctx, step.statement, parameters{"rows": some, "revision": int64(n), "forever": forever}); err != nil {
				return err
			}
		}
	}
	return nil
}
