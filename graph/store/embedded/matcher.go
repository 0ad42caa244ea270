package embedded

import (
	"context"
	"reflect"

	"github.com/entente/entente/graph"
)

// matcher asks a filter about versions in memory. It holds no meaning of its
// own: it asks the filter once about each kind and each set of facts that many
// versions share, and remembers the answer; what the memory does not hold, the
// filter is asked about the record.
type matcher struct {
	f     graph.RelationFilter
	state *state
	rev   uint32

	kinds  []kindAnswer
	some   kindSet // the kinds that are kept
	facts  factsAnswers
	weight factsAnswers // of what the filter asks of the weight alone
	ends   bool         // whether it asks for the kinds of the actors at the ends
	ofKind [256]uint8   // by node.kindAt: 0 if the filter was not asked about it, else unkept or kept
	actors *wanted      // one of them is at an end; nil for any
	others *wanted      // nil for any
	cited  bitset       // versions with evidence of the filter's sources; nil for any
	text   string       // the words of f.Text, as a JSON array

	// always says that the filter asks of every record something that the memory
	// does not hold.
	always bool
}

// kindAnswer is what a filter and a direction say to a kind.
type kindAnswer struct {
	kept           bool
	class          graph.Class
	forFrom, forTo bool // whether a relation counts for its source, its target
}

type answer uint8

const (
	no answer = iota
	yes
	perhaps // only the record can tell
)

// matcher prepares the filter for the snapshot.
func (s *snapshot) matcher(ctx context.Context, f graph.RelationFilter, d graph.Direction) (*matcher, error) {
	x := &matcher{
		f: f, state: s.state, rev: s.rev, text: noWords,
		weight: newFactsAnswers(s.state, graph.RelationFilter{Signs: f.Signs, MinAbsoluteWeight: f.MinAbsoluteWeight}),
		facts: newFactsAnswers(s.state, graph.RelationFilter{
			Signs: f.Signs, MinAbsoluteWeight: f.MinAbsoluteWeight, MinConfidence: f.MinConfidence, Modalities: f.Modalities,
		}),
	}
	ofKind := graph.RelationFilter{Kinds: f.Kinds, Class: f.Class, Dimensions: f.Dimensions}
	for i, k := range s.state.kinds {
		e := graph.Edge{From: "from", To: "to", Kind: k}
		known, _ := graph.KindByName(k)
		a := kindAnswer{ofKind.MatchEdge(e, "", ""), known.Class, d.Touches("from", e), d.Touches("to", e)}
		x.kinds = append(x.kinds, a)
		if a.kept {
			x.some = x.some.with(uint16(i))
		}
	}
	x.ends = len(f.ActorKinds) > 0
	if len(f.Actors) > 0 {
		x.actors = s.wanted(f.Actors)
	}
	if f.Text != "" {
		x.always, x.text = true, queryWords(f.Text)
		if x.text == noWords { // finds nothing, so no record need be read to see it
			x.kinds, x.some = make([]kindAnswer, len(s.state.kinds)), 0
		}
	}
	if len(f.Sources) > 0 {
		var err error
		if x.cited, err = s.cited(ctx, f.Sources); err != nil {
			return nil, err
		}
	}
	x.always = x.always || asksMore(f)
	return x, nil
}

// asksMore reports whether the filter has a condition that a matcher has not
// heard of, so that a new field of graph.RelationFilter is kept from the first
// day.
func asksMore(f graph.RelationFilter) bool {
	f.Kinds, f.Class, f.Dimensions, f.Signs = nil, "", nil, nil
	f.On, f.During, f.Dates, f.Lookback = nil, nil, "", 0
	f.PublishedBy, f.MinConfidence, f.MinAbsoluteWeight, f.Modalities = nil, 0, 0, nil
	f.Actors, f.ActorKinds, f.Sources, f.Text = nil, nil, nil, ""
	return !reflect.ValueOf(f).IsZero()
}

