package atlas

import (
	"context"
	"errors"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/overlay"
)

// ViewInput says which state of the record a question reads: the newest if no
// field is set.
type ViewInput struct {
	KnownAt  *time.Time // what was recorded by then
	Revision *int       // what that revision holds, by number from 1
	Scenario *string    // what this scenario holds, over the revision that it is based on
}

// View is the record at one revision. It is safe for use by many goroutines.
type View struct {
	atlas    *Atlas
	snap     graph.Snapshot
	scenario *Scenario // nil for the record itself

	masked *overlay.Masked // what is hidden from who reads; nil if nothing is
	below  graph.Snapshot  // with what is hidden, if something is
}

// Scenario gives the scenario that is read, or nil for the record itself.
func (v *View) Scenario() *Scenario { return v.scenario }

// State names what is read besides the revision: empty for the record itself, else
// the scenario and its state, and what is hidden. It is a name for caches, and
// tells nothing of that.
func (v *View) State() string {
	state := v.scenario.state()
	if v.masked != nil {
		state += " without " + v.masked.Mask.Name()
	}
	return state
}

// Open opens a view. Several fields given, or a number below 1, are ErrInvalid; a
// revision that is not recorded, a moment before the first one and a scenario that
// is not there are ErrNotFound. The caller closes the view.
func (a *Atlas) Open(ctx context.Context, in ViewInput) (*View, error) {
	if in.Scenario != nil {
		return a.openNamed(ctx, in)
	}
	number, err := a.number(ctx, in)
	if err != nil {
		return nil, graph.InField("view", err)
	}
	snap, err := a.snapshot(ctx, number)
	if errors.Is(err, graph.ErrNotFound) {
		return nil, graph.InField("view.revision", a.noRevision(ctx, number))
	}
	if err != nil {
		return nil, err
	}
	reached(ctx, snap.Revision())
	return a.view(ctx, snap, nil, func(ctx context.Context) (graph.Snapshot, error) {
		return a.store.Snapshot(ctx, snap.Revision())
	})
}

// openNamed opens a view of the scenario that the input names.
func (a *Atlas) openNamed(ctx context.Context, in ViewInput) (*View, error) {
	if in.KnownAt != nil || in.Revision != nil {
		return nil, invalid("view.scenario", "a scenario lies over one revision, its base; leave revision and knownAt out")
	}
	s, err := a.Scenario(ctx, *in.Scenario)
	if err != nil {
		return nil, graph.InField("view.scenario", err)
	}
	return a.openScenario(ctx, s)
}

// number gives the revision that the input asks for, 0 for the newest.
func (a *Atlas) number(ctx context.Context, in ViewInput) (graph.RevisionNumber, error) {
	switch {
	case in.KnownAt != nil && in.Revision != nil:
		return 0, graph.Errorf(graph.ErrInvalid, "give either revision or knownAt, not both")
	case in.Revision != nil && *in.Revision < 1:
		return 0, invalid("revision", "%d is below 1; revisions are numbered from 1", *in.Revision)
	case in.Revision != nil:
		return graph.RevisionNumber(*in.Revision), nil
	case in.KnownAt != nil:
		return a.knownAt(ctx, *in.KnownAt)
	}
	return 0, nil
}

// knownAt gives the newest revision recorded by a moment.
func (a *Atlas) knownAt(ctx context.Context, t time.Time) (graph.RevisionNumber, error) {
	if !t.IsZero() { // which would ask for all
		for r, err := range a.store.Revisions(ctx, graph.RevisionFilter{RecordedBy: t, Descending: true}) {
			return r.Number, err
		}
	}
	for first, err := range a.store.Revisions(ctx, graph.RevisionFilter{}) {
		if err != nil {
			return 0, err
		}
		return 0, notFound("knownAt", "nothing was recorded by %s; the first revision was recorded at %s",
			t.UTC().Format(time.RFC3339Nano), first.Time.Format(time.RFC3339Nano))
	}
	return 0, notFound("knownAt", "nothing is recorded yet")
}

// noRevision says that a revision is not recorded, and which ones are.
func (a *Atlas) noRevision(ctx context.Context, number graph.RevisionNumber) error {
	for newest, err := range a.store.Revisions(ctx, graph.RevisionFilter{Descending: true}) {
		if err != nil {
			return err
		}
		return graph.Errorf(graph.ErrNotFound, "there is no revision %d; the newest is %d", number, newest.Number)
	}
	return graph.Errorf(graph.ErrNotFound, "there is no revision %d; nothing is recorded yet", number)
}

// Close gives back what the view holds open.
func (v *View) Close() error { return v.snap.Close() }

// Number gives the number of the revision that is read; 0 while nothing is
// recorded.
func (v *View) Number() graph.RevisionNumber { return v.snap.Revision() }

// Snapshot gives the snapshot that is read, for walks and measures.
func (v *View) Snapshot() graph.Snapshot { return v.snap }

// Revision gives the revision that is read, or nil while nothing is recorded.
func (v *View) Revision(ctx context.Context) (*graph.Revision, error) {
	if v.Number() == 0 {
		return nil, nil
	}
	for r, err := range v.atlas.told(ctx, graph.RevisionFilter{Numbers: []graph.RevisionNumber{v.Number()}}) {
		return &r, err
	}
	return nil, nil
}
