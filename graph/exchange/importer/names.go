package importer

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente/entente/graph"
)

// Party is an actor as a data set names it.
type Party struct {
	Code  graph.Code // the data set's code for it; empty if it has none
	Name  string     // its name there; may be empty if there is a code
	Kinds []graph.ActorKind
}

// reference gives the party in one word, as the file of names writes it.
func (p Party) reference() string {
	if p.Code.Value != "" {
		return p.Code.Scheme + ":" + p.Code.Value
	}
	return p.Name
}

// How says by what a party was found.
type How int

// The ways to find a party.
const (
	NotFound      How = iota
	ByHand            // by the file of names
	ByCode            // by a code, at a date at which the actor existed
	ByCodeOnly        // by a code, at a date at which no actor with it existed: by the one that exists today
	ByName            // by a name in use at the date
	ofItself          // by the code that its own data set gave it
	leftOutByHand     // the file of names says to leave it out
	ambiguous         // several fit
)

// Names finds actors of the record by what data sets call them: by the file of
// names first, then by codes, then by names and aliases in use at the date.
// Whatever is not found is kept to be told.
type Names struct {
	byCode map[graph.Code][]*known
	byName map[string][]named
	byID   map[graph.ActorID]*known
	hand   Hand
	own    string // scheme of the codes that the data set itself gives
	found  map[sought]answer
	misses map[missKey]*Miss
	used   map[How]map[string]graph.ActorID
}

// known is what Names keeps of an actor.
type known struct {
	id     graph.ActorID
	kind   graph.ActorKind
	label  string
	exists graph.Window
	today  bool // it exists on without an end
	codes  []graph.Code
}

type named struct {
	*known
	used graph.Window
}

type sought struct {
	code graph.Code
	name string
	in   graph.Window
}

type answer struct {
	id  graph.ActorID
	how How
}

// Miss is a party that was not found.
type Miss struct {
	Party
	Window     graph.Window // when it was looked for, from the first to the last
	Rows       int
	Candidates []graph.ActorID // those that come near, or that fit alike
}

type missKey struct{ reference, name string }

var always = graph.Window{First: graph.MinDay, Last: graph.MaxDay}

// NewNames reads the names of the actors of a record.
func NewNames(ctx context.Context, snap graph.Snapshot, hand Hand) (*Names, error) {
	n := &Names{
		byCode: map[graph.Code][]*known{}, byName: map[string][]named{}, byID: map[graph.ActorID]*known{}, hand: hand,
		found: map[sought]answer{}, misses: map[missKey]*Miss{}, used: map[How]map[string]graph.ActorID{},
	}
	for a, err := range snap.FindActors(ctx, graph.ActorFilter{}, "") {
		if err != nil {
			return nil, err
		}
		n.learn(a)
	}
	return n, hand.check(n)
}

// learn lets an actor be found.
func (n *Names) learn(a graph.Actor) {
	k := &known{id: a.ID, kind: a.Kind, label: a.Label("en", nil), codes: a.Codes, exists: windowOf(a.Exists), today: a.Exists.IsZero() || a.Exists.Open() || !a.Exists.EndKnown()}
	n.byID[a.ID] = k
	for _, c := range a.Codes {
		n.byCode[c] = append(n.byCode[c], k)
	}
	for _, name := range a.Names {
		folded := graph.Fold(name.Text)
		if !slices.ContainsFunc(n.byName[folded], func(x named) bool { return x.known == k && x.used == windowOf(name.Used) }) {
			n.byName[folded] = append(n.byName[folded], named{k, windowOf(name.Used)})
		}
	}
}

// windowOf gives the days on which a period may hold; all days if it is not given.
func windowOf(p graph.Period) graph.Window {
	if p.IsZero() {
		return always
	}
	b := p.Bounds(graph.NeverObserved)
	return graph.Window{First: b.StartMin, Last: b.EndMax}
}

func overlap(a, b graph.Window) graph.Window {
	return graph.Window{First: max(a.First, b.First), Last: min(a.Last, b.Last)}
}

// Find gives the actor that a data set means by the party in a window, and keeps a
// miss to be told.
func (n *Names) Find(p Party, in graph.Window) (graph.ActorID, bool) {
	id, how := n.find(p, in)
	switch how {
	case NotFound, ambiguous:
		n.miss(p, in)
		return "", false
	case leftOutByHand:
		return "", false
	}
	return id, true
}

// find is Find without the telling.
func (n *Names) find(p Party, in graph.Window) (graph.ActorID, How) {
	key := sought{p.Code, p.Name, in}
	if a, ok := n.found[key]; ok {
		return a.id, a.how
	}
	id, how := n.seek(p, in)
	if how != NotFound { // an actor may still come that has the name
		n.found[key] = answer{id, how}
	}
	if how != ofItself && how != NotFound {
		if n.used[how] == nil {
			n.used[how] = map[string]graph.ActorID{}
		}
		word := p.reference()
		if how == ByName {
			word = p.Name
		}
		n.used[how][word] = id
	}
	return id, how
}

