package gql

import (
	"cmp"
	"context"
	"log/slog"

	"github.com/entente/entente/graph/atlas"
)

// Options are the settings of a Handler. A field that is 0 has its default.
type Options struct {
	// MaxTokens is how many words and signs an operation may have; 5,000 by
	// default. Together with MaxFields it bounds what checking an operation costs.
	MaxTokens int
	// MaxDepth is how deep fields may nest; 20 by default: five lists with their
	// edges and nodes inside one another.
	MaxDepth int
	// MaxFields is how many fields an operation may have with its fragments
	// written out; 2,000 by default.
	MaxFields int
	// MaxAliases is how many fields may be renamed; 50 by default.
	MaxAliases int
	// MaxRootFields is how many questions an operation may ask at once; 20 by
	// default.
	MaxRootFields int
	// MaxComplexity is how many values an answer may have, by the sizes of the
	// pages asked for; 250,000 by default: a page of 1,000 relations with their
	// evidence, actors and sources fits.
	MaxComplexity int
	// NoIntrospection answers no questions about the schema.
	NoIntrospection bool
	// MaxErrors is how many errors one answer lists; 20 by default.
	MaxErrors int
	// CachedOperations is how many checked operations are kept to be answered
	// again; 500 by default.
	CachedOperations int

	// Observe is called as an operation begins, with the context that it goes on
	// with; end is told what it was. Nil for none.
	Observe func(ctx context.Context) (_ context.Context, end func(Asked))

	Log       *slog.Logger                 // where causes go that a client must not see; nowhere by default
	RequestID func(context.Context) string // names the request in the log and in internal errors; may be nil
}

// Asked is an operation that was asked, and what came of it.
type Asked struct {
	Name    string // as its client calls it, cut to a length for a log; empty if it does not
	Type    string // query, mutation or subscription; empty if it could not be read
	Hash    string // digest of its text: the same operation, the same hash
	Cost    int    // values that its answer may have; 0 if it was not measured
	Outcome string // OK, or the code of its first error
}

func (o Options) withDefaults() Options {
	o.MaxTokens = cmp.Or(o.MaxTokens, 5000)
	o.MaxDepth = cmp.Or(o.MaxDepth, 20)
	o.MaxFields = cmp.Or(o.MaxFields, 2000)
	o.MaxAliases = cmp.Or(o.MaxAliases, 50)
	o.MaxRootFields = cmp.Or(o.MaxRootFields, 20)
	o.MaxComplexity = cmp.Or(o.MaxComplexity, 250_000)
	o.MaxErrors = cmp.Or(o.MaxErrors, 20)
	o.CachedOperations = cmp.Or(o.CachedOperations, 500)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Observe == nil {
		o.Observe = func(ctx context.Context) (context.Context, func(Asked)) { return ctx, func(Asked) {} }
	}
	if o.RequestID == nil {
		o.RequestID = func(context.Context) string { return "" }
	}
	return o
}

// limits lists the limits of operations, for Service.
func (o Options) limits() []atlas.Limit {
	return []atlas.Limit{
		{Name: "words and signs of an operation", Value: o.MaxTokens},
		{Name: "depth of an operation", Value: o.MaxDepth},
		{Name: "fields of an operation, fragments written out", Value: o.MaxFields},
		{Name: "aliases of an operation", Value: o.MaxAliases},
		{Name: "questions of an operation", Value: o.MaxRootFields},
		{Name: "complexity of an operation (values of its answer)", Value: o.MaxComplexity},
	}
}
