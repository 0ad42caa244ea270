package graphtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/entente/entente/graph"
)

// Random makes records that are valid over all that it has made before, always
// the same ones from the same seed. They go to the corners: every kind of actor
// and relation, every shape of period, evidence that disputes, texts in many
// scripts and with other languages' code in them, ids that differ by case alone.
type Random struct {
	*rand.Rand
	actors    []graph.Actor // the newest version of each
	sources   []graph.SourceID
	events    []graph.EventID
	relations []graph.RelationID // those held
	retracted []graph.RelationID // those that were, and may come back
	made      int                // how many ids were made
}

// NewRandom makes a Random of a seed.
func NewRandom(seed uint64) *Random {
	return &Random{Rand: rand.New(rand.NewPCG(seed, 0x5eed))}
}

// Pick gives one of the values.
func Pick[V any](r *rand.Rand, values []V) V { return values[r.IntN(len(values))] }

// Some gives up to most of the values, at least one.
func Some[V any](r *rand.Rand, values []V, most int) []V {
	out := make([]V, 1+r.IntN(most))
	for i := range out {
		out[i] = Pick(r, values)
	}
	return out
}

// maybe is true once in n times.
func (r *Random) maybe(n int) bool { return r.IntN(n) == 0 }

// Actors gives the ids of all actors made so far.
func (r *Random) Actors() []graph.ActorID {
	out := make([]graph.ActorID, len(r.actors))
	for i, a := range r.actors {
		out[i] = a.ID
	}
	return out
}

// Sources gives the ids of all sources made so far.
func (r *Random) Sources() []graph.SourceID { return slices.Clone(r.sources) }

// Events gives the ids of all events made so far.
func (r *Random) Events() []graph.EventID { return slices.Clone(r.events) }

// Relations gives the ids of the relations held.
func (r *Random) Relations() []graph.RelationID { return slices.Clone(r.relations) }

// Retracted gives the ids of relations that were held and are not.
func (r *Random) Retracted() []graph.RelationID { return slices.Clone(r.retracted) }

// First gives the records to begin with: actors of every kind, a few sources and
// events, and n relations.
func (r *Random) First(n int) []graph.Record {
	var out []graph.Record
	for range 3 {
		for _, k := range graph.ActorKinds {
			out = append(out, r.Actor(k))
		}
	}
	for range 5 {
		out = append(out, r.Source())
	}
	for range 3 {
		out = append(out, r.Event())
	}
	for range n {
		out = append(out, r.Relation())
	}
	return out
}

// Batch gives the next batch of a history: new things, new versions of known
// ones, retractions, relations that come back, and actors that are merged.
func (r *Random) Batch() graph.Batch {
	r.made++
	b := graph.Batch{BatchHead: graph.BatchHead{Author: Pick(r.Rand, words), Reason: r.text(4)}}
	if r.maybe(3) {
		b.Key = fmt.Sprintf("key %d", r.made)
	}
	touched := map[string]bool{}
	if old, ok := r.merge(); ok { // first, so that nothing of the batch names it any more
		b.Put = append(b.Put, old)
		touched[old.ID()] = true
	}
	for range 1 + r.IntN(8) {
		if record := r.change(); !touched[record.ID()] {
			touched[record.ID()] = true
			b.Put = append(b.Put, record)
		}
	}
	for range r.IntN(4) {
		id, ok := r.retract(touched)
		if !ok {
			break
		}
		b.Retract = append(b.Retract, id)
	}
	return b
}

// retract takes a relation that is not touched out of those held.
func (r *Random) retract(touched map[string]bool) (graph.RelationID, bool) {
	if len(r.relations) == 0 {
		return "", false
	}
	i := r.IntN(len(r.relations))
	id := r.relations[i]
	if touched[string(id)] {
		return "", false
	}
	r.relations = slices.Delete(r.relations, i, i+1)
	r.retracted = append(r.retracted, id)
	return id, true
}

