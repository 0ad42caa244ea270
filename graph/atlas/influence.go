package atlas

import (
	"context"
	"fmt"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/traverse"
)

// InfluenceQuery asks how far one actor can move others, or who can move it.
type InfluenceQuery struct {
	By, Over graph.ActorID // ids or codes; one may be empty
	Hops     int
	Method   traverse.InfluenceMethod
	Decay    float64
	HalfLife int // days after which an act counts half
	Leverage []Leverage
	First    int
	Filter   graph.RelationFilter
}

// Leverage replaces the registry's leverage of a kind.
type Leverage struct {
	Kind              graph.KindName
	Forward, Backward float64 // 0 to below 1
}

// InfluenceAnswer are the influences, the greatest first.
type InfluenceAnswer struct {
	Answered     Answered
	Influences   []Influence
	HalfLifeDays int
	Decay        float64
}

// Influence is how far one actor can move another, with its best path.
type Influence struct {
	By, Over graph.ActorID
	Score    float64
	Coercive float64 // share of the best path's leverage that comes from hostile relations
	Path     Path
}

// MaxHalfLife bounds the half-life of a question, in days: a century.
const MaxHalfLife = 36_525

// Influence answers q. An actor that is not recorded is ErrNotFound.
func (v *View) Influence(ctx context.Context, q InfluenceQuery) (*InfluenceAnswer, error) {
	ask, err := v.influence(ctx, q)
	if err != nil {
		return nil, err
	}
	for field, ref := range map[string]graph.ActorID{"by": q.By, "over": q.Over} {
		if ref == "" {
			continue
		}
		id, err := v.Existing(ctx, field, string(ref))
		if err != nil {
			return nil, err
		}
		if field == "by" {
			ask.By = id
		} else {
			ask.Over = id
		}
	}
	found, err := traverse.Influences(ctx, v.snap, ask)
	if err != nil {
		return nil, err
	}
	return v.influenceAnswer(q, ask, found), nil
}

// Influences answers q for each of some actors: whom it moves (graph.Out), or who
// moves it (graph.In). Its reads depend on the hops, not on the number of actors.
func (v *View) Influences(ctx context.Context, of []graph.ActorID, way graph.Direction, q InfluenceQuery) (map[graph.ActorID]*InfluenceAnswer, error) {
	if len(of) > MaxStarts {
		return nil, graph.Errorf(graph.ErrTooLarge, "the influences of %d actors are asked for at once, and of %d may be; ask for a smaller page of actors", len(of), MaxStarts)
	}
	ask, err := v.influence(ctx, q)
	if err != nil {
		return nil, err
	}
	asks := make([]traverse.InfluenceQuery, len(of))
	for i, id := range of {
		if asks[i] = ask; way == graph.In {
			asks[i].Over = id
		} else {
			asks[i].By = id
		}
	}
	found, err := traverse.InfluencesTogether(ctx, v.snap, asks)
	if err != nil {
		return nil, err
	}
	out := make(map[graph.ActorID]*InfluenceAnswer, len(of))
	for i, id := range of {
		out[id] = v.influenceAnswer(q, ask, found[i])
	}
	return out, nil
}

// influence gives the walk that q asks for, but for its ends.
func (v *View) influence(ctx context.Context, q InfluenceQuery) (traverse.InfluenceQuery, error) {
	ask := traverse.InfluenceQuery{
		Hops: q.Hops, Method: q.Method, Decay: q.Decay, First: q.First, Filter: q.Filter,
		ThroughOffices: true, Budget: v.atlas.options.Budget, Leverage: map[graph.KindName]graph.Leverage{},
	}
	if q.HalfLife < 1 || q.HalfLife > MaxHalfLife {
		return ask, invalid("halfLifeDays", "%d is not between 1 and %d", q.HalfLife, MaxHalfLife)
	}
	for _, l := range q.Leverage {
		ask.Leverage[l.Kind] = graph.Leverage{Forward: l.Forward, Backward: l.Backward}
	}
	if err := v.sources(ctx, "filter.sources", q.Filter.Sources); err != nil {
		return ask, err
	}
	var err error
	ask.Moment, err = v.Moment(ctx, q.Filter)
	ask.Moment.HalfLife = float64(q.HalfLife)
	return ask, err
}

func (v *View) influenceAnswer(q InfluenceQuery, ask traverse.InfluenceQuery, found []traverse.Influence) *InfluenceAnswer {
	out := &InfluenceAnswer{Answered: v.answered(q.Filter), HalfLifeDays: q.HalfLife, Decay: q.Decay, Influences: make([]Influence, len(found))}
	out.Answered.Notes = append(out.Answered.Notes, graph.OfficeRule, fmt.Sprintf("acts fade by half every %d days before %s", q.HalfLife, ask.Moment.Day))
	for i, x := range found {
		out.Influences[i] = newInfluence(x, q.Filter.PublishedBy)
	}
	return out
}

func newInfluence(x traverse.Influence, publishedBy *graph.Day) Influence {
	out := Influence{By: x.By, Over: x.Over, Score: x.Score, Coercive: x.Coercive, Path: Path{Score: x.Score}}
	for _, s := range x.Path {
		out.Path.Steps = append(out.Path.Steps, Step{From: s.From, To: s.To, Score: s.Score, Relations: s.Relations, PublishedBy: publishedBy})
	}
	return out
}
