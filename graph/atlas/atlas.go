// Package atlas is the service: what one can ask of the record. It opens views of
// a store, resolves the names that people give actors, pages lists, and answers
// with the defaults of each question written out. It knows nothing of how a
// question came in.
package atlas

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/overlay"
	"github.com/entente/entente/graph/traverse"
)

// The limits of what one question may ask for.
const (
	MaxFirst  = 1000    // entries of one page
	MaxCount  = 100_000 // how far lists are counted
	MaxStarts = 100     // starting actors of a neighborhood
	MaxNodes  = 1000    // ids of one look-up
)

// Atlas answers questions about what a store holds. It is safe for use by many
// goroutines.
type Atlas struct {
	store   graph.Store
	options Options

	projections *measure.Cache[measure.Key, *measure.Projection]
	layers      *measure.Cache[string, layered] // of scenarios, by their state
	names       *measure.Cache[string, indexed] // for annotations, by the state they are of
	masks       *measure.Cache[string, masked]  // by the state of the record and the mask
	writing     turn                            // of those who change the record here
	feed        *feed

	mu      sync.Mutex
	service map[string]*Service // of the newest revision asked about, by the state that is seen of it
}

// Options are the settings of an Atlas.
type Options struct {
	Version string          // of the program, shown by Service
	Store   string          // name of the kind of store, shown by Service
	Budget  traverse.Budget // what one walk may read; traverse.DefaultBudget where 0
	// Projections bounds the projections that are kept, in bytes;
	// DefaultProjections if 0.
	Projections int64
	// Poll is how often a store is asked for revisions that another server recorded,
	// while somebody waits for them; DefaultPoll if 0.
	Poll time.Duration
	// Mask gives what hides from who asks, as the context says, what they may not
	// see; nil if they may see everything. Nil for a record that hides nothing.
	Mask func(context.Context) (*overlay.Mask, error)
}

// maxNames is room for the names of actors in two states of a large record, 128 MiB.
const maxNames = 128 << 20

// maxLayers is room for the layers of scenarios, 64 MiB.
const maxLayers = 64 << 20

// DefaultProjections is room for some hundred projections of a large record, 256
// MiB; they are dropped where the program comes near its memory limit.
const DefaultProjections = 256 << 20

// New makes an Atlas over a store, which it does not close.
func New(store graph.Store, o Options) *Atlas {
	o.Budget.Actors = cmp.Or(o.Budget.Actors, traverse.DefaultBudget.Actors)
	o.Budget.Relations = cmp.Or(o.Budget.Relations, traverse.DefaultBudget.Relations)
	o.Projections = cmp.Or(o.Projections, DefaultProjections)
	return &Atlas{
		store: store, options: o,
		projections: measure.NewCache[measure.Key](o.Projections, (*measure.Projection).Bytes, measure.MemoryShort),
		layers:      measure.NewCache[string](maxLayers, func(l layered) int64 { return l.bytes }, measure.MemoryShort),
		names:       measure.NewCache[string](maxNames, func(n indexed) int64 { return n.bytes }, measure.MemoryShort),
		masks:       measure.NewCache[string](maxMasks, func(m masked) int64 { return m.bytes }, measure.MemoryShort),
		service:     map[string]*Service{},
		writing:     newTurn(),
		feed:        newFeed(store, o.Poll),
	}
}

// Limit is a limit that a question meets.
type Limit struct {
	Name  string // what is limited
	Value int    // the most that is allowed
}

// Limits lists the limits of questions, whoever asks.
func (a *Atlas) Limits() []Limit {
	return []Limit{
		{"entries of a page (first)", MaxFirst},
		{"entries that a list counts (totalCount)", MaxCount},
		{"ids of a look-up (nodes)", MaxNodes},
		{"starting actors of a neighborhood (of)", MaxStarts},
		{"actors whose influences are asked for at once", MaxStarts},
		{"hops of a neighborhood (hops)", traverse.MaxHops},
		{"actors of a neighborhood (limit)", traverse.MaxActors},
		{"relations of a neighborhood", traverse.MaxRelations},
		{"hops of a path (maxHops)", traverse.MaxPathHops},
		{"paths (first)", traverse.MaxPaths},
		{"hops of an influence (hops)", traverse.MaxInfluenceHops},
		{"influences (first)", traverse.MaxInfluences},
		{"hops of a chain of allies (hops)", traverse.MaxAllianceHops},
		{"points of a timeline", measure.MaxPoints},
		{"relations that a measure reads", measure.DefaultMaxRelations},
		{"actors of a component divided exactly (blocs, balance)", measure.MaxExact},
		{"actors that a walk sees", a.options.Budget.Actors},
		{"relations that a walk reads", a.options.Budget.Relations},
	}
}

func invalid(field, format string, args ...any) error {
	return graph.InField(field, graph.Errorf(graph.ErrInvalid, format, args...))
}

func notFound(field, format string, args ...any) error {
	return graph.InField(field, graph.Errorf(graph.ErrNotFound, format, args...))
}
