package atlas

import (
	"context"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
)

func evidenceKey(e *graph.Evidence) graph.Key { return graph.Key{ID: string(e.ID)} }

// RelationEvidence gives a page of the evidence of a relation as it was read, of
// one stance or, if stance is empty, of both. It reads nothing.
func (v *View) RelationEvidence(r *graph.Relation, stance graph.Stance, q PageQuery) (*EvidencePage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	l := v.newList("relation.evidence", r.ID, stance)
	after, err := l.key(q.After)
	if err != nil {
		return nil, err
	}
	var all []graph.Evidence
	for _, e := range r.Evidence {
		if stance == "" || e.Stance == stance {
			all = append(all, e)
		}
	}
	total := graph.Count{N: len(all), Exact: true}
	if after != nil {
		i := slices.IndexFunc(all, func(e graph.Evidence) bool { return string(e.ID) == after.ID })
		if i < 0 {
			return nil, invalid("after", "the evidence that the cursor stands for is not in this list")
		}
		all = all[i+1:]
	}
	p := newPage(l, q, all[:min(len(all), q.First+1)], evidenceKey)
	p.Total = total
	return p, nil
}

// EvidenceList asks for a page of the evidence of each of some actors' relations.
type EvidenceList struct {
	Of     []graph.ActorID
	Filter graph.RelationFilter // of the relations
	PageQuery
}

// Evidence gives a page of each list, by actor: the evidence of the newest relation
// first, in the order in which it is recorded there. It takes one read, and
// another to count, whatever the number of actors; and two to go on after a cursor.
func (v *View) Evidence(ctx context.Context, q EvidenceList) (map[graph.ActorID]*EvidencePage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	var err error
	if q.Filter, err = v.filter(ctx, q.Filter); err != nil {
		return nil, err
	}
	lists := map[graph.ActorID]list{}
	found := map[graph.ActorID][]placedEvidence{}
	ask := graph.RelationQuery{At: q.Of, Filter: q.Filter, Limit: q.First + 1}
	for _, of := range q.Of {
		lists[of] = v.newList("evidence", of, filterPart(q.Filter))
		if ask.After, err = lists[of].key(q.After); err != nil {
			return nil, err
		}
	}
	if ask.After != nil { // of one actor: a cursor belongs to one list
		if found[q.Of[0]], err = v.restOf(ctx, q.Filter, ask.After); err != nil {
			return nil, err
		}
	}
	for r, err := range v.snap.FindRelations(ctx, ask) {
		if err != nil {
			return nil, err
		}
		found[r.At] = append(found[r.At], placed(r.Relation)...)
	}
	pages := make(map[graph.ActorID]*EvidencePage, len(lists))
	for of, l := range lists {
		pages[of] = evidencePage(l, q.PageQuery, found[of])
	}
	if q.Count {
		err = v.countEvidence(ctx, q, pages)
	}
	return pages, err
}

// placedEvidence is evidence with its place in the list of an actor's evidence.
type placedEvidence struct {
	graph.Evidence
	key graph.Key
}

// placed gives the evidence of a relation with its places: that of the relation,
// then the id of the evidence behind a space, which no id has.
func placed(r graph.Relation) []placedEvidence {
	out := make([]placedEvidence, len(r.Evidence))
	for i, e := range r.Evidence {
		k := graph.Newest.KeyOf(r.Edge())
		k.ID += " " + string(e.ID)
		out[i] = placedEvidence{e, k}
	}
	return out
}

// restOf gives the evidence that stands after a place in the same relation, and
// makes the place that of the relation.
func (v *View) restOf(ctx context.Context, f graph.RelationFilter, after *graph.Key) ([]placedEvidence, error) {
	relation, evidence, _ := strings.Cut(after.ID, " ")
	after.ID = relation
	for r, err := range v.snap.Relations(ctx, []graph.RelationID{graph.RelationID(relation)}) {
		if err != nil {
			return nil, err
		}
		ends, err := v.ActorsByID(ctx, []graph.ActorID{r.From, r.To})
		if err != nil {
			return nil, err
		}
		read, ok := f.Match(r, ends[r.From].Kind, ends[r.To].Kind)
		i := slices.IndexFunc(read.Evidence, func(e graph.Evidence) bool { return string(e.ID) == evidence })
		if ok && i >= 0 {
			return placed(read)[i+1:], nil
		}
	}
	return nil, invalid("after", "the evidence that the cursor stands for is not in this list")
}

func evidencePage(l list, q PageQuery, all []placedEvidence) *EvidencePage {
	all = all[:min(len(all), q.First+1)]
	keys := make(map[graph.EvidenceID]graph.Key, len(all))
	items := make([]graph.Evidence, len(all))
	for i, e := range all {
		items[i], keys[e.ID] = e.Evidence, e.key
	}
	return newPage(l, q, items, func(e *graph.Evidence) graph.Key { return keys[e.ID] })
}

func (v *View) countEvidence(ctx context.Context, q EvidenceList, pages map[graph.ActorID]*EvidencePage) error {
	for _, p := range pages {
		p.Total.Exact = true
	}
	over := 0
	for r, err := range v.snap.FindRelations(ctx, graph.RelationQuery{At: q.Of, Filter: q.Filter}) {
		if err != nil {
			return err
		}
		total := &pages[r.At].Total
		if total.N += len(r.Evidence); total.N > MaxCount && total.Exact {
			total.Exact = false
			over++
		}
		if over == len(pages) {
			break
		}
	}
	for _, p := range pages {
		p.Total.N = min(p.Total.N, MaxCount)
	}
	return nil
}
