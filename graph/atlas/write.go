package atlas

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
)

// Head says who changes the record, why, and on what condition.
type Head struct {
	Author   string // who; not empty
	Reason   string // why; not empty
	Key      string // the author's idempotency key: the same request again answers as the first; empty for none
	After    *int   // only if this is still the newest revision; nil for no condition
	Scenario string // the scenario in which the change is made; empty for the record itself
}

// Written is what a change came to.
type Written struct {
	Revision *graph.Revision // nil in a scenario
	Scenario *Scenario       // nil in the record
	Changes  []graph.Change  // by id
}

// MaxBatch bounds the records of one change.
const MaxBatch = 10_000

// maxAttempts is how often a change is tried anew when another server wrote between
// its reading and its writing.
const maxAttempts = 20

// draft is a batch in the making, with where each part stands in what was given.
type draft struct {
	put       []graph.Record
	at        []place // of each record
	retract   []graph.RelationID
	retractAt []string
	faults    []graph.Fault // found already, with whole paths
	refs      []*graph.ActorID
	number    int // of things named
	seed      string
	root      string // the path of what is built
}

// place is where a record stands in what was given.
type place struct {
	path   string                    // as "input.relations[2]"
	rename func(field string) string // gives the path below it, of the path in the record; nil for the same
}

func (d *draft) bad(field, format string, args ...any) {
	if len(d.faults) < graph.MaxFaults {
		d.faults = append(d.faults, graph.Fault{Record: -1, Field: field, Message: fmt.Sprintf(format, args...)})
	}
}

func (d *draft) add(r graph.Record, at place) {
	d.put = append(d.put, r)
	d.at = append(d.at, at)
}

// in gives the path of the nth entry of a list of what is built.
func (d *draft) in(list string, n int) string { return fmt.Sprintf("%s.%s[%d]", d.root, list, n) }

// name gives a name for a thing without one: the same again for the same key.
func (d *draft) name() string {
	d.number++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", d.seed, d.number))
	return hex.EncodeToString(sum[:8])
}

// build puts a batch together over what a view holds.
type build func(ctx context.Context, v *View, d *draft) error

// scoped gives the key as the store keeps it: authors do not share keys.
func (h Head) scoped() string {
	if h.Key == "" {
		return ""
	}
	return h.Author + ": " + h.Key
}

// batch gives the head of the batch.
func (h Head) batch() graph.BatchHead {
	return graph.BatchHead{Author: h.Author, Reason: h.Reason, Key: h.scoped()}
}

// seed gives what the names of new things are made of.
func (h Head) seed() string {
	if h.Key != "" {
		return h.scoped()
	}
	return rand.Text()
}

// check reports what is wrong with the head.
func (h Head) check() error {
	switch {
	case h.After != nil && *h.After < 1:
		return invalid("after", "%d is below 1; revisions are numbered from 1", *h.After)
	case h.After != nil && h.Scenario != "":
		return invalid("after", "does not fit a scenario, which has no revisions; leave it out")
	case h.Key != "" && len(h.scoped()) > graph.MaxName:
		return invalid("key", "the key is too long; at most %d characters are kept with the name of its author", graph.MaxName)
	}
	return nil
}

// write commits what b builds: all of it or nothing.
func (a *Atlas) write(ctx context.Context, h Head, b build) (*Written, error) {
	if err := h.check(); err != nil {
		return nil, graph.InField("input", err)
	}
	if h.Scenario != "" {
		return a.writeScenario(ctx, h, b)
	}
	if err := a.writing.lock(ctx); err != nil {
		return nil, err
	}
	defer a.writing.unlock()
	seed := h.seed()
	for i := 1; ; i++ {
		w, stale, err := a.attempt(ctx, h, seed, b)
		if stale && i < maxAttempts {
			continue
		}
		if w != nil {
			a.feed.learn(*w.Revision)
			reached(ctx, w.Revision.Number)
		}
		return w, err
	}
}

// attempt tries a change once, over what is the newest revision now. It is stale if
// it was not the newest any more when it was written.
func (a *Atlas) attempt(ctx context.Context, h Head, seed string, b build) (w *Written, stale bool, err error) {
	v, err := a.Open(ctx, ViewInput{})
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = v.Close() }() // nothing was written by it, so nothing is lost
	if h.After != nil && graph.RevisionNumber(*h.After) != v.Number() {
		w, err := a.orRepeated(ctx, h, graph.InField("input.after", graph.Errorf(graph.ErrConflict,
			"revision %d is not the newest; that is %d. Look at what it changed, and ask with after: %d", *h.After, v.Number(), v.Number())))
		return w, false, err
	}
	d, err := v.draft(ctx, h, seed, b)
	if err != nil {
		w, err := a.orRepeated(ctx, h, err)
		return w, false, err
	}
	batch := graph.Batch{
		BatchHead: h.batch(),
		Put:       d.put, Retract: d.retract,
	}
	if batch, err = v.unmask(ctx, batch); err != nil {
		w, err := a.orRepeated(ctx, h, d.explain(err))
		return w, false, err
	}
	batch.After = v.Number()
	r, err := a.store.Apply(ctx, batch)
	if err != nil {
		w, repeat := a.orRepeated(ctx, h, d.explain(err))
		return w, h.After == nil && errors.Is(repeat, graph.ErrConflict), repeat
	}
	changes, err := a.changesOf(ctx, r.Number)
	if err != nil {
		return nil, false, err
	}
	if r.Number <= v.Number() && !sameIDs(changes, batch) {
		return nil, false, otherRequest(r)
	}
	w, err = repeated(h, r, changes)
	return w, false, err
}

