package embedded

import (
	"cmp"
	"math"
	"sync/atomic"

	"github.com/entente/entente/graph"
)

// living is the revision at which what still lives dies, in memory.
const living = math.MaxUint32

// state is what the store holds in memory at its newest revision, with all its
// history: it answers for every revision up to that one. It never changes, but
// for the deaths of versions, which concern later revisions only.
type state struct {
	newest   graph.Revision
	versions pages[version] // of relations, by their number in the file; number 0 is nobody
	nodes    pages[node]    // actors, in the order in which they came
	recent   ordered        // all versions, newest first (see graph.Newest)
	byID     ordered        // all actors

	// What many versions have in common, and the texts of their ids.
	facts []facts
	kinds []graph.KindName
	ids   []string
}

// node is an actor with its history and its relations.
type node struct {
	id       graph.ActorID
	kind     graph.ActorKind
	kindAt   uint8           // the place of kind in graph.ActorKinds
	versions []*actorVersion // in the order of birth
	edges    ordered         // the versions of its relations, newest first
	pairs    *pairs          // the same by the other end; nil if they are few
	has      kindSet         // of the kinds of its relations
}

// version is a version of a relation as walks, filters and lists read it: 56
// bytes without a pointer, so that a million of them cost the garbage collector
// nothing.
type version struct {
	idText, idStart    uint32 // its id begins there in state.ids
	from, to           uint32 // actors
	startMin, startMax graph.Day
	endMin, endMax     graph.Day
	publicFirst        graph.Day // see publication
	publicAll          graph.Day
	facts              uint32 // in state.facts
	born               uint32
	died               uint32 // read and written atomically
	kind               uint16 // in state.kinds
	idLen              uint8
	unknown            unknown
}

// kindSet is a set of kinds by their places in state.kinds; the last bit stands for
// all from there on.
type kindSet uint64

func (k kindSet) with(kind uint16) kindSet { return k | 1<<min(kind, 63) }

// unknown says which days of a period were not given.
type unknown uint8

const (
	unknownStart unknown = 1 << iota
	unknownEnd
)

// facts is what a version has in common with many others.
type facts struct {
	weight, intensity, confidence float64
	modality                      graph.Modality
}

// holdsAt reports whether the version is the one to be read at a revision.
func (v *version) holdsAt(rev uint32) bool {
	return v.born <= rev && rev < atomic.LoadUint32(&v.died)
}

// other gives the end of the version that is not at.
func (v *version) other(at uint32) uint32 { return v.from ^ v.to ^ at }

func (v *version) bounds() graph.Bounds {
	return graph.Bounds{
		StartMin: v.startMin, StartMax: v.startMax, EndMin: v.endMin, EndMax: v.endMax,
		StartUnknown: v.unknown&unknownStart != 0, EndUnknown: v.unknown&unknownEnd != 0,
	}
}

// holdsAt gives the version of the actor that is to be read at a revision, or nil.
func (n *node) holdsAt(rev uint32) *actorVersion {
	for i := len(n.versions) - 1; i >= 0; i-- {
		if n.versions[i].born <= rev {
			return n.versions[i]
		}
	}
	return nil
}

func (s *state) relationID(v *version) graph.RelationID {
	return graph.RelationID(s.ids[v.idText][v.idStart : v.idStart+uint32(v.idLen)])
}

// edge gives version n as the port shows it.
func (s *state) edge(v *version) graph.Edge {
	f := &s.facts[v.facts]
	return graph.Edge{
		ID: s.relationID(v), From: s.nodes.at(v.from).id, To: s.nodes.at(v.to).id, Kind: s.kinds[v.kind],
		Bounds: v.bounds(), Modality: f.modality, Weight: f.weight, Intensity: f.intensity, Confidence: f.confidence,
	}
}

// key gives the place of version n in the orders by day.
func (s *state) key(n uint32) graph.Key {
	v := s.versions.at(n)
	return graph.Key{Day: v.startMin, ID: string(s.relationID(v))}
}

// compare orders versions as graph.Newest does, those of one relation by number.
func (s *state) compare(a, b uint32) int {
	if d := cmp.Compare(s.versions.at(b).startMin, s.versions.at(a).startMin); d != 0 {
		return d // quick: most differ by day
	}
	return cmp.Or(graph.Newest.Compare(s.key(a), s.key(b)), cmp.Compare(a, b))
}

// compareIDs orders actors by id.
func (s *state) compareIDs(a, b uint32) int { return cmp.Compare(s.nodes.at(a).id, s.nodes.at(b).id) }
