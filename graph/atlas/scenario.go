package atlas

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/overlay"
)

// scenarioDrawer is where the desk keeps scenarios.
const scenarioDrawer = "scenario"

const scenarioPrefix = "scenario:"

// Scenario is a named what-if: changes laid over the record at one revision, and
// never mixed into it.
type Scenario struct {
	ID      string               `json:"id"`
	Name    string               `json:"name"`
	Author  string               `json:"author"`
	Base    graph.RevisionNumber `json:"base"`
	Opened  time.Time            `json:"opened"`
	Put     []graph.Record       `json:"put,omitempty"`     // by id: what it holds that the base does not, or otherwise
	Retract []graph.RelationID   `json:"retract,omitempty"` // relations of the base that it does not hold
	Edits   []ScenarioEdit       `json:"edits,omitempty"`   // the oldest first

	version uint64
}

// ScenarioEdit is one change made in a scenario.
type ScenarioEdit struct {
	Author string    `json:"author"`
	Reason string    `json:"reason"`
	Time   time.Time `json:"time"`
	Key    string    `json:"key,omitempty"`
	IDs    []string  `json:"ids"` // of what it changed
}

// MaxScenario bounds the records that a scenario changes, and maxEdits its edits.
const (
	MaxScenario = 10_000
	maxEdits    = 5_000
)

// Version counts the states of the scenario from 1: each edit makes a new one.
func (s *Scenario) Version() int { return int(s.version) }

// state names what the scenario holds now.
func (s *Scenario) state() string {
	if s == nil {
		return ""
	}
	// The moment tells it from one of the same name that was dropped.
	return fmt.Sprintf("%s@%d of %d", s.ID, s.version, s.Opened.UnixMicro())
}

// OpenScenario opens a scenario over a revision, the newest if base is nil.
func (a *Atlas) OpenScenario(ctx context.Context, author, name string, base *int) (*Scenario, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return nil, invalid("name", "is empty; say what the scenario supposes, as in \"If ECOWAS had intervened\"")
	case len([]rune(name)) > graph.MaxName:
		return nil, invalid("name", "has more than %d characters", graph.MaxName)
	case base != nil && *base < 1:
		return nil, invalid("base", "%d is below 1; revisions are numbered from 1", *base)
	}
	v, err := a.Open(ctx, ViewInput{Revision: base})
	if errors.Is(err, graph.ErrNotFound) {
		return nil, graph.InField("base", a.noRevision(ctx, graph.RevisionNumber(*base)))
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = v.Close() }() // nothing was written, so nothing is lost
	if v.Number() == 0 {
		return nil, notFound("base", "nothing is recorded yet; a scenario lies over a revision")
	}
	s := &Scenario{Name: name, Author: author, Base: v.Number(), Opened: time.Now().UTC().Truncate(time.Microsecond)}
	for n := 1; ; n++ {
		s.ID = scenarioID(name, n)
		err := a.file(ctx, s)
		if !errors.Is(err, graph.ErrConflict) {
			return s, err
		}
	}
}

// scenarioID makes an id of a name: its words, and a number if there are several.
func scenarioID(name string, n int) string {
	const most = 60
	id := strings.Join(graph.Words(graph.Fold(name)), "-")
	id = strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' {
			return c
		}
		return -1
	}, id)
	id = strings.Trim(id[:min(len(id), most)], "-")
	id = scenarioPrefix + cmp.Or(id, "what-if")
	if n > 1 {
		id = fmt.Sprintf("%s-%d", id, n)
	}
	return id
}

// file puts the scenario on the desk.
func (a *Atlas) file(ctx context.Context, s *Scenario) error {
	desk, err := a.desk()
	if err != nil {
		return err
	}
	body, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write scenario %s: %w", s.ID, err)
	}
	if len(body) > graph.MaxPaper {
		return graph.Errorf(graph.ErrTooLarge, "the scenario would be too large; a scenario holds at most %d MiB", graph.MaxPaper>>20)
	}
	p, err := desk.File(ctx, graph.Paper{Drawer: scenarioDrawer, ID: s.ID, Version: s.version, Body: body})
	if err == nil {
		s.version = p.Version
	}
	return err
}

// Scenario gives a scenario by its id. One that is not there is ErrNotFound.
func (a *Atlas) Scenario(ctx context.Context, id string) (*Scenario, error) {
	found, err := a.scenarios(ctx, graph.PaperFilter{Drawer: scenarioDrawer, IDs: []string{id}}, 1)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, graph.Errorf(graph.ErrNotFound, "there is no scenario %q; it may have been dropped. The field scenarios lists those that are open", id)
	}
	return &found[0], nil
}

// scenarios reads up to most scenarios.
func (a *Atlas) scenarios(ctx context.Context, f graph.PaperFilter, most int) ([]Scenario, error) {
	desk, err := a.desk()
	if err != nil {
		return nil, err
	}
	var out []Scenario
	for p, err := range desk.Papers(ctx, f) {
		if err != nil {
			return nil, err
		}
		s := Scenario{version: p.Version}
		if err := json.Unmarshal(p.Body, &s); err != nil {
			return nil, fmt.Errorf("read scenario %s: %w", p.ID, err)
		}
		if out = append(out, s); len(out) >= most {
			break
		}
	}
	return out, nil
}

