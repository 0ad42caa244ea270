// Package export opens a selection of the record to be written in a format: the
// same for an address of the service and for the command.
package export

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/graph/exchange"
	"github.com/entente/entente/graph/traverse"
)

// License is what files say of the terms they come under.
const License = "the bundled record: © the Entente authors, CC BY 4.0; quotations stay their authors'; what was recorded besides comes under the terms of its sources"

// Export is a selection of the record, pinned to a revision. The caller closes it.
type Export struct {
	About     exchange.About // address and program are the caller's to fill in
	Selection exchange.Selection

	view      *atlas.View
	whole     bool // all of the record
	filter    graph.RelationFilter
	relations []graph.RelationID // of a neighborhood, or those asked for; nil for a filter
}

// Open finds what is selected. Unknown actors, sources and revisions are
// ErrNotFound; a neighborhood too large for a walk is ErrTooLarge, since a file
// that lacks some of it could not say so.
func Open(ctx context.Context, a *atlas.Atlas, s exchange.Selection, f exchange.Format) (*Export, error) {
	v, err := a.Open(ctx, viewInput(s))
	if err != nil {
		return nil, err
	}
	e := &Export{Selection: s, view: v, whole: s.IsZero() && f.Whole}
	if err := e.find(ctx); err != nil {
		_ = v.Close() // why nothing was found says more
		return nil, forFiles(err)
	}
	return e, nil
}

// forFiles gives an error with the advice of GraphQL, to use one of its fields, in
// the words of those who ask for a file.
func forFiles(err error) error {
	var e *graph.Error
	if !errors.As(err, &e) {
		return err
	}
	what, isAdvice := strings.CutSuffix(e.Message, "; the field search finds actors by name")
	if !isAdvice {
		return err
	}
	said := *e
	said.Message = what + "; write an actor's id, as mali, or a code, as iso3:MLI"
	return &said
}

func viewInput(s exchange.Selection) atlas.ViewInput {
	var in atlas.ViewInput
	if s.Revision > 0 {
		n := int(s.Revision)
		in.Revision = &n
	}
	if s.Scenario != "" {
		in.Scenario = &s.Scenario
	}
	if !s.KnownAt.IsZero() {
		in.KnownAt = &s.KnownAt
	}
	return in
}

func (e *Export) find(ctx context.Context) error {
	revision, err := e.view.Revision(ctx)
	if err != nil {
		return err
	}
	e.About = exchange.About{Revision: e.view.Number(), Selection: e.Selection.String(), License: License}
	if revision != nil {
		e.About.Recorded = revision.Time
	}
	if s := e.view.Scenario(); s != nil {
		e.About.Scenario = fmt.Sprintf("“%s” of %s (%s, state %d)", s.Name, s.Author, s.ID, s.Version())
	}
	switch {
	case len(e.Selection.Of) > 0:
		return e.neighborhood(ctx)
	case len(e.Selection.Relations) > 0:
		return e.named(ctx)
	}
	e.filter, err = e.view.Resolve(ctx, e.Selection.Filter)
	return err
}

func (e *Export) neighborhood(ctx context.Context) error {
	found, err := e.view.Neighborhood(ctx, atlas.NeighborhoodQuery{
		Of: e.Selection.Of, Hops: e.Selection.Hops, Limit: cmp.Or(e.Selection.Limit, traverse.MaxActors), Filter: e.Selection.Filter,
	})
	if err != nil {
		return err
	}
	if found.Cut.Truncated() {
		if e.Selection.Limit == 0 {
			return graph.InField("hops", graph.Errorf(graph.ErrTooLarge, "more than %d actors or %d relations lie within %d hops; ask for fewer hops, narrow the filter, or give a limit",
				traverse.MaxActors, traverse.MaxRelations, e.Selection.Hops))
		}
		e.About.Omitted = fmt.Sprintf("%d actors of the last level that did not fit and all beyond, and %d relations among those here",
			found.Cut.OmittedActors, found.Cut.OmittedRelations)
	}
	e.relations = make([]graph.RelationID, len(found.Relations))
	for i, r := range found.Relations {
		e.relations[i] = r.ID
	}
	return nil
}

// named finds the relations that are named one by one. One that is not recorded, or
// was not public by then, is ErrNotFound: the file would lack what was asked for.
func (e *Export) named(ctx context.Context) error {
	known, err := e.view.RelationsByID(ctx, e.Selection.Relations, e.Selection.Filter.PublishedBy)
	if err != nil {
		return err
	}
	for i, id := range e.Selection.Relations {
		if known[id] == nil || len(known[id].Evidence) == 0 {
			return graph.InField(fmt.Sprintf("relations[%d]", i), graph.Errorf(graph.ErrNotFound, "there is no relation %q in this view", id))
		}
	}
	e.relations = e.Selection.Relations
	return nil
}

// State names what is read besides the revision; see atlas.View.
func (e *Export) State() string { return e.view.State() }

// Revision gives the revision that is read.
func (e *Export) Revision() graph.RevisionNumber { return e.view.Number() }

// Name gives a name for the file, without its extension: what is selected in short,
// and the revision, as entente-niger-2023-08-15-r1.
func (e *Export) Name() string {
	name := "entente"
	if short := e.Selection.ShortName(); short != "" {
		name += "-" + short
	}
	return fmt.Sprintf("%s-r%d", name, e.Revision())
}

// Records yields what is selected, each record after what it refers to.
func (e *Export) Records(ctx context.Context) iter.Seq2[graph.Record, error] {
	snap := e.view.Snapshot()
	switch {
	case e.whole:
		return exchange.Whole(ctx, snap)
	case e.relations != nil:
		return exchange.Records(ctx, snap, known(exchange.Among(ctx, snap, e.relations), e.Selection.Filter.PublishedBy))
	}
	return exchange.Records(ctx, snap, exchange.Find(ctx, snap, e.filter))
}

// known gives the relations with the evidence that was public by a day, if one is
// given.
func known(relations iter.Seq2[graph.Relation, error], by *graph.Day) iter.Seq2[graph.Relation, error] {
	if by == nil {
		return relations
	}
	return func(yield func(graph.Relation, error) bool) {
		for r, err := range relations {
			if err == nil {
				r, _ = r.PublishedBy(*by)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// Close gives back what the selection holds open.
func (e *Export) Close() error { return e.view.Close() }