// ask says whether the filter keeps version i, if it holds at the revision.
func (x *matcher) ask(i uint32) answer {
	v := x.state.versions.at(i)
	if !v.holdsAt(x.rev) {
		return no
	}
	k := &x.kinds[v.kind]
	switch {
	case !k.kept,
		x.actors != nil && !x.actors.set.has(v.from) && !x.actors.set.has(v.to),
		x.cited != nil && !x.cited.has(i),
		x.ends && !(x.keepsEnd(v.from) && x.keepsEnd(v.to)):
		return no
	}
	if by := x.f.PublishedBy; by != nil {
		if v.publicFirst > *by {
			return no
		}
		if v.publicAll > *by || *by == graph.MaxDay {
			// Less evidence changes how sure and how dated the relation is, not its weight.
			if !x.weight.keep(v.facts) {
				return no
			}
			return perhaps
		}
	}
	if !x.facts.keep(v.facts) || !x.f.MatchDays(v.bounds(), k.class) {
		return no
	}
	if x.always {
		return perhaps
	}
	return yes
}

// factsAnswers remembers what a part of a filter says to facts.
type factsAnswers struct {
	part  graph.RelationFilter
	state *state
	by    []uint8 // by facts: 0 if it was not asked, else unkept or kept
}

const (
	unkept = 1
	kept   = 2
)

func newFactsAnswers(s *state, part graph.RelationFilter) factsAnswers {
	return factsAnswers{part: part, state: s, by: make([]uint8, len(s.facts))}
}

// keep asks the filter about facts, once.
func (a *factsAnswers) keep(i uint32) bool {
	if a.by[i] == 0 {
		f := a.state.facts[i]
		e := graph.Edge{Kind: graph.Kinds()[0].Name, Weight: f.weight, Intensity: f.intensity, Confidence: f.confidence, Modality: f.modality}
		a.by[i] = unkept
		if a.part.MatchEdge(e, "", "") {
			a.by[i] = kept
		}
	}
	return a.by[i] == kept
}

// keepsEnd asks the filter about the kind of an actor at an end, once for each kind:
// it keeps a relation if it keeps both.
func (x *matcher) keepsEnd(at uint32) bool {
	n := x.state.nodes.at(at)
	answer := &x.ofKind[n.kindAt]
	if *answer == 0 {
		*answer = unkept
		if (graph.RelationFilter{ActorKinds: x.f.ActorKinds}).MatchEdge(graph.Edge{Kind: graph.Kinds()[0].Name}, n.kind, n.kind) {
			*answer = kept
		}
	}
	return *answer == kept
}

// wantedBeside gives the only actors that the filter lets stand at the other end
// of an actor's edges; nil for any.
func (x *matcher) wantedBeside(at uint32) *wanted {
	if x.others == nil && x.actors != nil && !x.actors.set.has(at) {
		return x.actors
	}
	return x.others
}

// touches reports whether version i counts for one of its ends.
func (x *matcher) touches(i, at uint32) bool {
	v := x.state.versions.at(i)
	if x.others != nil && !x.others.set.has(v.other(at)) {
		return false
	}
	k := &x.kinds[v.kind]
	return at == v.from && k.forFrom || at == v.to && k.forTo
}

// keeps asks the filter about the record of version i.
func (x *matcher) keeps(i uint32, r graph.Relation) (graph.Relation, bool) {
	v := x.state.versions.at(i)
	return x.f.Match(r, x.state.nodes.at(v.from).kind, x.state.nodes.at(v.to).kind)
}

const citing = `SELECT relation_version FROM evidence WHERE source IN (SELECT value FROM json_each(?)) AND relation_version IS NOT NULL`

// cited gives the versions with evidence of one of the sources.
func (s *snapshot) cited(ctx context.Context, sources []graph.SourceID) (bitset, error) {
	set := newBitset(s.state.versions.n)
	all, err := query(ctx, s.s, citing, scanned[uint32], list(sources))
	for _, i := range all {
		if i < s.state.versions.n {
			set.add(i)
		}
	}
	return set, err
}

// bitset is a set of numbers.
type bitset []uint64

func newBitset(n uint32) bitset { return make(bitset, n/64+1) }

func (b bitset) add(i uint32) { b[i/64] |= 1 << (i % 64) }

func (b bitset) remove(i uint32) { b[i/64] &^= 1 << (i % 64) }

func (b bitset) has(i uint32) bool { return b[i/64]&(1<<(i%64)) != 0 }