type (
	// ScenarioPage is a page of scenarios.
	ScenarioPage = Page[Scenario]
	// ScenarioItem is a scenario with its place in a list.
	ScenarioItem = Item[Scenario]
)

// Scenarios gives a page of the scenarios, by id.
func (a *Atlas) Scenarios(ctx context.Context, q PageQuery) (*ScenarioPage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	l := newList(0, "scenarios") // of no revision: they are no part of the record
	after, err := l.key(q.After)
	if err != nil {
		return nil, err
	}
	f := graph.PaperFilter{Drawer: scenarioDrawer}
	if after != nil {
		f.After = after.ID
	}
	items, err := a.scenarios(ctx, f, q.First+1)
	if err != nil {
		return nil, err
	}
	p := newPage(l, q, items, func(s *Scenario) graph.Key { return graph.Key{ID: s.ID} })
	if q.Count {
		p.Total, err = a.countPapers(ctx, scenarioDrawer)
	}
	return p, err
}

func (a *Atlas) countPapers(ctx context.Context, drawer string) (graph.Count, error) {
	desk, err := a.desk()
	if err != nil {
		return graph.Count{}, err
	}
	return count(desk.Papers(ctx, graph.PaperFilter{Drawer: drawer}))
}

// DropScenario drops a scenario for good. by is who asks, if only the author may.
func (a *Atlas) DropScenario(ctx context.Context, id string, by *string) error {
	desk, err := a.desk()
	if err != nil {
		return err
	}
	for range maxAttempts {
		s, err := a.Scenario(ctx, id)
		if err != nil {
			return graph.InField("id", err)
		}
		if by != nil && s.Author != *by {
			return graph.InField("id", graph.Errorf(graph.ErrForbidden, "the scenario is %s's; only they and editors may drop it", s.Author))
		}
		err = desk.Discard(ctx, scenarioDrawer, id, s.version)
		if !errors.Is(err, graph.ErrConflict) {
			return err
		}
	}
	return graph.InField("id", graph.Errorf(graph.ErrConflict, "the scenario is being edited; try again"))
}

// layered is a layer and what it takes in memory, about.
type layered struct {
	*overlay.Layer
	bytes int64
}

// openScenario opens a view of a scenario.
func (a *Atlas) openScenario(ctx context.Context, s *Scenario) (*View, error) {
	snap, err := a.overBase(ctx, s)
	if err != nil {
		return nil, err
	}
	return a.view(ctx, snap, s, func(ctx context.Context) (graph.Snapshot, error) { return a.overBase(ctx, s) })
}

// overBase lays the scenario over its base.
func (a *Atlas) overBase(ctx context.Context, s *Scenario) (graph.Snapshot, error) {
	base, err := a.store.Snapshot(ctx, s.Base)
	if err != nil {
		return nil, err
	}
	l, err := a.layers.Get(ctx, s.state(), func(ctx context.Context) (layered, error) {
		below, err := a.store.Snapshot(ctx, s.Base) // of its own: whoever waits for the layer may close theirs
		if err != nil {
			return layered{}, err
		}
		l, err := overlay.New(ctx, below, overlay.Changes{Put: s.Put, Remove: overlay.Removed{Relations: s.Retract}})
		return layered{l, int64(1+len(s.Put)+len(s.Retract)) * 4096}, errors.Join(err, below.Close())
	})
	if err != nil {
		return nil, errors.Join(err, base.Close())
	}
	return l.Over(base), nil
}

// writeScenario makes a change in a scenario.
func (a *Atlas) writeScenario(ctx context.Context, h Head, b build) (*Written, error) {
	seed := h.seed()
	var err error
	for range maxAttempts {
		var s *Scenario
		if s, err = a.Scenario(ctx, h.Scenario); err != nil {
			return nil, graph.InField("input.scenario", err)
		}
		var w *Written
		if w, err = a.edit(ctx, s, h, seed, b); !errors.Is(err, graph.ErrConflict) {
			return w, err
		}
	}
	return nil, err
}

// edit tries a change of a scenario once.
func (a *Atlas) edit(ctx context.Context, s *Scenario, h Head, seed string, b build) (*Written, error) {
	v, err := a.openScenario(ctx, s)
	if err != nil {
		return nil, err
	}
	defer func() { _ = v.Close() }() // nothing was written by it, so nothing is lost
	if i := slices.IndexFunc(s.Edits, func(e ScenarioEdit) bool { return h.Key != "" && e.Key == h.scoped() }); i >= 0 {
		changes, err := v.scenarioChanges(ctx, s.Edits[i].IDs)
		return &Written{Scenario: s, Changes: changes}, err
	}
	d, err := v.draft(ctx, h, seed, b)
	if err != nil {
		return nil, err
	}
	batch, err := graph.Prepare(ctx, v.snap, graph.Batch{BatchHead: h.batch(), Put: d.put, Retract: d.retract})
	if err != nil {
		return nil, d.explain(err)
	}
	next, err := a.with(ctx, s, batch)
	if err != nil {
		return nil, err
	}
	if err := a.file(ctx, next); err != nil {
		return nil, err
	}
	after, err := a.openScenario(ctx, next)
	if err != nil {
		return nil, err
	}
	defer func() { _ = after.Close() }() // nothing was written by it, so nothing is lost
	changes, err := after.scenarioChanges(ctx, next.Edits[len(next.Edits)-1].IDs)
	return &Written{Scenario: next, Changes: changes}, err
}

