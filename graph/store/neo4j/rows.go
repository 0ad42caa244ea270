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
const batchRows = 2500

// rows are the rows that the records of a revision become, by statement.
type rows struct {
	endedActors, endedSources, endedEvents, endedRelations []any // ids whose versions end

	actors, sources, events            []any
	participants, links, eventEvidence []any
	relations                          []any
}

// rowsOf gives the rows of records and retractions.
func rowsOf(put []graph.Record, retract []graph.RelationID) rows {
	var r rows
	for _, x := range put {
		switch {
		case x.Actor != nil:
			r.endedActors = append(r.endedActors, string(x.Actor.ID))
			r.actors = append(r.actors, actorRow(*x.Actor))
		case x.Source != nil:
			r.endedSources = append(r.endedSources, string(x.Source.ID))
			r.sources = append(r.sources, sourceRow(*x.Source))
		case x.Event != nil:
			r.endedEvents = append(r.endedEvents, string(x.Event.ID))
			r.addEvent(*x.Event)
		case x.Relation != nil:
			r.endedRelations = append(r.endedRelations, string(x.Relation.ID))
			r.relations = append(r.relations, relationRow(*x.Relation))
		}
	}
	for _, id := range retract {
		r.endedRelations = append(r.endedRelations, string(id))
	}
	return r
}

func (r *rows) addEvent(e graph.Event) {
	id := string(e.ID)
	r.events = append(r.events, eventRow(e))
	r.eventEvidence = append(r.eventEvidence, parameters{"event": id, "evidence": evidenceRows(e.Evidence())})
	for _, p := range e.Participants {
		r.participants = append(r.participants, parameters{"actor": string(p.Actor), "event": id, "role": p.Role, "modality": string(p.Modality())})
	}
	for _, l := range e.Links {
		r.links = append(r.links, parameters{"from": id, "to": string(l.To), "kind": string(l.Kind), "modality": string(l.Modality())})
	}
}

// writeRows ends the versions that the rows take the place of, and writes the
// rows: first what others lead to.
func (t transaction) writeRows(ctx context.Context, r rows, n graph.RevisionNumber) error {
	if n == 1 { // nothing is there that could end
		r.endedActors, r.endedSources, r.endedEvents, r.endedRelations = nil, nil, nil, nil
	}
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
