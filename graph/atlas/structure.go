package atlas

import (
	"context"
	"fmt"
	"slices"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/traverse"
)

// StructureQuery chooses what a measure is computed of.
type StructureQuery struct {
	Among  []graph.ActorID // ids or codes; empty for all
	Filter graph.RelationFilter
}

// bodies are the kinds of actors that measures count unless a filter names others:
// persons and offices count through their states, and neither a treaty nor a
// region takes sides.
var bodies = []graph.ActorKind{graph.State, graph.Organization, graph.Government, graph.ArmedForce, graph.ArmedGroup, graph.Company}

// projection gives the dyads of the view that the query asks about.
func (v *View) projection(ctx context.Context, q StructureQuery) (*measure.Projection, Answered, error) {
	answered := v.answered(q.Filter)
	answered.Notes = append(answered.Notes, graph.OfficeRule)
	if len(q.Filter.ActorKinds) == 0 {
		q.Filter.ActorKinds = bodies
		answered.Notes = append(answered.Notes, "only actors that act as a body were counted (states, organizations, governments, armed forces and groups, companies); filter.actorKinds asks for other kinds")
	}
	among, err := v.actors(ctx, "among", q.Among)
	if err != nil {
		return nil, answered, err
	}
	slices.Sort(among)
	filter, err := traverse.WalkFilter(q.Filter)
	if err != nil {
		return nil, answered, err
	}
	if err := v.sources(ctx, "filter.sources", filter.Sources); err != nil {
		return nil, answered, err
	}
	moment, err := v.Moment(ctx, filter)
	if err != nil {
		return nil, answered, err
	}
	ask := measure.Query{Among: among, Filter: filter, Moment: moment, ThroughOffices: true, MaxRelations: measure.DefaultMaxRelations}
	key, err := measure.KeyOf(v.State(), v.Number(), ask)
	if err != nil {
		return nil, answered, err
	}
	p, err := v.atlas.projections.Get(ctx, key, func(ctx context.Context) (*measure.Projection, error) {
		return measure.Project(ctx, v.snap, ask)
	})
	return p, answered, err
}

// CentralityAnswer ranks actors.
type CentralityAnswer struct {
	Answered  Answered
	Measure   measure.Centrality
	Ranked    []measure.Ranked
	Converged bool // whether the computation came to rest
}

// Centrality ranks the actors by a centrality over the friendly dyads, or over all
// of them, and gives the first ones.
func (v *View) Centrality(ctx context.Context, q StructureQuery, c measure.Centrality, hostileToo bool, first int) (*CentralityAnswer, error) {
	if first < 1 || first > MaxFirst {
		return nil, invalid("first", "%d is not between 1 and %d", first, MaxFirst)
	}
	p, answered, err := v.projection(ctx, q)
	if err != nil {
		return nil, err
	}
	if !hostileToo {
		p = p.Friendly()
	}
	ranked, converged, err := measure.Rank(ctx, p, c)
	if err != nil {
		return nil, err
	}
	return &CentralityAnswer{Answered: answered, Measure: c, Ranked: ranked[:min(len(ranked), first)], Converged: converged}, nil
}

// BlocMethod says how actors are divided into blocs.
type BlocMethod string

// The methods.
const (
	Communities BlocMethod = "COMMUNITIES" // by their friendly dyads, so that modularity is great
	Frustration BlocMethod = "FRUSTRATION" // into two, so that few dyads do not fit
)

// MaxResolution bounds the resolution of communities.
const MaxResolution = 100

// BlocAnswer divides actors into blocs.
type BlocAnswer struct {
	Answered    Answered
	Blocs       []Bloc
	Method      BlocMethod
	Exact       bool     // FRUSTRATION: no partition has less
	Modularity  *float64 // COMMUNITIES
	Frustration *int     // FRUSTRATION: the dyads that do not fit
	Optima      *int     // FRUSTRATION, if exact: how many partitions are as good
	LeftOut     []graph.ActorID
}

// Bloc is a group of actors.
type Bloc struct {
	Number  int // from 1
	Members []graph.ActorID
	Inside  float64 // sum of the nets within
	Outside float64 // sum of the nets to others
}

