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
	if k, _ := KindByName(e.Kind); k.Class == Tie {
		return 1
	}
	days := float64(m.Day) - float64(e.Bounds.EndMax)
	if days <= 0 {
		return 1
	}
	return math.Exp2(-days / cmp.Or(m.HalfLife, DefaultHalfLife))
}

// Net gives how two actors stand to one another at the moment, from the edges
// between them in both directions: tanh of the sum of weight × intensity ×
// confidence × recency, from -1 (hostile) to +1 (friendly). An act that opened a
// tie among them is left out.
func (m Moment) Net(between []Edge) float64 {
	sum := 0.0
	for _, e := range between {
		if !opened(e, between) {
			sum += e.Weight * e.Intensity * e.Confidence * m.Recency(e)
		}
	}
	return math.Tanh(sum)
}

// opened reports whether the tie that e opens stands among the edges.
func opened(e Edge, between []Edge) bool {
	k, _ := KindByName(e.Kind)
	return k.Opens != "" && slices.ContainsFunc(between, func(x Edge) bool { return x.Kind == k.Opens })
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
	k, _ := KindByName(name)
	return Leverage{k.LeverageForward, k.LeverageBackward}
}