// change gives one record: mostly a new relation, else another new thing or a new
// version.
func (r *Random) change() graph.Record {
	switch r.IntN(12) {
	case 0:
		return r.Actor(Pick(r.Rand, graph.ActorKinds))
	case 1:
		if r.maybe(4) {
			return r.twin()
		}
		known := Pick(r.Rand, r.actors)
		return r.actor(known.ID, known.Kind)
	case 2:
		return r.Source()
	case 3:
		return r.source(Pick(r.Rand, r.sources))
	case 4:
		return r.Event()
	case 5:
		return r.event(Pick(r.Rand, r.events))
	case 6, 7:
		if len(r.relations) > 0 {
			return r.relation(Pick(r.Rand, r.relations))
		}
	}
	return r.Relation()
}

// Faulty gives a batch that every store must refuse, and changes nothing.
func (r *Random) Faulty() graph.Batch {
	was := *r
	was.actors, was.sources, was.events = slices.Clone(r.actors), slices.Clone(r.sources), slices.Clone(r.events)
	was.relations, was.retracted = slices.Clone(r.relations), slices.Clone(r.retracted)
	b := r.Batch()
	bad := r.Relation()
	made := r.made
	*r = was
	r.made = made // ids of a refused batch are not made again
	switch r.IntN(6) {
	case 0:
		bad.Relation.To = "nobody-at-all"
	case 1:
		bad.Relation.To = bad.Relation.From
	case 2:
		bad.Relation.Evidence = nil
	case 3:
		two := 2.0
		bad.Relation.AnalystWeight = &two
	case 4:
		bad.Relation.Note = "a NUL \x00 in it"
	case 5:
		b.Retract = append(b.Retract, "relation:never-recorded")
	}
	b.Put = append(b.Put, bad)
	b.Author = strings.Repeat("a", 1+r.IntN(2)*graph.MaxName)
	return b
}

// next gives a name that was not given before. Now and then it differs from an
// earlier one by case alone.
func (r *Random) next(letter string) string {
	r.made++
	if r.made%2 == 0 {
		return fmt.Sprintf("%s%d", strings.ToUpper(letter), r.made-1)
	}
	return fmt.Sprintf("%s%d", letter, r.made)
}

// Actor makes an actor of a kind.
func (r *Random) Actor(kind graph.ActorKind) graph.Record {
	r.made++ // and not the number of actors, which falls when one is merged
	id := graph.ActorID(fmt.Sprintf("%s-%d", strings.ToLower(strings.ReplaceAll(string(kind), "_", "-")), r.made))
	return r.actor(id, kind)
}

func (r *Random) actor(id graph.ActorID, kind graph.ActorKind) graph.Record {
	a := graph.Actor{ID: id, Kind: kind, Names: r.names()}
	for range r.IntN(3) {
		a.Codes = append(a.Codes, graph.Code{Scheme: Pick(r.Rand, []string{"iso3", "wikidata", "cow"}), Value: Pick(r.Rand, []string{"MLI", "Q912", "432", "x'y", "é"})})
	}
	if r.maybe(2) {
		a.Exists = r.Period()
	}
	if r.maybe(3) {
		a.Seat = &graph.Place{Name: Pick(r.Rand, words), Latitude: r.Float64()*180 - 90, Longitude: r.Float64()*360 - 180}
	}
	if r.maybe(2) {
		a.Description = r.text(12)
	}
	if kind == graph.Treaty {
		a.Obligations = Some(r.Rand, graph.Obligations, 3)
	}
	if r.maybe(8) {
		a.MergedFrom = []graph.ActorID{graph.ActorID(fmt.Sprintf("old-%d", r.IntN(50)))}
	}
	if i := slices.IndexFunc(r.actors, func(x graph.Actor) bool { return x.ID == id }); i >= 0 {
		r.actors[i] = a
	} else {
		r.actors = append(r.actors, a)
	}
	return graph.Record{Actor: &a}
}

