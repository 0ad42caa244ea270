package graph

import (
	"cmp"
	"math"
	"slices"
)

// DefaultHalfLife is after how many days an act counts half.
const DefaultHalfLife = 180

// FriendlyNet and HostileNet bound the net of dyads that count as neither: at or
// above the first a dyad is friendly, at or below the second hostile, and
// between them it is absent from balance and blocs.
const (
	FriendlyNet = .05
	HostileNet  = -.05
)

// Moment is the reference day of a question and how quickly acts fade before it.
type Moment struct {
	Day      Day
	HalfLife float64 // days; DefaultHalfLife if 0
}

// Recency says how much an edge still counts at the moment, 0 to 1. A tie that
// fits counts in full; an act counts half for every half-life between its last
// possible day and the reference day.
func (m Moment) Recency(e Edge) float64 {
	if i, ok := kindByName[e.Kind]; ok && kinds[i].Class == Tie {
		return 1
	}
	days := float64(m.Day) - float64(e.Bounds.EndMax)
	if days <= 0 {
		return 1
	}
	return math.Exp2(-days / cmp.Or(m.HalfLife, DefaultHalfLife))
}

// Term is what an edge adds to the sum of a net.
type Term struct {
	Kind  KindName
	Value float64 // weight × intensity × confidence × recency
}

// Term gives what an edge adds to a net at the moment.
func (m Moment) Term(e Edge) Term {
	return Term{e.Kind, e.Weight * e.Intensity * e.Confidence * m.Recency(e)}
}

// Net gives how two actors stand to one another at the moment, from the edges
// between them in both directions. See NetOf.
func (m Moment) Net(between []Edge) float64 {
	terms := make([]Term, len(between))
	for i, e := range between {
		terms[i] = m.Term(e)
	}
	return NetOf(terms)
}

// NetOf gives the net of two actors from the terms of all edges between them:
// tanh of their sum, from -1 (hostile) to +1 (friendly). An act that opened a tie
// among them is left out.
func NetOf(terms []Term) float64 {
	sum := 0.0
	stands := map[KindName]bool{} // ties that an act among them opens
	for _, t := range terms {
		if i, ok := kindByName[t.Kind]; ok && kinds[i].Opens != "" {
			tie := kinds[i].Opens
			if _, known := stands[tie]; !known {
				stands[tie] = slices.ContainsFunc(terms, func(x Term) bool { return x.Kind == tie })
			}
			if stands[tie] {
				continue
			}
		}
		sum += t.Value
	}
	return math.Tanh(sum)
}

// NetSign says whether a net is friendly, hostile, or neither.
func NetSign(net float64) Sign {
	switch {
	case net >= FriendlyNet:
		return Friendly
	case net <= HostileNet:
		return Hostile
	}
	return Neutral
}

// Leverage says how far one side of a relation can move the other, 0 to below 1.
type Leverage struct {
	Forward  float64 // of the source over the target
	Backward float64 // of the target over the source
}

// LeverageOf gives the leverage of a kind: the table's, if it has one, else the
// registry's.
func LeverageOf(name KindName, table map[KindName]Leverage) Leverage {
	if l, ok := table[name]; ok {
		return l
	}
	if i, ok := kindByName[name]; ok {
		return Leverage{kinds[i].LeverageForward, kinds[i].LeverageBackward}
	}
	return Leverage{}
}
