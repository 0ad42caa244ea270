package neo4j

import (
	"context"
	_ "embed"
	"iter"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
)

var (
	//go:embed cypher/evidence_by_id.cypher
	evidenceByIDCypher string
	//go:embed cypher/evidence_find.cypher
	evidenceFindCypher string
	//go:embed cypher/evidence_of_sources.cypher
	evidenceOfSourcesCypher string
)

// FindEvidence reads evidence by the shortest way that the filter allows. The
// whole of it stands in the record of the relation or event that it is for.
func (s *snapshot) FindEvidence(ctx context.Context, f graph.EvidenceFilter, after graph.EvidenceID) iter.Seq2[graph.Evidence, error] {
	switch {
	case f.IDs != nil:
		return matching(s.evidenceAmong(ctx, among(f.IDs, after)), f.Match)
	case f.Relations != nil:
		return s.evidenceOf(ctx, f, after, func() ([]graph.Evidence, error) {
			return evidenceOfAll(s.Relations(ctx, f.Relations), relationEvidence)
		})
	case f.Events != nil:
		return s.evidenceOf(ctx, f, after, func() ([]graph.Evidence, error) { return evidenceOfAll(s.Events(ctx, f.Events), graph.Event.Evidence) })
	case f.Sources != nil:
		return s.evidenceFound(ctx, evidenceOfSourcesCypher, parameters{"sources": texts(distinct(f.Sources))}, after)
	}
	return s.evidenceFound(ctx, evidenceFindCypher, parameters{}, after)
}

func relationEvidence(r graph.Relation) []graph.Evidence { return r.Evidence }

// evidenceOfAll gives the evidence of relations or events.
func evidenceOfAll[V any](owners iter.Seq2[V, error], of func(V) []graph.Evidence) ([]graph.Evidence, error) {
	var all []graph.Evidence
	for v, err := range owners {
		if err != nil {
			return nil, err
		}
		all = append(all, of(v)...)
	}
	return all, nil
}

// evidenceOf yields of all evidence that read gives what the filter matches after
// an id, ordered by id.
func (s *snapshot) evidenceOf(ctx context.Context, f graph.EvidenceFilter, after graph.EvidenceID, read func() ([]graph.Evidence, error)) iter.Seq2[graph.Evidence, error] {
	return pages(ctx, s, func(int) ([]graph.Evidence, bool, error) {
		all, err := read()
		all = slices.DeleteFunc(all, func(e graph.Evidence) bool { return e.ID <= after || !f.Match(e) })
		slices.SortFunc(all, func(a, b graph.Evidence) int { return strings.Compare(string(a.ID), string(b.ID)) })
		return all, false, err
	})
}

// evidenceAmong yields the evidence among ids, which are in order.
func (s *snapshot) evidenceAmong(ctx context.Context, ids []graph.EvidenceID) iter.Seq2[graph.Evidence, error] {
	return pages(ctx, s, func(int) ([]graph.Evidence, bool, error) {
		some := ids[:min(len(ids), lastPage)]
		ids = ids[len(some):]
		if len(some) == 0 || s.revision == 0 {
			return nil, false, nil
		}
		rows, err := s.query(ctx, evidenceByIDCypher, s.with(parameters{"ids": texts(some)}))
		if err != nil {
			return nil, false, err
		}
		slices.SortFunc(rows, func(a, b row) int { return strings.Compare(text(a.Values[0]), text(b.Values[0])) })
		page, err := decodeEvidence(rows)
		return page, len(ids) > 0, err
	})
}

// evidenceFound yields what a statement finds, ordered by id, after the given one.
func (s *snapshot) evidenceFound(ctx context.Context, statement string, p parameters, after graph.EvidenceID) iter.Seq2[graph.Evidence, error] {
	p = s.with(p)
	return pages(ctx, s, func(limit int) ([]graph.Evidence, bool, error) {
		p["after"], p["limit"] = string(after), limit
		rows, err := s.query(ctx, statement, p)
		if err != nil || len(rows) == 0 {
			return nil, false, err
		}
		after = graph.EvidenceID(text(rows[len(rows)-1].Values[0]))
		page, err := decodeEvidence(rows)
		return page, len(rows) == limit, err
	})
}

// decodeEvidence reads rows of an id, the revision, and the record of the relation
// or of the event. A record that several rows carry is read once.
func decodeEvidence(rows []row) ([]graph.Evidence, error) {
	read := map[string][]graph.Evidence{}
	out := make([]graph.Evidence, 0, len(rows))
	for _, row := range rows {
		id, born := graph.EvidenceID(text(row.Values[0])), revisionNumber(row.Values[1])
		relation, event := text(row.Values[2]), text(row.Values[3])
		owned, ok := read[relation+event]
		if !ok {
			var err error
			if owned, err = ownedEvidence(relation, event, born); err != nil {
				return nil, err
			}
			read[relation+event] = owned
		}
		if i := slices.IndexFunc(owned, func(e graph.Evidence) bool { return e.ID == id }); i >= 0 {
			out = append(out, owned[i])
		}
	}
	return out, nil
}

// ownedEvidence gives the evidence in one of two records.
func ownedEvidence(relation, event string, born graph.RevisionNumber) ([]graph.Evidence, error) {
	if relation != "" {
		r, err := decodeRelation(relation, born)
		return r.Evidence, err
	}
	e, err := decodeEvent(event, born)
	return e.Evidence(), err
}