// twin makes an actor that was merged into another one. Nothing refers to it.
func (r *Random) twin() graph.Record {
	r.made++
	into := Pick(r.Rand, r.actors)
	return graph.Record{Actor: &graph.Actor{
		ID: graph.ActorID(fmt.Sprintf("twin-%d", r.made)), Kind: into.Kind, Names: r.names(), MergedInto: into.ID,
	}}
}

// merge lets, now and then, an actor that others may refer to be merged into
// another one. Of each kind some remain.
func (r *Random) merge() (graph.Record, bool) {
	i := r.IntN(len(r.actors))
	a := r.actors[i].Clone()
	if !r.maybe(4) || len(r.of([]graph.ActorKind{a.Kind})) < 3 {
		return graph.Record{}, false
	}
	r.actors = slices.Delete(r.actors, i, i+1)
	a.MergedInto = Pick(r.Rand, r.actors).ID
	return graph.Record{Actor: &a}, true
}

func (r *Random) names() []graph.Name {
	var out []graph.Name
	for i := range 1 + r.IntN(4) {
		n := graph.Name{Text: r.text(3), Language: Pick(r.Rand, []string{"en", "fr", "ru", "ar", "zh-Hant", ""}), Primary: i == 0 || r.maybe(3)}
		if r.maybe(4) {
			n.Used = r.Period()
		}
		out = append(out, n)
	}
	return out
}

// Source makes a source, now and then without a publication day.
func (r *Random) Source() graph.Record {
	return r.source(graph.SourceID(graph.SourcePrefix + r.next("s")))
}

func (r *Random) source(id graph.SourceID) graph.Record {
	s := graph.Source{ID: id, Title: r.text(5), Publisher: r.someText(2), License: r.someText(1), Note: r.someText(8)}
	if !r.maybe(4) {
		s.Published = r.Period()
	}
	if r.maybe(2) {
		s.Address = "https://example.org/" + r.next("p") + "?q=%C3%A9&x='"
	}
	for range r.IntN(2) {
		s.Coverage = append(s.Coverage, graph.Coverage{
			Kinds: []graph.KindName{Pick(r.Rand, graph.Kinds()).Name}, ActorKinds: Some(r.Rand, graph.ActorKinds, 2),
			Period: r.Period(), Note: r.someText(4),
		})
	}
	if !slices.Contains(r.sources, id) {
		r.sources = append(r.sources, id)
	}
	return graph.Record{Source: &s}
}

// Event makes an event with participants and links.
func (r *Random) Event() graph.Record {
	return r.event(graph.EventID(graph.EventPrefix + r.next("e")))
}

func (r *Random) event(id graph.EventID) graph.Record {
	e := graph.Event{ID: id, Names: r.names(), Period: r.Period(), Note: r.someText(6)}
	if r.maybe(2) {
		e.Place = Pick(r.Rand, r.actors).ID
	}
	for range r.IntN(4) {
		e.Participants = append(e.Participants, graph.Participant{
			Actor: Pick(r.Rand, r.actors).ID, Role: Pick(r.Rand, words), Evidence: r.Evidence(),
		})
	}
	for range r.IntN(3) {
		if len(r.events) == 0 {
			break
		}
		if to := Pick(r.Rand, r.events); to != id {
			kind := Pick(r.Rand, []graph.EventLinkKind{graph.Continues, graph.RespondsTo})
			e.Links = append(e.Links, graph.EventLink{Kind: kind, To: to, Evidence: r.Evidence()})
		}
	}
	if !slices.Contains(r.events, id) {
		r.events = append(r.events, id)
	}
	return graph.Record{Event: &e}
}

// Day gives a day on which something may have happened: mostly in 2021 to 2024.
func (r *Random) Day() graph.Day {
	if r.maybe(10) {
		return graph.Date(1900+r.IntN(150), time.Month(1+r.IntN(12)), 1+r.IntN(28))
	}
	return graph.Date(2021, 1, 1).Add(r.IntN(4 * 365))
}
