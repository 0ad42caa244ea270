package embedded

import (
	"context"
	"database/sql"

	"github.com/entente/entente/graph"
)

// livingInFile is the revision at which what still lives dies, in the file: the
// same number as in Neo4j, and one that a person takes for what it is.
const livingInFile = 9_999_999_999

const (
	restoreActors    = `SELECT version, born, id, record FROM actor ORDER BY version`
	restoreRelations = `SELECT version, id, from_actor, kind, to_actor, start_min, start_max, end_min, end_max, start_unknown, end_unknown,
	modality, weight, intensity, confidence, published_first, published_all, born, died FROM relation ORDER BY version`
)

// restore builds the memory from the file.
func (s *Store) restore(ctx context.Context) error {
	renewed, err := s.rederive(ctx)
	if err != nil {
		return err
	}
	revisions, err := query(ctx, s, newestRevision, scanRevision)
	if err != nil || len(revisions) == 0 {
		return err
	}
	if renewed {
		s.log.InfoContext(ctx, "record brought up to the rules of this release")
	}
	d := s.memory.draft()
	scanActor := scanRecord(func(a *graph.Actor, r row) { a.Revision = r.born })
	// Actors and relations go into the draft one by one: a list of them all would
	// need their memory twice.
	_, err = query(ctx, s, restoreActors, func(rows *sql.Rows) (struct{}, error) {
		a, err := scanActor(rows)
		if err == nil {
			d.actor(a.value)
		}
		return struct{}{}, err
	})
	if err != nil {
		return err
	}
	if _, err := query(ctx, s, restoreRelations, d.restoreRelation); err != nil {
		return err
	}
	d.publish(revisions[0])
	return nil
}

// restoreRelation adds the version in a row of restoreRelations.
func (d *draft) restoreRelation(rows *sql.Rows) (none struct{}, err error) {
	var (
		e          graph.Edge
		p          publication
		number     uint32
		born, died int64
	)
	b := &e.Bounds
	err = rows.Scan(&number, &e.ID, &e.From, &e.Kind, &e.To, &b.StartMin, &b.StartMax, &b.EndMin, &b.EndMax, &b.StartUnknown, &b.EndUnknown,
		&e.Modality, &e.Weight, &e.Intensity, &e.Confidence, &p.first, &p.all, &born, &died)
	if err != nil {
		return none, err
	}
	for d.next.versions.n < number {
		d.gap()
	}
	if died == livingInFile {
		died = living
	}
	if _, known := d.relation(e, p, uint32(born), uint32(died)); !known {
		return none, damaged("%s leads from %s to %s, and one of them is not recorded", e.ID, e.From, e.To)
	}
	return none, nil
}
