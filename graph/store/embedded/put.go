package embedded

import (
	"context"
	"encoding/json"

	"github.com/entente/entente/graph"
)

// put writes checked records; versions of theirs that still live die.
func (c *change) put(ctx context.Context, records []graph.Record) error {
	if err := c.s.usable(ctx); err != nil {
		return err
	}
	if err := c.endOf(records); err != nil {
		return err
	}
	for _, r := range records { // actors first: relations lead to them
		if r.Actor != nil {
			if err := c.putActor(*r.Actor); err != nil {
				return err
			}
		}
	}
	for _, r := range records {
		var err error
		switch {
		case r.Source != nil:
			err = c.putSource(*r.Source)
		case r.Event != nil:
			err = c.putEvent(*r.Event)
		case r.Relation != nil:
			err = c.putRelation(r.Relation)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

const insertActor = `INSERT INTO actor (id, kind, label, born, died, record) VALUES (?, ?, ?, ?, ?, ?)`

func (c *change) putActor(a graph.Actor) error {
	text, err := c.encoder.encode(a)
	if err != nil {
		return err
	}
	if err := c.s.exec(insertActor, string(a.ID), string(a.Kind), a.Label("en", nil), int64(c.number), livingInFile, text); err != nil {
		return err
	}
	// What is kept in memory is what the file gives back, and not the writer's.
	var kept graph.Actor
	if err := json.Unmarshal([]byte(text), &kept); err != nil {
		return err
	}
	kept.Revision = c.number
	c.draft.actor(kept)
	return nil
}

const insertSource = `INSERT INTO source (id, title, publisher, published, words, born, died, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

func (c *change) putSource(s graph.Source) error {
	text, err := c.encoder.encode(s)
	if err != nil {
		return err
	}
	return c.s.exec(insertSource, string(s.ID), s.Title, s.Publisher, s.Published.String(), wordsOfSource(s), int64(c.number), livingInFile, text)
}

const (
	insertEvent       = `INSERT INTO event (id, label, period, start_min, end_max, words, born, died, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING version`
	insertParticipant = `INSERT OR IGNORE INTO participant (actor, event_version) VALUES (?, ?)`
)

func (c *change) putEvent(e graph.Event) error {
	text, err := c.encoder.encode(e)
	if err != nil {
		return err
	}
	d := deriveEvent(e)
	version, err := queryIn(context.Background(), &c.s.db.writers, insertEvent, scanned[int64],
		string(e.ID), e.Label("en"), e.Period.String(), d.startMin, d.endMax, d.words, int64(c.number), livingInFile, text)
	if err != nil {
		return err
	}
	for _, p := range e.Participants {
		if err := c.s.exec(insertParticipant, string(p.Actor), version[0]); err != nil {
			return err
		}
	}
	for _, x := range e.Evidence() {
		if err := c.putEvidence(x, nil, version[0]); err != nil {
			return err
		}
	}
	return nil
}

const insertRelation = `INSERT INTO relation (version, id, from_actor, kind, to_actor, period, born, died, record,
	start_min, start_max, end_min, end_max, start_unknown, end_unknown, modality, weight, intensity, confidence, published_first, published_all, words)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''))`

func (c *change) putRelation(r *graph.Relation) error {
	text, err := c.encoder.encode(r)
	if err != nil {
		return err
	}
	d := deriveRelation(r)
	number, known := c.draft.relation(d.edge, d.published, uint32(c.number), living)
	if !known {
		return damaged("%s leads from %s to %s, and one of them is not recorded", r.ID, r.From, r.To)
	}
	args := append(make([]any, 0, 22), int64(number), string(r.ID), string(r.From), string(r.Kind), string(r.To), r.Period.String(),
		int64(c.number), livingInFile, text)
	if err := c.s.exec(insertRelation, d.columns(args)...); err != nil {
		return err
	}
	for _, x := range r.Evidence {
		if err := c.putEvidence(x, int64(number), nil); err != nil {
			return err
		}
	}
	return nil
}

const insertEvidence = `INSERT INTO evidence (id, source, relation_version, event_version, born, died) VALUES (?, ?, ?, ?, ?, ?)`

func (c *change) putEvidence(e graph.Evidence, relation, event any) error {
	return c.s.exec(insertEvidence, string(e.ID), string(e.Source), relation, event, int64(c.number), livingInFile)
}
