package atlas

import (
	"context"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/measure"
)

// Blame says who is to be asked about one thing that a relation says now.
type Blame struct {
	Field    string
	Value    string
	Revision graph.RevisionNumber // that says so; 0 if only the scenario does
	// Evidence is the piece that the field belongs to; for what the relation itself
	// says, the pieces that came or changed in the same revision; for the derived
	// confidence, all of them.
	Evidence []graph.Evidence
}

// Blame gives, for each of some relations as they were read, who is to be asked
// about each thing that they say. It takes one read, whatever their number.
func (v *View) Blame(ctx context.Context, relations []*graph.Relation) (map[*graph.Relation][]*Blame, error) {
	h, err := v.atlas.historian(ctx)
	if err != nil {
		return nil, err
	}
	said := map[string]map[string]saying{} // by id and field
	f := graph.ChangeFilter{IDs: []string{}, UpTo: v.Number()}
	for _, r := range relations {
		f.IDs = append(f.IDs, string(r.ID))
		said[string(r.ID)] = map[string]saying{}
	}
	if v.Number() > 0 {
		for c, err := range h.Changes(ctx, f) {
			if err != nil {
				return nil, err
			}
			said[c.ID()] = after(said[c.ID()], c)
		}
	}
	out := make(map[*graph.Relation][]*Blame, len(relations))
	for _, r := range relations {
		out[r] = blame(r, said[string(r.ID)])
	}
	return out, nil
}

// saying is what a field said last, and since which revision.
type saying struct {
	value    string
	revision graph.RevisionNumber
}

// after gives what the fields of a record say after a change.
func after(was map[string]saying, c graph.Change) map[string]saying {
	is := map[string]saying{}
	for _, f := range fieldsOf(c.After) {
		s, ok := was[f.name]
		if !ok || s.value != f.value {
			s = saying{f.value, c.Revision}
		}
		is[f.name] = s
	}
	return is
}

// blame puts together what a relation says and who said so.
func blame(r *graph.Relation, said map[string]saying) []*Blame {
	since := func(f field) graph.RevisionNumber {
		if s, ok := said[f.name]; ok && s.value == f.value {
			return s.revision
		}
		return 0
	}
	all := fieldsOf(&graph.Record{Relation: r})
	changed := map[graph.RevisionNumber][]graph.Evidence{} // which pieces came or changed in a revision
	newest := graph.RevisionNumber(0)
	fresh := false // whether only the scenario says something of the evidence
	for _, f := range all {
		e := pieceOf(r, f.name)
		if e == nil {
			continue
		}
		n := since(f)
		newest, fresh = max(newest, n), fresh || n == 0
		same := func(x graph.Evidence) bool { return x.ID == e.ID }
		if !slices.ContainsFunc(changed[n], same) {
			changed[n] = append(changed[n], *e)
		}
	}
	out := make([]*Blame, 0, len(all)+1)
	for _, f := range all {
		b := &Blame{Field: f.name, Value: f.value, Revision: since(f)}
		if e := pieceOf(r, f.name); e != nil {
			b.Evidence = []graph.Evidence{*e}
		} else {
			b.Evidence = changed[b.Revision]
		}
		out = append(out, b)
	}
	if r.AnalystConfidence == nil {
		if fresh {
			newest = 0
		}
		out = append(out, &Blame{Field: "confidence", Value: decimal(measure.Round(r.Confidence())), Revision: newest, Evidence: r.Evidence})
	}
	return out
}

// pieceOf gives the evidence of the relation that a field belongs to, or nil.
func pieceOf(r *graph.Relation, name string) *graph.Evidence {
	rest, ok := strings.CutPrefix(name, "evidence[")
	id, _, _ := strings.Cut(rest, "]")
	for i := range r.Evidence {
		if ok && string(r.Evidence[i].ID) == id {
			return &r.Evidence[i]
		}
	}
	return nil
}
