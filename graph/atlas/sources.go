package atlas

import (
	"context"
	"iter"

	"github.com/entente/entente/graph"
)

// SourceList asks for a page of sources.
type SourceList struct {
	Filter graph.SourceFilter
	PageQuery
}

// Sources gives a page of the sources, by id.
func (v *View) Sources(ctx context.Context, q SourceList) (*SourcePage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	if err := (graph.SearchQuery{Text: q.Filter.Text}).Validate(); err != nil {
		return nil, err
	}
	find := func(after graph.Key) iter.Seq2[graph.Source, error] {
		return v.snap.FindSources(ctx, q.Filter, graph.SourceID(after.ID))
	}
	return readPage(v.newList("sources", q.Filter), q.PageQuery, find, func(s *graph.Source) graph.Key {
		return graph.Key{ID: string(s.ID)}
	})
}

// SourceEvidence gives a page of the evidence of each source, by id. It takes one
// read, whatever the number of sources.
func (v *View) SourceEvidence(ctx context.Context, of []graph.SourceID, q PageQuery) (map[graph.SourceID]*EvidencePage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	lists := map[graph.SourceID]list{}
	after := &graph.Key{}
	for _, id := range of {
		lists[id] = v.newList("source.evidence", id)
		k, err := lists[id].key(q.After)
		if err != nil {
			return nil, err
		}
		if k != nil {
			after = k
		}
	}
	found := map[graph.SourceID][]graph.Evidence{}
	totals := map[graph.SourceID]int{}
	full := 0
	from := graph.EvidenceID(after.ID)
	if q.Count {
		from = ""
	}
	for e, err := range v.snap.FindEvidence(ctx, graph.EvidenceFilter{Sources: of}, from) {
		if err != nil {
			return nil, err
		}
		totals[e.Source]++
		if string(e.ID) <= after.ID || len(found[e.Source]) > q.First {
			continue
		}
		if found[e.Source] = append(found[e.Source], e); len(found[e.Source]) > q.First {
			full++
		}
		if full == len(lists) && !q.Count {
			break
		}
	}
	pages := make(map[graph.SourceID]*EvidencePage, len(lists))
	for id, l := range lists {
		pages[id] = newPage(l, q, found[id], evidenceKey)
		pages[id].Total = graph.Count{N: min(totals[id], MaxCount), Exact: totals[id] <= MaxCount}
	}
	return pages, nil
}