// Blocs divides the actors into blocs; resolution is for COMMUNITIES, above 0.
func (v *View) Blocs(ctx context.Context, q StructureQuery, m BlocMethod, resolution float64) (*BlocAnswer, error) {
	if !(resolution > 0 && resolution <= MaxResolution) {
		return nil, invalid("resolution", "%v is not above 0 and at most %d", resolution, MaxResolution)
	}
	p, answered, err := v.projection(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &BlocAnswer{Answered: answered, Method: m, LeftOut: p.LeftOut}
	of := make([]int, len(p.Actors))
	if m == Communities {
		var modularity float64
		if of, modularity, err = measure.Communities(ctx, p.Friendly(), resolution); err != nil {
			return nil, err
		}
		out.Modularity = &modularity
	} else {
		partition, err := measure.LeastFrustration(ctx, p)
		if err != nil {
			return nil, err
		}
		for i, second := range partition.Side {
			if second {
				of[i] = 1
			}
		}
		out.Exact, out.Frustration = partition.Exact, &partition.Frustration
		if partition.Exact {
			out.Optima = &partition.Optima
		}
	}
	out.Blocs = blocs(p, of)
	out.Answered.Notes = append(out.Answered.Notes, out.cautions()...)
	return out, nil
}

// cautions says what a reader must not make of the blocs.
func (b *BlocAnswer) cautions() []string {
	var out []string
	switch {
	case b.Method == Frustration && !b.Exact:
		out = append(out, fmt.Sprintf("found by local search, since a component has more than %d actors: other partitions may be as good or better, so that where one actor stands may be arbitrary", measure.MaxExact))
	case b.Optima != nil && *b.Optima > 1:
		out = append(out, fmt.Sprintf("%d partitions are as good as this one: where one actor stands may be arbitrary", *b.Optima))
	}
	for _, x := range b.Blocs {
		if x.Inside < 0 {
			out = append(out, fmt.Sprintf("bloc %d is held together by nothing but its opponents: inside it hostility outweighs", x.Number))
		}
	}
	return out
}

// blocs gathers the members of blocs, numbered from 0.
func blocs(p *measure.Projection, of []int) []Bloc {
	var out []Bloc
	for i, b := range of {
		for len(out) <= b {
			out = append(out, Bloc{Number: len(out) + 1})
		}
		out[b].Members = append(out[b].Members, p.Actors[i])
	}
	for d := range p.Dyads() {
		a, b := of[d.A], of[d.B]
		if a == b {
			out[a].Inside += d.Net
			continue
		}
		out[a].Outside += d.Net
		out[b].Outside += d.Net
	}
	for i := range out {
		out[i].Inside, out[i].Outside = measure.Round(out[i].Inside), measure.Round(out[i].Outside)
	}
	return out
}

// BalanceAnswer says how balanced the triads are.
type BalanceAnswer struct {
	Answered    Answered
	balance     *measure.Balance
	Frustration int  // the least number of dyads that do not fit two blocs
	Exact       bool // whether it is the least
	LeftOut     []graph.ActorID
}

// Triads gives the counts by type.
func (b *BalanceAnswer) Triads() []measure.TriadCount { return b.balance.Triads }

// BalancedShare gives the share of balanced triads, or nil if there are none.
func (b *BalanceAnswer) BalancedShare() *float64 {
	if b.balance.Share != b.balance.Share { // not a number: no triads
		return nil
	}
	return &b.balance.Share
}

// Strained gives the unbalanced triads, of one actor or all, the most strained
// first.
func (b *BalanceAnswer) Strained(of graph.ActorID, first int) ([]measure.Triad, error) {
	if first < 0 || first > MaxFirst {
		return nil, invalid("first", "%d is not between 0 and %d", first, MaxFirst)
	}
	return b.balance.Strained(of, first), nil
}

// Balance counts the triads.
func (v *View) Balance(ctx context.Context, q StructureQuery) (*BalanceAnswer, error) {
	p, answered, err := v.projection(ctx, q)
	if err != nil {
		return nil, err
	}
	balance, err := measure.BalanceOf(ctx, p)
	if err != nil {
		return nil, err
	}
	partition, err := measure.LeastFrustration(ctx, p)
	if err != nil {
		return nil, err
	}
	return &BalanceAnswer{Answered: answered, balance: balance, Frustration: partition.Frustration, Exact: partition.Exact, LeftOut: p.LeftOut}, nil
}
