package atlas

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/overlay"
)

// maxMasks is room for what masks do to the states of the record that are read, 64
// MiB.
const maxMasks = 64 << 20

// masked is what a mask does to one state of the record.
type masked struct {
	*overlay.Masked
	bytes int64
}

// mask gives what hides from who asks what they may not see, or nil if they may see
// everything.
func (a *Atlas) mask(ctx context.Context) (*overlay.Mask, error) {
	if a.options.Mask == nil {
		return nil, nil
	}
	return a.options.Mask(ctx)
}

// view gives a view of a snapshot as who asks may see it, and closes the snapshot if
// it cannot. Nothing is read past it: open gives the same snapshot once more.
func (a *Atlas) view(ctx context.Context, snap graph.Snapshot, s *Scenario, open func(context.Context) (graph.Snapshot, error)) (*View, error) {
	v := &View{atlas: a, snap: snap, scenario: s}
	mask, err := a.mask(ctx)
	if err == nil && (mask == nil || snap.Revision() == 0) {
		return v, nil
	}
	if err == nil {
		key := fmt.Sprintf("%d %s %s", snap.Revision(), s.state(), mask.Name())
		var m masked
		m, err = a.masks.Get(ctx, key, func(ctx context.Context) (masked, error) {
			below, err := open(ctx) // of its own: whoever waits for it may close theirs
			if err != nil {
				return masked{}, err
			}
			history, ok := graph.As[graph.Historian](a.store)
			if !ok {
				return masked{}, errors.Join(errNoHistory, below.Close())
			}
			m, err := mask.Over(ctx, below, history)
			if err := errors.Join(err, below.Close()); err != nil {
				return masked{}, err
			}
			return masked{m, int64(1+len(m.Hidden)+len(m.Partly)) * 4096}, nil
		})
		v.masked = m.Masked
	}
	if err != nil {
		return nil, errors.Join(err, snap.Close())
	}
	v.below, v.snap = snap, v.masked.Layer.Over(snap)
	return v, nil
}

// newestMasked gives what the mask of who asks does to the newest revision, or nil if
// they may see everything.
func (a *Atlas) newestMasked(ctx context.Context) (*overlay.Masked, error) {
	if mask, err := a.mask(ctx); mask == nil || err != nil {
		return nil, err
	}
	v, err := a.Open(ctx, ViewInput{})
	if err != nil {
		return nil, err
	}
	return v.masked, v.Close()
}

var errNoHistory = graph.Errorf(graph.ErrUnavailable, "this store does not tell what its revisions changed")

// historian gives what tells what revisions changed: of that, what who asks may see.
func (a *Atlas) historian(ctx context.Context) (graph.Historian, error) {
	h, ok := graph.As[graph.Historian](a.store)
	if !ok {
		return nil, errNoHistory
	}
	m, err := a.newestMasked(ctx)
	if err != nil || m == nil {
		return h, err
	}
	return maskedHistorian{h, m}, nil
}

// maskedHistorian tells what may be seen of changes.
type maskedHistorian struct {
	graph.Historian
	m *overlay.Masked
}

// Changes yields what may be seen of the changes that match.
func (h maskedHistorian) Changes(ctx context.Context, f graph.ChangeFilter) iter.Seq2[graph.Change, error] {
	return func(yield func(graph.Change, error) bool) {
		for c, err := range h.Historian.Changes(ctx, f) {
			if err != nil {
				yield(c, err)
				return
			}
			seen, tells := h.m.Mask.Tells(c)
			if !tells {
				continue
			}
			if !yield(seen, nil) {
				return
			}
		}
	}
}