// with gives the scenario with a complete batch.
func (a *Atlas) with(ctx context.Context, s *Scenario, b graph.Batch) (*Scenario, error) {
	next := *s
	edit := ScenarioEdit{Author: b.Author, Reason: b.Reason, Key: b.Key, Time: time.Now().UTC().Truncate(time.Microsecond)}
	put := map[string]graph.Record{}
	for _, r := range s.Put {
		put[r.ID()] = r
	}
	retract := map[graph.RelationID]bool{}
	for _, id := range s.Retract {
		retract[id] = true
	}
	for _, r := range b.Put {
		put[r.ID()] = r
		delete(retract, graph.RelationID(r.ID()))
		edit.IDs = append(edit.IDs, r.ID())
	}
	base, err := a.store.Snapshot(ctx, s.Base)
	if err != nil {
		return nil, err
	}
	held, err := graph.Collect(base.Relations(ctx, b.Retract))
	if err := errors.Join(err, base.Close()); err != nil {
		return nil, err
	}
	for _, r := range held {
		retract[r.ID] = true
	}
	for _, id := range b.Retract {
		delete(put, string(id))
		edit.IDs = append(edit.IDs, string(id))
	}
	next.Put, next.Retract = nil, nil
	for _, id := range sortedKeys(put) {
		next.Put = append(next.Put, put[id])
	}
	next.Retract = sortedKeys(retract)
	next.Edits = append(slices.Clone(s.Edits), edit)
	if n := len(next.Put) + len(next.Retract); n > MaxScenario || len(next.Edits) > maxEdits {
		return nil, graph.InField("input", graph.Errorf(graph.ErrTooLarge, "a scenario changes at most %d records in at most %d edits", MaxScenario, maxEdits))
	}
	return &next, nil
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// scenarioChanges gives what the scenario of the view changes of its base: of the
// ids given, or of all.
func (v *View) scenarioChanges(ctx context.Context, ids []string) ([]graph.Change, error) {
	var all []graph.Record
	wanted := func(id string) bool { return ids == nil || slices.Contains(ids, id) }
	for _, r := range v.scenario.Put {
		if wanted(r.ID()) {
			all = append(all, r)
		}
	}
	for _, id := range v.scenario.Retract {
		if wanted(string(id)) {
			all = append(all, graph.Record{Relation: &graph.Relation{ID: id}})
		}
	}
	number := int(v.scenario.Base)
	base, err := v.atlas.Open(ctx, ViewInput{Revision: &number})
	if err != nil {
		return nil, err
	}
	defer func() { _ = base.Close() }() // nothing was written, so nothing is lost
	was, err := base.held(ctx, all)
	if err != nil {
		return nil, err
	}
	is, err := v.held(ctx, all)
	if err != nil {
		return nil, err
	}
	var out []graph.Change
	for _, r := range all {
		c := graph.Change{Revision: v.scenario.Base}
		if x, ok := was[r.ID()]; ok {
			c.Before = &x
		}
		if x, ok := is[r.ID()]; ok {
			c.After = &x
		}
		if c.Before != nil || c.After != nil {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b graph.Change) int { return cmp.Compare(a.ID(), b.ID()) })
	return out, nil
}

// ScenarioEntries gives a page of what a scenario changes of its base, by id; only
// changes of some kinds, if any are given.
func (a *Atlas) ScenarioEntries(ctx context.Context, s *Scenario, kinds []graph.ChangeKind, q PageQuery) (*VersionPage, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	l := newList(s.Base, "scenario.entries", s.state(), kinds)
	after, err := l.key(q.After)
	if err != nil {
		return nil, err
	}
	v, err := a.openScenario(ctx, s)
	if err != nil {
		return nil, err
	}
	defer func() { _ = v.Close() }() // nothing was written, so nothing is lost
	all, err := v.scenarioChanges(ctx, nil)
	if err != nil {
		return nil, err
	}
	var items []Version
	total := 0
	for _, c := range all {
		if len(kinds) > 0 && !slices.Contains(kinds, c.Kind()) {
			continue
		}
		total++
		if after == nil || c.ID() > after.ID {
			items = append(items, Version{c})
		}
	}
	p := newPage(l, q, items, keyOfVersion)
	p.Total = graph.Count{N: total, Exact: true}
	return p, nil
}
