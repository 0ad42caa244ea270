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
	if q.HalfLife < 1 || q.HalfLife > MaxHalfLife {
		return nil, invalid("halfLifeDays", "%d is not between 1 and %d", q.HalfLife, MaxHalfLife)
	}
	ask := traverse.InfluenceQuery{
		Hops: q.Hops, Method: q.Method, Decay: q.Decay, First: q.First, Filter: q.Filter,
		ThroughOffices: true, Budget: v.atlas.options.Budget, Leverage: map[graph.KindName]graph.Leverage{},
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
	for _, l := range q.Leverage {
		ask.Leverage[l.Kind] = graph.Leverage{Forward: l.Forward, Backward: l.Backward}
	}
	if err := v.sources(ctx, "filter.sources", q.Filter.Sources); err != nil {
		return nil, err
	}
	var err error
	if ask.Moment, err = v.Moment(ctx, q.Filter); err != nil {
		return nil, err
	}
	ask.Moment.HalfLife = float64(q.HalfLife)
	found, err := traverse.Influences(ctx, v.snap, ask)
	if err != nil {
		return nil, err
	}
	out := &InfluenceAnswer{Answered: v.answered(q.Filter), HalfLifeDays: q.HalfLife, Decay: q.Decay, Influences: make([]Influence, len(found))}
	out.Answered.Notes = append(out.Answered.Notes, graph.OfficeRule, fmt.Sprintf("acts fade by half every %d days before %s", q.HalfLife, ask.Moment.Day))
	for i, x := range found {
		out.Influences[i] = newInfluence(x, q.Filter.PublishedBy)
	}
	return out, nil
}

func newInfluence(x traverse.Influence, publishedBy *graph.Day) Influence {
	out := Influence{By: x.By, Over: x.Over, Score: x.Score, Coercive: x.Coercive, Path: Path{Score: x.Score}}
	for _, s := range x.Path {
		out.Path.Steps = append(out.Path.Steps, Step{From: s.From, To: s.To, Score: s.Score, Relations: s.Relations, PublishedBy: publishedBy})
	}
	return out
}
