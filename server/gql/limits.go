package gql

import (
	"fmt"
	"math"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente/entente/graph"
)

// tokensExceeded is what the parser says of a document with too many tokens.
func tokensExceeded(limit int) string { return fmt.Sprintf("exceeded token limit of %d", limit) }

// size is how large a selection is with its fragments written out.
type size struct {
	depth   int // of nested fields
	fields  int
	aliases int
	top     int // fields that are not nested
}

// and gives the size of two selections side by side.
func (s size) and(o size) size {
	return size{max(s.depth, o.depth), add(s.fields, o.fields), add(s.aliases, o.aliases), add(s.top, o.top)}
}

// add adds without overflow: fragments that spread fragments twice double each time.
func add(a, b int) int {
	if a > math.MaxInt-b {
		return math.MaxInt
	}
	return a + b
}

// check holds a document that was read to the limits that need no schema.
func (o Options) check(doc *ast.QueryDocument) error {
	m := measurer{doc: doc, known: map[string]size{}, open: map[string]bool{}}
	for _, op := range doc.Operations {
		if err := o.fits(m.selection(op.SelectionSet)); err != nil {
			return err
		}
	}
	for _, f := range doc.Fragments { // those that no operation spreads are checked too
		s := m.fragment(f)
		s.top = 0 // its fields are questions only where it is spread among them, which the operations show
		if err := o.fits(s); err != nil {
			return err
		}
	}
	if m.cycle != "" {
		return graph.Errorf(graph.ErrInvalid, "the fragment %s spreads itself, directly or by others; take that spread out", m.cycle)
	}
	return nil
}

func (o Options) fits(s size) error {
	for _, l := range []struct {
		is, most int
		what     string
		advice   string
	}{
		{s.depth, o.MaxDepth, "nests fields %s deep", "ask for what is deeper in another operation"},
		{s.fields, o.MaxFields, "has %s fields with its fragments written out", "ask for fewer, or in several operations"},
		{s.aliases, o.MaxAliases, "has %s aliases", "ask for lists (nodes, relations with a filter) in place of one alias a thing"},
		{s.top, o.MaxRootFields, "asks %s questions at once", "ask in several operations"},
	} {
		if l.is > l.most {
			return graph.Errorf(graph.ErrTooLarge, "the operation "+l.what+", and %d are allowed; %s", saturated(l.is), l.most, l.advice)
		}
	}
	return nil
}

// saturated writes a number that may have stopped growing.
func saturated(n int) string {
	const most = 1_000_000_000
	if n > most {
		return "more than a billion"
	}
	return fmt.Sprint(n)
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// measurer measures the selections of a document, each fragment once.
type measurer struct {
	doc   *ast.QueryDocument
	known map[string]size
	open  map[string]bool // fragments that are being measured
	cycle string          // a fragment that spreads itself
}

func (m *measurer) selection(all ast.SelectionSet) size {
	var sum size
	for _, x := range all {
		switch x := x.(type) {
		case *ast.Field:
			s := m.selection(x.SelectionSet)
			s.depth, s.fields, s.top = s.depth+1, add(s.fields, 1), 1
			if x.Alias != x.Name {
				s.aliases = add(s.aliases, 1)
			}
			sum = sum.and(s)
		case *ast.InlineFragment:
			sum = sum.and(m.selection(x.SelectionSet))
		case *ast.FragmentSpread:
			if f := m.doc.Fragments.ForName(x.Name); f != nil {
				sum = sum.and(m.fragment(f))
			}
		}
	}
	return sum
}

func (m *measurer) fragment(f *ast.FragmentDefinition) size {
	if s, ok := m.known[f.Name]; ok {
		return s
	}
	if m.open[f.Name] {
		m.cycle = f.Name
		return size{}
	}
	m.open[f.Name] = true
	s := m.selection(f.SelectionSet)
	m.known[f.Name] = s
	delete(m.open, f.Name)
	return s
}