// draft builds a batch over the view. What is wrong with it is a *Faults.
func (v *View) draft(ctx context.Context, h Head, seed string, b build) (*draft, error) {
	d := &draft{seed: seed, root: "input"}
	if err := b(ctx, v, d); err != nil {
		return nil, err
	}
	if n := len(d.put) + len(d.retract); n > MaxBatch {
		return nil, graph.InField("input", graph.Errorf(graph.ErrTooLarge, "the change has %d records, and %d are allowed; make several of it", n, MaxBatch))
	}
	if err := v.settle(ctx, d); err != nil {
		return nil, err
	}
	if len(d.faults) == 0 {
		return d, nil
	}
	// Whatever else is wrong is told with it.
	_, err := graph.Prepare(ctx, v.snap, graph.Batch{BatchHead: h.batch(), Put: d.put, Retract: d.retract})
	return nil, d.explain(err)
}

// explain gives the faults of a batch, and those found before, with the paths of
// what was given.
func (d *draft) explain(err error) error {
	faults := &graph.Faults{}
	if err != nil && !errors.As(err, &faults) {
		return err
	}
	out := &graph.Faults{More: faults.More, List: slices.Clone(d.faults)}
	for _, f := range faults.List {
		if f.Record < 0 && f.Field == "records" && len(d.faults) > 0 { // a batch may be empty since its parts were at fault
			continue
		}
		f.Field = d.path(f)
		f.Record = -1
		out.List = append(out.List, f)
	}
	slices.SortStableFunc(out.List, func(a, b graph.Fault) int { return comparePaths(a.Field, b.Field) })
	if over := len(out.List) - graph.MaxFaults; over > 0 {
		out.List, out.More = out.List[:graph.MaxFaults], out.More+over
	}
	return out
}

// comparePaths compares paths letter by letter, and the numbers in them as numbers.
func comparePaths(a, b string) int {
	digits := func(s string) int {
		return len(s) - len(strings.TrimLeft(s, "0123456789"))
	}
	for a != "" && b != "" {
		m, n := max(digits(a), 1), max(digits(b), 1)
		x, y := a[:m], b[:n]
		if digits(a) > 0 && digits(b) > 0 && m != n {
			return cmp.Compare(m, n) // they are written without zeros in front
		}
		if x != y {
			return cmp.Compare(x, y)
		}
		a, b = a[m:], b[n:]
	}
	return cmp.Compare(len(a), len(b))
}

// path gives where what is at fault stands in what was given.
func (d *draft) path(f graph.Fault) string {
	if f.Record < 0 {
		var i int
		if _, err := fmt.Sscanf(f.Field, "retract[%d]", &i); err == nil && i < len(d.retractAt) {
			return d.retractAt[i]
		}
		if f.Field == "records" {
			return "input"
		}
		return "input." + f.Field
	}
	at := d.at[f.Record]
	_, field, _ := strings.Cut(f.Field, ".")
	if at.rename != nil {
		field = at.rename(field)
	}
	if field == "" {
		return at.path
	}
	return at.path + "." + field
}

// orRepeated gives what a request came to when it was made before with the same
// key, although it could not be made now; else the error.
func (a *Atlas) orRepeated(ctx context.Context, h Head, err error) (*Written, error) {
	if kind := graph.KindOf(err); h.Key == "" || !errors.Is(kind, graph.ErrInvalid) && !errors.Is(kind, graph.ErrConflict) {
		return nil, err
	}
	r, known := a.recorded(ctx, h.scoped())
	if !known {
		return nil, err
	}
	changes, err := a.changesOf(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	return repeated(h, r, changes)
}

// recorded gives the revision that has a key. A store answers with it before it
// looks at anything else, so an empty batch asks for it and can never be recorded.
func (a *Atlas) recorded(ctx context.Context, key string) (graph.Revision, bool) {
	r, err := a.store.Apply(ctx, graph.Batch{BatchHead: graph.BatchHead{Author: "-", Reason: "-", Key: key}})
	return r, err == nil
}

// repeated gives what a request came to, unless its key belongs to another one.
func repeated(h Head, r graph.Revision, changes []graph.Change) (*Written, error) {
	if r.Author != h.Author || r.Reason != h.Reason {
		return nil, otherRequest(r)
	}
	return &Written{Revision: &r, Changes: changes}, nil
}

func otherRequest(r graph.Revision) error {
	return graph.InField("input.key", graph.Errorf(graph.ErrConflict,
		"the key was used for another request, which made revision %d (%s); give each request a key of its own", r.Number, r.Reason))
}

// sameIDs reports whether the changes are those that a batch makes.
func sameIDs(changes []graph.Change, b graph.Batch) bool {
	var is, want []string
	for _, c := range changes {
		is = append(is, c.ID())
	}
	for _, r := range b.Put {
		want = append(want, r.ID())
	}
	for _, id := range b.Retract {
		want = append(want, string(id))
	}
	slices.Sort(is)
	slices.Sort(want)
	return slices.Equal(is, want)
}

// changesOf gives what a revision changed, by id.
func (a *Atlas) changesOf(ctx context.Context, n graph.RevisionNumber) ([]graph.Change, error) {
	h, err := a.historian(ctx)
	if err != nil {
		return nil, err
	}
	return graph.Collect(h.Changes(ctx, graph.ChangeFilter{Since: n - 1, UpTo: n}))
}

// desk gives the desk beside the record.
func (a *Atlas) desk() (graph.Desk, error) {
	d, ok := graph.As[graph.Desk](a.store)
	if !ok {
		return nil, graph.Errorf(graph.ErrUnavailable, "this store keeps no proposals and no scenarios")
	}
	return d, nil
}

// turn lets one at a time.
type turn chan struct{}

func newTurn() turn { return make(turn, 1) }

func (t turn) lock(ctx context.Context) error {
	select {
	case t <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t turn) unlock() { <-t }