// told yields revisions as who asks may see them: one that changed nothing that they
// may see says neither by whom nor why.
func (a *Atlas) told(ctx context.Context, f graph.RevisionFilter) iter.Seq2[graph.Revision, error] {
	mask, err := a.mask(ctx)
	switch {
	case err != nil:
		return graph.Fail[graph.Revision](err)
	case mask == nil:
		return a.store.Revisions(ctx, f)
	}
	return func(yield func(graph.Revision, error) bool) {
		h, err := a.historian(ctx)
		if err != nil {
			yield(graph.Revision{}, err)
			return
		}
		for r, err := range a.store.Revisions(ctx, f) {
			if err == nil {
				r, err = blanked(ctx, h, r)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// anySeen reports whether who asks may see anything that a revision changed.
func (a *Atlas) anySeen(ctx context.Context, n graph.RevisionNumber) (bool, error) {
	if mask, err := a.mask(ctx); mask == nil || err != nil {
		return true, err
	}
	h, err := a.historian(ctx)
	if err != nil {
		return false, err
	}
	for _, err := range h.Changes(ctx, graph.ChangeFilter{Since: n - 1, UpTo: n}) {
		return true, err
	}
	return false, nil
}

// notShown stands for who recorded a revision, and why, where nothing of it can be
// seen.
const notShown = "not shown"

// blanked gives a revision without its author and its reason, if nothing that it
// changed can be seen.
func blanked(ctx context.Context, h graph.Historian, r graph.Revision) (graph.Revision, error) {
	for _, err := range h.Changes(ctx, graph.ChangeFilter{Since: r.Number - 1, UpTo: r.Number}) {
		return r, err
	}
	r.Author, r.Reason, r.Key = notShown, notShown, ""
	return r, nil
}

// hides reports whether a mask hides something that a proposal changes.
func hides(m *overlay.Mask, p *Proposal) bool {
	return slices.ContainsFunc(p.Entries, func(e ProposalEntry) bool {
		_, seen := m.Change(graph.Change{Before: e.Was, After: e.Is})
		return !seen
	})
}

// shown gives a proposal as who asks may see it.
func (a *Atlas) shown(ctx context.Context, p *Proposal) (*Proposal, error) {
	m, err := a.newestMasked(ctx)
	if m == nil || err != nil {
		return p, err
	}
	out := *p
	out.Entries = slices.Clone(p.Entries)
	for i, e := range out.Entries {
		c, _ := m.Mask.Change(graph.Change{Before: e.Was, After: e.Is})
		out.Entries[i].Was, out.Entries[i].Is = c.Before, c.After
	}
	return &out, nil
}

// ScenarioEdits gives the edits of a scenario as who asks may see them: without what
// they may not see, and without edits that changed nothing else.
func (a *Atlas) ScenarioEdits(ctx context.Context, s *Scenario) ([]*ScenarioEdit, error) {
	mask, err := a.mask(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*ScenarioEdit, 0, len(s.Edits))
	if mask == nil {
		for i := range s.Edits {
			out = append(out, &s.Edits[i])
		}
		return out, nil
	}
	v, err := a.openScenario(ctx, s)
	if err != nil {
		return nil, err
	}
	defer func() { _ = v.Close() }() // nothing was written, so nothing is lost
	seen, err := v.scenarioChanges(ctx, nil)
	if err != nil {
		return nil, err
	}
	ids := map[string]bool{}
	for _, c := range seen {
		ids[c.ID()] = true
	}
	for _, e := range s.Edits {
		e.IDs = slices.DeleteFunc(slices.Clone(e.IDs), func(id string) bool { return !ids[id] })
		if len(e.IDs) > 0 {
			out = append(out, &e)
		}
	}
	return out, nil
}

// unmasked gives the view with what is hidden of it.
func (v *View) unmasked() *View {
	if v.masked == nil {
		return v
	}
	return &View{atlas: v.atlas, snap: v.below, scenario: v.scenario}
}

// unmask gives a batch that was made over the view as it is to be recorded, after it
// was held to what can be seen: what is hidden is as unknown to it as what never was.
func (v *View) unmask(ctx context.Context, b graph.Batch) (graph.Batch, error) {
	if v.masked == nil {
		return b, nil
	}
	if _, err := graph.Prepare(ctx, v.snap, b); err != nil {
		return b, err
	}
	var err error
	b.Put, err = v.whole(ctx, b.Put)
	return b, err
}

// whole gives the records that somebody writes over the view with what they may not
// see of the versions below, so that nothing of it is lost. What they may not see at
// all they cannot write over: to them its id is one that is taken.
func (v *View) whole(ctx context.Context, put []graph.Record) ([]graph.Record, error) {
	if v.masked == nil {
		return put, nil
	}
	was, err := v.unmasked().held(ctx, put)
	if err != nil {
		return nil, err
	}
	out := make([]graph.Record, len(put))
	for i, r := range put {
		old, known := was[r.ID()]
		switch {
		case known && slices.Contains(v.masked.Hidden, r.ID()):
			return nil, graph.InField("input", graph.Errorf(graph.ErrConflict, "the id %s cannot be used; choose another", r.ID()))
		case known && slices.Contains(v.masked.Partly, r.ID()):
			out[i] = v.masked.Whole(r, old)
		default:
			out[i] = r
		}
	}
	return out, nil
}
