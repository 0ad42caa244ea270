package gql

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/graph/atlas"
)

// scope is what the resolvers of one operation share.
type scope struct {
	atlas *atlas.Atlas

	mu      sync.Mutex
	opened  map[string]*view  // by what was asked for
	views   map[string]*view  // by the question (the root field) that is answered in it
	places  map[string]*place // by where in the query a field stands
	objects map[string][]any  // by where in the query they stand
}

func newScope(a *atlas.Atlas) *scope {
	return &scope{
		atlas: a, opened: map[string]*view{}, views: map[string]*view{},
		places: map[string]*place{}, objects: map[string][]any{},
	}
}

// close gives back what the operation held open.
func (s *scope) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.opened {
		if v.View != nil {
			_ = v.Close() // nothing was written, so nothing is lost
		}
	}
}

type scopeKey struct{}

func withScope(ctx context.Context, s *scope) context.Context {
	return context.WithValue(ctx, scopeKey{}, s)
}

func scopeOf(ctx context.Context) *scope { return ctx.Value(scopeKey{}).(*scope) }

// open opens a view, once for all questions that ask for the same one.
func (s *scope) open(ctx context.Context, in *atlas.ViewInput) (*view, error) {
	name := "newest"
	if in == nil {
		in = &atlas.ViewInput{}
	}
	if in.Revision != nil {
		name = fmt.Sprint(*in.Revision)
	}
	if in.KnownAt != nil {
		name += in.KnownAt.String()
	}
	if in.Scenario != nil {
		name += " " + *in.Scenario
	}
	s.mu.Lock()
	v := s.opened[name]
	if v == nil {
		v = newView()
		s.opened[name] = v
	}
	s.mu.Unlock()
	v.once.Do(func() { v.View, v.err = s.atlas.Open(ctx, *in) })
	return v, v.err
}

// place is a field at one place of the query: it is read once for all objects that
// stand there.
type place struct {
	once   sync.Once
	values any // a map by the keys of the objects; a key that was asked for is there
	err    error
}

func (s *scope) place(at string) *place {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.places[at]
	if p == nil {
		p = &place{}
		s.places[at] = p
	}
	return p
}

// put notes which objects stand at a place.
func (s *scope) put(at string, v *view, value any) {
	all := elements(value)
	if v != nil {
		v.learn(all)
	}
	s.mu.Lock()
	s.objects[at] = append(s.objects[at], all...)
	s.mu.Unlock()
}

// standing gives the objects of a type that stand at a place.
func standing[P any](s *scope, at string) []P {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []P
	for _, x := range s.objects[at] {
		if p, ok := x.(P); ok {
			out = append(out, p)
		}
	}
	return out
}

// where names the place of a field in the query: the names in the answer from there
// up to the question, without indexes, and the types they stand in. The edges and
// nodes of a page are no places of their own.
func where(fc *graphql.FieldContext) (at, question string) {
	var b strings.Builder
	b.Grow(160)
	for it := fc; it != nil; it = it.Parent {
		if it.Field.Field == nil || isPaging(it) {
			continue
		}
		question = it.Field.Alias
		b.WriteString(it.Object)
		b.WriteByte('.')
		b.WriteString(question)
		b.WriteByte('/')
	}
	return b.String(), question
}

// ofMoreThanNodes names the lists whose entries are more than their nodes: what joins
// those to the actor. Their nodes are read apart.
var ofMoreThanNodes = map[string]bool{"Neighbor": true, "Ally": true}

func isPaging(fc *graphql.FieldContext) bool {
	switch fc.Field.Name {
	case "edges":
		return strings.HasSuffix(fc.Object, "Connection")
	case "nodes":
		return strings.HasSuffix(fc.Object, "Connection") && !ofMoreThanNodes[strings.TrimSuffix(fc.Object, "Connection")]
	case "node":
		return strings.HasSuffix(fc.Object, "Edge") && !ofMoreThanNodes[strings.TrimSuffix(fc.Object, "Edge")]
	}
	return false
}

// ask answers a question (a root field) in its view.
func ask[V any](ctx context.Context, in *atlas.ViewInput, answer func(*view) (V, error)) (V, error) {
	s := scopeOf(ctx)
	at, question := where(graphql.GetFieldContext(ctx))
	v, err := s.open(ctx, in)
	if err != nil {
		var none V
		return none, err
	}
	s.mu.Lock()
	s.views[question] = v
	s.mu.Unlock()
	out, err := answer(v)
	if err == nil {
		s.put(at, v, out)
	}
	return out, err
}

// viewOf gives the view in which a question is answered. What a subscription tells
// was asked long before; what hangs below it is read as it is now.
func (s *scope) viewOf(ctx context.Context, question string) (*view, error) {
	s.mu.Lock()
	v := s.views[question]
	s.mu.Unlock()
	if v != nil {
		return v, nil
	}
	v, err := s.open(ctx, nil)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.views[question] = v
	s.mu.Unlock()
	return v, nil
}

// together gives the value of a field of obj. The first call at a place of the
// query reads the values for all objects that stand there, in one go: read gets
// each of their keys once, and not the zero one, whose value is the zero one.
func together[P any, K comparable, V any](ctx context.Context, obj P, key func(P) K, read func(*view, []K) (map[K]V, error)) (V, error) {
	var none V
	var zero K
	mine := key(obj)
	if mine == zero {
		return none, nil
	}
	s := scopeOf(ctx)
	at, question := where(graphql.GetFieldContext(ctx))
	v, err := s.viewOf(ctx, question)
	if err != nil {
		return none, err
	}
	readAll := func(keys []K) (map[K]V, error) {
		found, err := read(v, keys)
		if err != nil {
			return nil, err
		}
		values := make(map[K]V, len(keys))
		for _, k := range keys {
			value, ok := found[k]
			if values[k] = value; ok {
				s.put(at, v, value)
			}
		}
		return values, nil
	}
	p := s.place(at)
	p.once.Do(func() { p.values, p.err = readAll(keysOf(append(besideOf[P](ctx), obj), key)) })
	if p.err != nil {
		return none, p.err
	}
	value, ok := p.values.(map[K]V)[mine]
	if ok {
		return value, nil
	}
	// Nobody put obj where it stands. That takes a read of its own, which the test
	// of the reads would find, but the answer is right.
	alone, err := readAll([]K{mine})
	return alone[mine], err
}

// keysOf gives the keys of the objects, each once, without the zero one.
func keysOf[P any, K comparable](all []P, key func(P) K) []K {
	var zero K
	seen := map[K]bool{zero: true}
	var keys []K
	for _, o := range all {
		if k := key(o); !seen[k] {
			seen[k] = true
			keys = append(keys, k)
		}
	}
	return keys
}

// besideOf gives the objects that stand beside the one whose field is resolved.
func besideOf[P any](ctx context.Context) []P {
	parent, _ := where(graphql.GetFieldContext(ctx).Parent)
	return standing[P](scopeOf(ctx), parent)
}

// besides gives the names of the fields of a type that are asked for beside the one
// that is resolved, and its own.
func besides(ctx context.Context, object string) map[string]bool {
	parent := graphql.GetFieldContext(ctx).Parent
	for parent.Field.Field == nil && parent.Parent != nil {
		parent = parent.Parent
	}
	out := map[string]bool{}
	for _, f := range graphql.CollectFields(graphql.GetOperationContext(ctx), parent.Field.Selections, []string{object, "Node"}) {
		out[f.Name] = true
	}
	return out
}
