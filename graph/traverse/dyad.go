package traverse

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente/entente/graph"
)

// DyadQuery asks how two actors stand to one another.
type DyadQuery struct {
	A, B   graph.ActorID
	Filter graph.RelationFilter
	Moment graph.Moment
	// ThroughOffices lets acts of persons count for the states whose offices they
	// held; see graph.OfficeActs.
	ThroughOffices bool
	Budget         Budget
}

// Dyad is how two actors stand to one another.
type Dyad struct {
	Net       float64 // of both directions, -1 to 1, rounded to 1e-9; see graph.Moment.Net
	Sign      graph.Sign
	Kinds     []KindCount    // the most frequent first, then by name
	Relations []DyadRelation // that Net counts, in both directions, the newest first
}

// DyadRelation is a relation between two actors.
type DyadRelation struct {
	graph.Edge        // with the two actors at its ends
	Rule       string // why it counts although it is recorded of others; empty if it is theirs
}

// KindCount is how many relations are of a kind.
type KindCount struct {
	Kind  graph.KindName
	Count int
}

// DyadOf answers q. It reads around the one of the two that has fewer relations.
func DyadOf(ctx context.Context, snap graph.Snapshot, q DyadQuery) (*Dyad, error) {
	switch {
	case q.A == "":
		return nil, invalid("a", "is empty; name an actor")
	case q.B == "":
		return nil, invalid("b", "is empty; name an actor")
	case q.A == q.B:
		return nil, invalid("b", "is the same actor as a; a dyad has two")
	case !(q.Moment.HalfLife >= 0):
		return nil, invalid("halfLifeDays", "%v is below 0", q.Moment.HalfLife)
	}
	filter, err := WalkFilter(q.Filter)
	if err != nil {
		return nil, err
	}
	d := dyadReader{snap: within(snap, q.Budget), query: graph.ExpandQuery{Filter: filter}}
	if d.at, d.other, err = d.smaller(ctx, q.A, q.B); err != nil {
		return nil, err
	}
	found, err := d.relations(ctx, q.ThroughOffices)
	if err != nil {
		return nil, err
	}
	return q.put(found), nil
}

// put gives the answer from the relations.
func (q DyadQuery) put(found []DyadRelation) *Dyad {
	slices.SortFunc(found, func(a, b DyadRelation) int {
		return graph.Newest.Compare(graph.Newest.KeyOf(a.Edge), graph.Newest.KeyOf(b.Edge))
	})
	out := &Dyad{Relations: found}
	edges := make([]graph.Edge, len(found))
	count := map[graph.KindName]int{}
	for i, r := range found {
		edges[i] = r.Edge
		count[r.Kind]++
	}
	out.Net = round(q.Moment.Net(edges))
	out.Sign = graph.NetSign(out.Net)
	for k, n := range count {
		out.Kinds = append(out.Kinds, KindCount{k, n})
	}
	slices.SortFunc(out.Kinds, func(a, b KindCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

type dyadReader struct {
	snap      *Bounded
	query     graph.ExpandQuery
	at, other graph.ActorID // around which it reads, and who must be at the other end
}

// The relations of the two are counted up to some number, and to more until they
// differ: so the count costs little beside the reading that it saves.
const (
	firstCount = 1_000
	lastCount  = 100_000
)

// smaller gives the two actors, the one with fewer relations first.
func (d dyadReader) smaller(ctx context.Context, a, b graph.ActorID) (small, large graph.ActorID, err error) {
	for most := firstCount; most <= lastCount; most *= 10 {
		counts, err := d.snap.CountRelations(ctx, graph.RelationQuery{At: []graph.ActorID{a, b}, Filter: d.query.Filter}, most)
		if err != nil {
			return "", "", err
		}
		if counts[0].Exact || counts[1].Exact {
			if counts[1].Exact && (!counts[0].Exact || counts[1].N < counts[0].N) {
				return b, a, nil
			}
			return a, b, nil
		}
	}
	return a, b, nil
}

// relations reads what joins the two, each relation once.
func (d dyadReader) relations(ctx context.Context, throughOffices bool) ([]DyadRelation, error) {
	q := d.query
	if !throughOffices {
		q.Filter.Actors = []graph.ActorID{d.other} // the others need not leave the store
	}
	var out []DyadRelation
	var own []graph.Edge
	for h, err := range d.snap.Expand(ctx, []graph.ActorID{d.at}, q) {
		if err != nil {
			return nil, err
		}
		if h.Other() == d.other {
			out = append(out, DyadRelation{Edge: h.Edge})
		} else if throughOffices {
			own = append(own, h.Edge)
		}
	}
	if !throughOffices {
		return out, nil
	}
	acts, err := graph.OfficeActs(ctx, d.snap, []graph.ActorID{d.at}, d.query, own...)
	if err != nil {
		return nil, err
	}
	seen := map[graph.RelationID]bool{}
	for _, e := range acts {
		if (e.From == d.other || e.To == d.other) && (e.From == d.at || e.To == d.at) && !seen[e.ID] {
			seen[e.ID] = true
			out = append(out, DyadRelation{Edge: e, Rule: graph.OfficeRule})
		}
	}
	return out, nil
}