func (n *Names) seek(p Party, in graph.Window) (graph.ActorID, How) {
	if id, ok := n.hand.find(p, in); ok {
		if id == "" {
			return "", leftOutByHand
		}
		return id, ByHand
	}
	if p.Code.Value != "" {
		if id, how := n.seekCode(p.Code, in); how != NotFound {
			return id, how
		}
	}
	return n.seekName(p, in)
}

// seekCode finds the actor with a code that existed for the most of the window. If
// none existed then, it is the only one with the code, or the only one that goes on
// today: code books count Russia from 1816 under one number.
func (n *Names) seekCode(c graph.Code, in graph.Window) (graph.ActorID, How) {
	all := n.byCode[c]
	how := ByCode
	if c.Scheme == n.own {
		how = ofItself
	}
	var best *known
	most := int64(0)
	for _, k := range all {
		common := overlap(k.exists, in)
		if days := int64(common.Last) - int64(common.First) + 1; days > most {
			best, most = k, days
		}
	}
	if best != nil {
		return best.id, how
	}
	if len(all) == 1 && how == ofItself {
		return all[0].id, ofItself
	}
	if len(all) == 1 {
		return all[0].id, ByCodeOnly
	}
	var today []*known
	for _, k := range all {
		if k.today {
			today = append(today, k)
		}
	}
	switch {
	case len(today) == 1:
		return today[0].id, ByCodeOnly
	case len(all) > 1:
		return "", ambiguous
	}
	return "", NotFound
}

// seekName finds the one actor that bore the name in the window.
func (n *Names) seekName(p Party, in graph.Window) (graph.ActorID, How) {
	if p.Name == "" {
		return "", NotFound
	}
	var fits []*known
	for _, x := range n.byName[graph.Fold(p.Name)] {
		common := overlap(overlap(x.used, x.exists), in)
		if common.First > common.Last || p.Kinds != nil && !slices.Contains(p.Kinds, x.kind) || n.isOwn(x.known) {
			continue
		}
		if !slices.Contains(fits, x.known) {
			fits = append(fits, x.known)
		}
	}
	switch len(fits) {
	case 0:
		return "", NotFound
	case 1:
		return fits[0].id, ByName
	}
	return "", ambiguous
}

// isOwn reports whether the data set itself has named the actor: under another code,
// so it means another one.
func (n *Names) isOwn(k *known) bool {
	return n.own != "" && slices.ContainsFunc(k.codes, func(c graph.Code) bool { return c.Scheme == n.own })
}

// miss keeps a party that was not found.
func (n *Names) miss(p Party, in graph.Window) {
	key := missKey{p.reference(), p.Name}
	m, there := n.misses[key]
	if !there {
		m = &Miss{Party: p, Window: in, Candidates: n.near(p)}
		n.misses[key] = m
	}
	m.Rows++
	m.Window.First, m.Window.Last = min(m.Window.First, in.First), max(m.Window.Last, in.Last)
}

// mostCandidates is how many actors that come near are named.
const mostCandidates = 3

// near gives the actors that a party may mean: those with its code, else those
// with the nearest names.
func (n *Names) near(p Party) []graph.ActorID {
	var out []graph.ActorID
	for _, k := range n.byCode[p.Code] {
		out = append(out, k.id)
	}
	type near struct {
		id    graph.ActorID
		score float64
	}
	var all []near
	folded := graph.Fold(p.Name)
	for name, actors := range n.byName {
		if score := graph.NameScore(folded, name); folded != "" && score > 0 {
			for _, x := range actors {
				if p.Kinds == nil || slices.Contains(p.Kinds, x.kind) {
					all = append(all, near{x.id, score})
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b near) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id)) })
	for _, x := range all {
		if len(out) < mostCandidates && !slices.Contains(out, x.id) {
			out = append(out, x.id)
		}
	}
	return out
}

// Misses lists what was not found, what stands in the most rows first.
func (n *Names) Misses() []Miss {
	out := make([]Miss, 0, len(n.misses))
	for _, m := range n.misses {
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b Miss) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.reference(), b.reference()), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// Reference gives the party of a miss in one word, as the file of names writes it.
func (m Miss) Reference() string { return m.reference() }

// Used lists what was found in a way, by its reference.
func (n *Names) Used(how How) map[string]graph.ActorID { return n.used[how] }

// id gives an id for a new actor of the data set: the prefix and the name, or with a
// digest of the name if another actor has that id.
func (n *Names) id(prefix, name string) graph.ActorID {
	id := graph.ActorID(slug(prefix, name))
	if _, taken := n.byID[id]; taken {
		id = graph.ActorID(slugWithDigest(prefix, name))
	}
	return id
}

// label gives the English name of an actor, or its id.
func (n *Names) label(id graph.ActorID) string {
	if k, ok := n.byID[id]; ok {
		return k.label
	}
	return string(id)
}
