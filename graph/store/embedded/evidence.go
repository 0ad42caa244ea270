package embedded

import (
	"cmp"
	"context"
	"database/sql"
	"iter"
	"slices"

	"github.com/entente/entente/graph"
)

// FindEvidence yields the evidence that matches f, by id.
func (s *snapshot) FindEvidence(ctx context.Context, f graph.EvidenceFilter, after graph.EvidenceID) iter.Seq2[graph.Evidence, error] {
	return sequence(ctx, s.usable, func(put func(graph.Evidence) bool) error {
		switch {
		case s.rev == 0:
			return nil
		case f.Relations != nil || f.Events != nil:
			return s.evidenceOf(ctx, f, after, put)
		}
		return s.evidence(ctx, f, after, put)
	})
}

// evidenceOf puts the evidence of the relations or events that f names: their
// records hold it.
func (s *snapshot) evidenceOf(ctx context.Context, f graph.EvidenceFilter, after graph.EvidenceID, put func(graph.Evidence) bool) error {
	var all []graph.Evidence
	for r, err := range s.Relations(ctx, f.Relations) {
		if err != nil {
			return err
		}
		all = append(all, r.Evidence...)
	}
	for e, err := range s.Events(ctx, f.Events) {
		if err != nil {
			return err
		}
		all = append(all, e.Evidence()...)
	}
	all = slices.DeleteFunc(all, func(e graph.Evidence) bool { return e.ID <= after || !f.Match(e) })
	slices.SortFunc(all, func(a, b graph.Evidence) int { return cmp.Compare(a.ID, b.ID) })
	for _, e := range all {
		if !put(e) {
			return nil
		}
	}
	return nil
}

const (
	findEvidence = `SELECT id, coalesce(relation_version, 0), coalesce(event_version, 0) FROM evidence
	WHERE id > ?1 AND born <= ?2 AND died > ?2`
	findEvidenceAny     = findEvidence + ` ORDER BY id LIMIT ?3`
	findEvidenceAmong   = findEvidence + ` AND id IN (SELECT value FROM json_each(?4)) ORDER BY id LIMIT ?3`
	findEvidenceFrom    = findEvidence + ` AND source = ?4 ORDER BY id LIMIT ?3` // in the order of the index, however many there are
	findEvidenceFromAny = findEvidence + ` AND source IN (SELECT value FROM json_each(?4)) ORDER BY id LIMIT ?3`
)

// piece is where a piece of evidence stands.
type piece struct {
	id              graph.EvidenceID
	relation, event uint32 // versions; one of them is 0
}

func scanPiece(rows *sql.Rows) (p piece, err error) {
	return p, rows.Scan(&p.id, &p.relation, &p.event)
}

// evidence puts the evidence with the ids or of the sources that f names, or
// all, chunk by chunk.
func (s *snapshot) evidence(ctx context.Context, f graph.EvidenceFilter, after graph.EvidenceID, put func(graph.Evidence) bool) error {
	text, args := findEvidenceAny, []any{"", int64(s.rev), readChunk}
	switch {
	case f.IDs != nil:
		text, args = findEvidenceAmong, append(args, list(f.IDs))
	case len(f.Sources) == 1:
		text, args = findEvidenceFrom, append(args, string(f.Sources[0]))
	case f.Sources != nil:
		text, args = findEvidenceFromAny, append(args, list(f.Sources))
	}
	for {
		args[0] = string(after)
		pieces, err := query(ctx, s.s, text, scanPiece, args...)
		if err != nil {
			return err
		}
		if len(pieces) == 0 {
			return nil
		}
		byID, err := s.pieces(ctx, pieces)
		if err != nil {
			return err
		}
		for _, p := range pieces {
			e, ok := byID[p.id]
			if !ok {
				return damaged("evidence %s is not where it should be", p.id)
			}
			if f.Match(e) && !put(e) {
				return nil
			}
		}
		if len(pieces) < readChunk {
			return nil
		}
		after = pieces[len(pieces)-1].id
	}
}

const selectEventVersions = `SELECT version, born, id, record FROM event WHERE version IN (SELECT value FROM json_each(?1))`

// pieces reads evidence out of the records that hold it.
func (s *snapshot) pieces(ctx context.Context, pieces []piece) (map[graph.EvidenceID]graph.Evidence, error) {
	var relations, events []uint32
	for _, p := range pieces {
		if p.relation != 0 {
			relations = append(relations, p.relation)
		} else {
			events = append(events, p.event)
		}
	}
	out := make(map[graph.EvidenceID]graph.Evidence, len(pieces))
	keep := func(all []graph.Evidence) {
		for _, e := range all {
			out[e.ID] = e
		}
	}
	if len(relations) > 0 {
		records, err := s.read(ctx, distinct(relations), noWords)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			keep(r.Evidence)
		}
	}
	if len(events) > 0 {
		all, err := query(ctx, s.s, selectEventVersions, scanRecord(finishEvent), list(distinct(events)))
		if err != nil {
			return nil, err
		}
		for _, e := range all {
			keep(e.value.Evidence())
		}
	}
	return out, nil
}
