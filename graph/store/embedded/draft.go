package embedded

import (
	"maps"
	"slices"
	"sync/atomic"

	"github.com/entente/entente/graph"
)

// draft is the next state in the making. Nobody sees it until publish; one that
// is dropped leaves no trace. There is one draft at a time.
type draft struct {
	m       *memory
	next    state
	changed map[uint32]node // actors that change, and new ones
	numbers map[graph.ActorID]uint32
	coming  uint32   // number of the next new actor
	renewed []uint32 // actors with a new version
	added   []uint32
	ended   []ending
	ids     []byte // texts of ids, to be the next of state.ids
}

type ending struct{ version, died uint32 }

func (m *memory) draft() *draft {
	d := &draft{m: m, next: *m.newest.Load(), changed: map[uint32]node{}, numbers: map[graph.ActorID]uint32{}}
	d.coming = d.next.nodes.n
	return d
}

// actor adds a version of an actor, born at a.Revision. The actor belongs to the
// draft then.
func (d *draft) actor(a graph.Actor) {
	v := newActorVersion(a)
	i, known := d.number(a.ID)
	if !known {
		i = d.coming
		d.coming++
		d.numbers[a.ID] = i
	}
	n := d.node(i)
	n.id, n.kind, n.kindAt = a.ID, a.Kind, uint8(slices.Index(graph.ActorKinds, a.Kind))
	n.versions = append(slices.Clip(n.versions), v)
	d.changed[i] = n
	d.renewed = append(d.renewed, i)
}

func (d *draft) number(id graph.ActorID) (uint32, bool) {
	if i, ok := d.numbers[id]; ok {
		return i, true
	}
	return d.m.number(&d.next, id)
}

// node gives an actor as the draft has it.
func (d *draft) node(i uint32) node {
	if n, ok := d.changed[i]; ok || i >= d.next.nodes.n {
		return n
	}
	return *d.next.nodes.at(i)
}

// relation adds a version of a relation, born and dying at the given revisions,
// and gives its number. Both ends must be known.
func (d *draft) relation(e graph.Edge, p publication, born, died uint32) (uint32, bool) {
	from, ok1 := d.number(e.From)
	to, ok2 := d.number(e.To)
	if !ok1 || !ok2 {
		return 0, false
	}
	b := e.Bounds
	v := version{
		from: from, to: to, kind: d.kind(e.Kind),
		startMin: b.StartMin, startMax: b.StartMax, endMin: b.EndMin, endMax: b.EndMax,
		publicFirst: p.first, publicAll: p.all,
		facts: d.facts(facts{e.Weight, e.Intensity, e.Confidence, e.Modality}),
		born:  born, died: died,
	}
	if b.StartUnknown {
		v.unknown |= unknownStart
	}
	if b.EndUnknown {
		v.unknown |= unknownEnd
	}
	d.id(&v, string(e.ID))
	i := d.next.versions.add(v)
	d.added = append(d.added, i)
	return i, true
}

// gap skips a number that the file does not use.
func (d *draft) gap() { d.next.versions.add(version{}) }

// idsLen bounds a text of ids: long enough that there are few, short enough that
// little is copied when one is full.
const idsLen = 64 << 10

func (d *draft) id(v *version, id string) {
	if len(d.ids)+len(id) > idsLen {
		d.sealIDs()
	}
	v.idText, v.idStart, v.idLen = uint32(len(d.next.ids)), uint32(len(d.ids)), uint8(len(id))
	d.ids = append(d.ids, id...)
}

func (d *draft) sealIDs() {
	if len(d.ids) > 0 {
		d.next.ids = append(d.next.ids, string(d.ids))
		d.ids = d.ids[:0]
	}
}

func (d *draft) facts(f facts) uint32 {
	i, ok := d.m.factsAt[f]
	if !ok || int(i) >= len(d.next.facts) || d.next.facts[i] != f {
		i = uint32(len(d.next.facts))
		d.next.facts = append(d.next.facts, f)
		d.m.factsAt[f] = i
	}
	return i
}

func (d *draft) kind(k graph.KindName) uint16 {
	i, ok := d.m.kindAt[k]
	if !ok || int(i) >= len(d.next.kinds) || d.next.kinds[i] != k {
		i = uint16(len(d.next.kinds))
		d.next.kinds = append(d.next.kinds, k)
		d.m.kindAt[k] = i
	}
	return i
}

// end lets a version die at a revision, when the draft is published.
func (d *draft) end(version, died uint32) { d.ended = append(d.ended, ending{version, died}) }

// publish puts the draft in place of the newest state.
func (d *draft) publish(r graph.Revision) {
	d.sealIDs()
	d.link()
	d.enlist()
	d.next.newest = r
	for _, e := range d.ended {
		atomic.StoreUint32(&d.next.versions.at(e.version).died, e.died)
	}
	d.m.newest.Store(&d.next)
}

// link puts the new versions into the lists of their actors and of the graph.
func (d *draft) link() {
	slices.SortFunc(d.added, d.next.compare)
	d.next.recent = d.next.recent.merge(d.added, d.next.compare)
	of := map[uint32][]uint32{}
	for _, i := range d.added {
		v := d.next.versions.at(i)
		of[v.from], of[v.to] = append(of[v.from], i), append(of[v.to], i)
	}
	for i, more := range of {
		n := d.node(i)
		n.edges = n.edges.merge(more, d.next.compare)
		for _, added := range more {
			n.has = n.has.with(d.next.versions.at(added).kind)
		}
		if n.edges.len() > fewEdges {
			n.pairs = &pairs{} // what was made of the shorter list no longer holds
		}
		d.changed[i] = n
	}
}

// enlist puts the changed and new actors in place.
func (d *draft) enlist() {
	fresh := make([]uint32, 0, len(d.numbers))
	for i := d.next.nodes.n; i < d.coming; i++ {
		d.next.nodes.add(d.changed[i])
		delete(d.changed, i)
		fresh = append(fresh, i)
	}
	d.next.nodes.set(d.changed)
	slices.SortFunc(fresh, d.next.compareIDs)
	d.next.byID = d.next.byID.merge(fresh, d.next.compareIDs)
	d.m.learn(d.numbers, d.renewed, &d.next)
}

// learn lets actors be found: new ones by id, and those with a new version by
// their codes.
func (m *memory) learn(numbers map[graph.ActorID]uint32, renewed []uint32, next *state) {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.Copy(m.numbers, numbers)
	for _, i := range renewed {
		versions := next.nodes.at(i).versions
		for _, c := range versions[len(versions)-1].actor.Codes {
			for _, key := range codeKeys(c) {
				if len(versions) == 1 || !slices.Contains(m.coded[key], i) {
					m.coded[key] = append(m.coded[key], i)
				}
			}
		}
	}
}
