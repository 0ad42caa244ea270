package embedded

import (
	"context"

	"github.com/entente/entente/graph"
)

const (
	endActors    = `UPDATE actor SET died = ? WHERE died = 9999999999 AND id IN (SELECT value FROM json_each(?)) RETURNING version, ''`
	endSources   = `UPDATE source SET died = ? WHERE died = 9999999999 AND id IN (SELECT value FROM json_each(?)) RETURNING version, ''`
	endEvents    = `UPDATE event SET died = ? WHERE died = 9999999999 AND id IN (SELECT value FROM json_each(?)) RETURNING version, record`
	endRelations = `UPDATE relation SET died = ? WHERE died = 9999999999 AND id IN (SELECT value FROM json_each(?)) RETURNING version, record`
	endEvidence  = `UPDATE evidence SET died = ? WHERE died = 9999999999 AND id IN (SELECT value FROM json_each(?)) RETURNING 0, ''`
)

// endOf lets the living versions of the records die, if there are any.
func (c *change) endOf(records []graph.Record) error {
	if c.base.Number == 0 {
		return nil
	}
	var actors, sources, events, relations []string
	for _, r := range records {
		switch id := r.ID(); {
		case r.Actor != nil:
			actors = append(actors, id)
		case r.Source != nil:
			sources = append(sources, id)
		case r.Event != nil:
			events = append(events, id)
		case r.Relation != nil:
			relations = append(relations, id)
		}
	}
	if _, err := c.end(endActors, actors); err != nil {
		return err
	}
	if _, err := c.end(endSources, sources); err != nil {
		return err
	}
	if err := c.endEvents(events); err != nil {
		return err
	}
	_, err := c.endRelations(relations)
	return err
}

// end runs one of the statements that let versions die.
func (c *change) end(text string, ids []string) ([]stored, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return queryIn(context.Background(), &c.s.db.writers, text, scanStored, int64(c.number), list(ids))
}

func (c *change) endEvents(ids []string) error {
	gone, err := c.end(endEvents, ids)
	if err != nil {
		return err
	}
	var evidence []string
	for _, g := range gone {
		var e graph.Event
		if err := graph.Unmarshal(g.record, &e); err != nil {
			return damaged("version %d of an event: %w", g.version, err)
		}
		evidence = appendIDs(evidence, e.Evidence())
	}
	_, err = c.end(endEvidence, evidence)
	return err
}

// endRelations gives the versions that died, by the ids of their relations.
func (c *change) endRelations(ids []string) (map[graph.RelationID]uint32, error) {
	gone, err := c.end(endRelations, ids)
	if err != nil {
		return nil, err
	}
	versions := make(map[graph.RelationID]uint32, len(gone))
	var evidence []string
	for _, g := range gone {
		var r graph.Relation
		if err := graph.Unmarshal(g.record, &r); err != nil {
			return nil, damaged("version %d of a relation: %w", g.version, err)
		}
		evidence = appendIDs(evidence, r.Evidence)
		versions[r.ID] = g.version
		c.draft.end(g.version, uint32(c.number))
	}
	_, err = c.end(endEvidence, evidence)
	return versions, err
}

func appendIDs(ids []string, all []graph.Evidence) []string {
	for _, e := range all {
		ids = append(ids, string(e.ID))
	}
	return ids
}

const insertRetraction = `INSERT INTO retraction (revision, id, relation_version) VALUES (?, ?, ?)`

// retract lets relations die.
func (c *change) retract(ctx context.Context, ids []graph.RelationID) error {
	if err := c.s.usable(ctx); err != nil {
		return err
	}
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	gone, err := c.endRelations(texts)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := c.s.exec(insertRetraction, int64(c.number), string(id), int64(gone[id])); err != nil {
			return err
		}
	}
	return nil
}
