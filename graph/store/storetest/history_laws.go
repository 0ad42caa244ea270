package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// historyLaws are about what each revision changed.
var historyLaws = []law{
	{"a change says what was added, corrected and retracted", changesSay},
	{"changes hold the whole record, before and after", changesAreWhole},
	{"what comes back is added again", comesBack},
	{"changes are chosen and ordered as the filter says", changeFilter},
	{"the changes of a large revision are paged by key", changesPaged},
	{"leaving the changes early is harmless", leaveChanges},
	{"an actor merged into another is in no list and no search", mergedHidden},
	{"what ends at an actor that was merged stays", mergedKeepsEdges},
	{"nothing new ends at an actor that was merged", mergedNotNamed},
}

func changes(t testing.TB, s graph.Store, f graph.ChangeFilter) []graph.Change {
	t.Helper()
	return all(t, s.Changes(t.Context(), f))
}

// told writes changes as "revision kind id".
func told(all []graph.Change) []string {
	out := make([]string, len(all))
	for i, c := range all {
		out[i] = fmt.Sprintf("%d %s %s", c.Revision, c.Kind(), c.ID())
	}
	return out
}

func changesSay(t *testing.T, s graph.Store) {
	write(t, s, "mali -CALLS 2023-08-15-> russia")
	write(t, s, "mali -CALLS 2023-08-16-> russia")
	retract(t, s, "relation:mali-calls-russia")
	got := told(changes(t, s, graph.ChangeFilter{Since: 1}))
	same(t, "what the last two revisions changed", got, []string{
		"2 CORRECTED mali", "2 CORRECTED relation:mali-calls-russia", "2 CORRECTED russia", "2 CORRECTED source:test",
		"3 RETRACTED relation:mali-calls-russia",
	})
	for _, line := range told(changes(t, s, graph.ChangeFilter{UpTo: 1})) {
		if !strings.HasPrefix(line, "1 ADDED ") {
			t.Errorf("of the first revision: %s", line)
		}
	}
}

func changesAreWhole(t *testing.T, s graph.Store) {
	r := graphtest.NewRandom(7)
	apply(t, s, graph.Batch{BatchHead: head(""), Put: r.First(30)})
	for range 6 {
		apply(t, s, r.Batch())
	}
	revisions := all(t, s.Revisions(t.Context(), graph.RevisionFilter{}))
	for _, rev := range revisions[1:] {
		before, after := at(t, s, rev.Number-1), at(t, s, rev.Number)
		for _, c := range changes(t, s, graph.ChangeFilter{Since: rev.Number - 1, UpTo: rev.Number}) {
			same(t, fmt.Sprintf("%s before revision %d", c.ID(), rev.Number), c.Before, recordIn(t, before, c.ID()))
			same(t, fmt.Sprintf("%s after revision %d", c.ID(), rev.Number), c.After, recordIn(t, after, c.ID()))
		}
	}
}

// recordIn reads a record by its id, nil if the snapshot does not hold it.
func recordIn(t testing.TB, snap graph.Snapshot, id string) *graph.Record {
	t.Helper()
	ctx := t.Context()
	switch {
	case strings.HasPrefix(id, graph.RelationPrefix):
		for _, x := range all(t, snap.Relations(ctx, []graph.RelationID{graph.RelationID(id)})) {
			return &graph.Record{Relation: &x}
		}
	case strings.HasPrefix(id, graph.SourcePrefix):
		for _, x := range all(t, snap.Sources(ctx, []graph.SourceID{graph.SourceID(id)})) {
			return &graph.Record{Source: &x}
		}
	case strings.HasPrefix(id, graph.EventPrefix):
		for _, x := range all(t, snap.Events(ctx, []graph.EventID{graph.EventID(id)})) {
			return &graph.Record{Event: &x}
		}
	default:
		for _, x := range all(t, snap.Actors(ctx, []graph.ActorID{graph.ActorID(id)})) {
			return &graph.Record{Actor: &x}
		}
	}
	return nil
}

func comesBack(t *testing.T, s graph.Store) {
	const id = "relation:mali-calls-russia"
	write(t, s, "mali -CALLS 2023-08-15-> russia")
	retract(t, s, id)
	write(t, s, "mali -CALLS 2023-08-15-> russia")
	same(t, "the history of the relation", told(changes(t, s, graph.ChangeFilter{IDs: []string{id}})),
		[]string{"1 ADDED " + id, "2 RETRACTED " + id, "3 ADDED " + id})
}

func changeFilter(t *testing.T, s graph.Store) {
	r := graphtest.NewRandom(11)
	apply(t, s, graph.Batch{BatchHead: head(""), Put: r.First(10)})
	for range 5 {
		apply(t, s, r.Batch())
	}
	every := changes(t, s, graph.ChangeFilter{})
	key := every[len(every)/2].Key()
	for _, f := range []graph.ChangeFilter{
		{}, {Descending: true}, {Since: 2}, {Since: 2, Descending: true}, {UpTo: 3}, {Since: 1, UpTo: 3}, {Since: 6}, {UpTo: 99},
		{IDs: []string{}}, {IDs: []string{every[0].ID(), "relation:none", key.ID}}, {IDs: []string{key.ID, key.ID}, Descending: true},
		{After: &key}, {After: &key, Descending: true}, {After: &graph.ChangeKey{Revision: 3}}, {After: &graph.ChangeKey{Revision: 3}, Descending: true},
		{After: &graph.ChangeKey{Revision: 3, ID: "zz"}, UpTo: 4}, {After: &key, IDs: []string{every[0].ID(), key.ID}},
	} {
		want := slices.DeleteFunc(slices.Clone(every), func(c graph.Change) bool { return !f.Match(c) })
		slices.SortFunc(want, func(a, b graph.Change) int { return f.Compare(a.Key(), b.Key()) })
		same(t, words("Changes", f), told(changes(t, s, f)), told(want))
	}
}

func changesPaged(t *testing.T, s graph.Store) {
	r := graphtest.NewRandom(3)
	apply(t, s, graph.Batch{BatchHead: head(""), Put: r.First(1500)})
	var got []string
	f := graph.ChangeFilter{}
	for page := 0; page < 100; page++ {
		n := 0
		for c, err := range s.Changes(t.Context(), f) {
			if err != nil {
				t.Fatal(err)
			}
			key := c.Key()
			f.After = &key
			got = append(got, c.ID())
			if n++; n == 137 {
				break
			}
		}
		if n < 137 {
			break
		}
	}
	if want := 1500 + 36 + 5 + 3; len(got) != want || !slices.IsSorted(got) || len(slices.Compact(got)) != want {
		t.Errorf("the pages hold %d changes, in order %v; wanted %d, each once", len(got), slices.IsSorted(got), want)
	}
}

func leaveChanges(t *testing.T, s graph.Store) {
	write(t, s, callsText)
	for range 20 {
		for _, err := range s.Changes(t.Context(), graph.ChangeFilter{}) {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := graph.Collect(s.Changes(ctx, graph.ChangeFilter{})); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that is done: %v", err)
	}
}

// merge records that an actor is the same as another one.
func mergeInto(t *testing.T, s graph.Store, old, into graph.ActorID) {
	t.Helper()
	a := one(t, at(t, s, 0).Actors(t.Context(), []graph.ActorID{old}))
	a.MergedInto = into
	put(t, s, graph.Record{Actor: &a})
}

func mergedHidden(t *testing.T, s graph.Store) {
	write(t, s, "actor mali STATE\nactor sudan-francais STATE")
	before := at(t, s, 0)
	mergeInto(t, s, "sudan-francais", "mali")
	after := at(t, s, 0)
	listed := func(snap graph.Snapshot, f graph.ActorFilter) []string {
		return ids(all(t, snap.FindActors(t.Context(), f, "")))
	}
	found := func(snap graph.Snapshot) []string {
		return ids(all(t, snap.Search(t.Context(), graph.SearchQuery{Text: "sudan-francais"})))
	}
	old := []graph.ActorID{"sudan-francais"}
	same(t, "listed before", listed(before, graph.ActorFilter{}), []string{"mali", "sudan-francais"})
	same(t, "listed after", listed(after, graph.ActorFilter{}), []string{"mali"})
	same(t, "listed after by id", listed(after, graph.ActorFilter{IDs: old}), []string{})
	same(t, "listed after, merged ones too", listed(after, graph.ActorFilter{Merged: true}), []string{"mali", "sudan-francais"})
	same(t, "found before", found(before), []string{"sudan-francais"})
	same(t, "found after", found(after), []string{})
	if a := one(t, after.Actors(t.Context(), old)); a.MergedInto != "mali" {
		t.Errorf("by its id it reads %+v", a)
	}
}

func mergedKeepsEdges(t *testing.T, s graph.Store) {
	write(t, s, "actor mali STATE\nsudan-francais -RECOGNIZES-> france")
	mergeInto(t, s, "sudan-francais", "mali")
	snap := at(t, s, 0)
	want := []string{"relation:sudan-francais-recognizes-france"}
	same(t, "edges", ids(all(t, graph.Edges(t.Context(), snap, graph.RelationFilter{}))), want)
	same(t, "edges by the port alone", ids(all(t, graph.EdgesByExpand(t.Context(), snap, graph.RelationFilter{}))), want)
	same(t, "relations", ids(all(t, snap.FindRelations(t.Context(), graph.RelationQuery{}))), []string{" " + want[0]})
}

func mergedNotNamed(t *testing.T, s graph.Store) {
	write(t, s, "actor mali STATE\nactor sudan-francais STATE\nactor france STATE")
	mergeInto(t, s, "sudan-francais", "mali")
	_, err := s.Apply(t.Context(), graphtest.Batch(t, "france -RECOGNIZES 1958/..-> mali"))
	if err != nil {
		t.Fatal(err)
	}
	b := graphtest.Batch(t, "france -RECOGNIZES 1958/..-> mali")
	b.Put = slices.DeleteFunc(b.Put, func(r graph.Record) bool { return r.Actor != nil })
	b.Put[len(b.Put)-1].Relation.To = "sudan-francais"
	_, err = s.Apply(t.Context(), b)
	if !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), `"sudan-francais" was merged into mali; name that`) {
		t.Errorf("a relation to an actor that was merged: %v", err)
	}
}

// deskLaws are about the papers that lie beside the record.
var deskLaws = []law{
	{"a paper is read as it was filed", paperFiled},
	{"a paper changes only from the version on the desk", paperVersions},
	{"papers are chosen and ordered as the filter says", paperFilter},
	{"a paper that is not well formed is refused", paperRefused},
	{"of many that file the same version one does", paperRace},
	{"papers take no revision of the record", paperNoRevision},
}

func file(t testing.TB, s graph.Store, p graph.Paper) graph.Paper {
	t.Helper()
	filed, err := s.File(t.Context(), p)
	if err != nil {
		t.Fatalf("file: %v", err)
	}
	return filed
}

func papers(t testing.TB, s graph.Store, f graph.PaperFilter) []graph.Paper {
	t.Helper()
	return all(t, s.Papers(t.Context(), f))
}

func paperFiled(t *testing.T, s graph.Store) {
	body := []byte("{\"text\": \"l’Alliance \\u0000 été\"}\n\x00\xff")
	p := file(t, s, graph.Paper{Drawer: "proposal", ID: "p-1", Body: body})
	if p.Version != 1 {
		t.Errorf("its version is %d", p.Version)
	}
	same(t, "the paper", papers(t, s, graph.PaperFilter{Drawer: "proposal"}), []graph.Paper{p})
	large := file(t, s, graph.Paper{Drawer: "scenario", ID: "large", Body: bytes.Repeat([]byte("é"), graph.MaxPaper/2)})
	if got := papers(t, s, graph.PaperFilter{Drawer: "scenario"}); len(got) != 1 || !bytes.Equal(got[0].Body, large.Body) {
		t.Errorf("a paper of %d bytes is read otherwise", graph.MaxPaper)
	}
}

func paperVersions(t *testing.T, s graph.Store) {
	d, ctx := s, t.Context()
	first := file(t, s, graph.Paper{Drawer: "proposal", ID: "p", Body: []byte("1")})
	again := first
	again.Body = []byte("2")
	second := file(t, s, again)
	if second.Version != 2 {
		t.Errorf("the second version is %d", second.Version)
	}
	refused := func(what string, err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: %v; wanted %v", what, err, want)
		}
	}
	_, err := d.File(ctx, graph.Paper{Drawer: "proposal", ID: "p"})
	refused("a new paper where there is one", err, graph.ErrConflict)
	_, err = d.File(ctx, first)
	refused("from a version that is not there any more", err, graph.ErrConflict)
	_, err = d.File(ctx, graph.Paper{Drawer: "proposal", ID: "q", Version: 1})
	refused("from a version where there is none", err, graph.ErrNotFound)
	refused("discard of an old version", d.Discard(ctx, "proposal", "p", 1), graph.ErrConflict)
	refused("discard of nothing", d.Discard(ctx, "proposal", "q", 1), graph.ErrNotFound)
	refused("discard from another drawer", d.Discard(ctx, "scenario", "p", 2), graph.ErrNotFound)
	same(t, "the paper after all that", papers(t, s, graph.PaperFilter{}), []graph.Paper{second})
	if err := d.Discard(ctx, "proposal", "p", 2); err != nil {
		t.Errorf("discard: %v", err)
	}
	same(t, "the desk after the discard", papers(t, s, graph.PaperFilter{}), []graph.Paper(nil))
	if p := file(t, s, graph.Paper{Drawer: "proposal", ID: "p"}); p.Version != 1 {
		t.Errorf("a paper filed anew has version %d", p.Version)
	}
}

func paperFilter(t *testing.T, s graph.Store) {
	for _, drawer := range []string{"key", "proposal", "a-b"} {
		for _, id := range []string{"b", "B", "a", "a:1", "~", "10", "9"} {
			file(t, s, graph.Paper{Drawer: drawer, ID: id, Body: []byte(drawer + id)})
		}
	}
	every := papers(t, s, graph.PaperFilter{})
	if len(every) != 21 || every[0].Drawer != "a-b" || every[0].ID != "10" || every[20].ID != "~" {
		t.Errorf("the papers stand as %v", every)
	}
	for _, f := range []graph.PaperFilter{
		{Drawer: "key"}, {Drawer: "none"}, {Drawer: "key", IDs: []string{"b", "9", "b", "none"}}, {IDs: []string{"B"}}, {Drawer: "key", IDs: []string{}},
		{Drawer: "proposal", After: "a"}, {Drawer: "proposal", After: "~"}, {Drawer: "proposal", After: "a", IDs: []string{"a", "b"}},
	} {
		want := slices.DeleteFunc(slices.Clone(every), func(p graph.Paper) bool { return !f.Match(p) })
		same(t, words("Papers", f), papers(t, s, f), want)
	}
}

func paperRefused(t *testing.T, s graph.Store) {
	for name, c := range map[string]struct {
		p    graph.Paper
		want error
	}{
		"no drawer":            {graph.Paper{ID: "a"}, graph.ErrInvalid},
		"a drawer of capitals": {graph.Paper{Drawer: "Key", ID: "a"}, graph.ErrInvalid},
		"no id":                {graph.Paper{Drawer: "key"}, graph.ErrInvalid},
		"an id with a space":   {graph.Paper{Drawer: "key", ID: "a b"}, graph.ErrInvalid},
		"an id with a NUL":     {graph.Paper{Drawer: "key", ID: "a\x00"}, graph.ErrInvalid},
		"a long id":            {graph.Paper{Drawer: "key", ID: strings.Repeat("a", graph.MaxID+1)}, graph.ErrInvalid},
		"a body that is long":  {graph.Paper{Drawer: "key", ID: "a", Body: make([]byte, graph.MaxPaper+1)}, graph.ErrTooLarge},
	} {
		if _, err := s.File(t.Context(), c.p); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	same(t, "the desk", papers(t, s, graph.PaperFilter{}), []graph.Paper(nil))
}

func paperRace(t *testing.T, s graph.Store) {
	const writers, rounds = 4, 5
	first := file(t, s, graph.Paper{Drawer: "scenario", ID: "s"})
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range rounds {
				if err := fileOnce(t.Context(), s); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	got := papers(t, s, graph.PaperFilter{})[0]
	if want := first.Version + writers*rounds; got.Version != want || len(got.Body) != writers*rounds {
		t.Errorf("the paper has version %d and %d marks; wanted %d and %d", got.Version, len(got.Body), want, writers*rounds)
	}
}

// fileOnce adds a mark to the paper, again until no one was in between.
func fileOnce(ctx context.Context, d graph.Desk) error {
	for {
		read, err := graph.Collect(d.Papers(ctx, graph.PaperFilter{Drawer: "scenario", IDs: []string{"s"}}))
		if err != nil {
			return err
		}
		p := read[0]
		p.Body = append(p.Body, '.')
		if _, err = d.File(ctx, p); !errors.Is(err, graph.ErrConflict) {
			return err
		}
	}
}

func paperNoRevision(t *testing.T, s graph.Store) {
	write(t, s, callsText)
	file(t, s, graph.Paper{Drawer: "key", ID: "a"})
	if n := at(t, s, 0).Revision(); n != 1 {
		t.Errorf("after a paper was filed the newest revision is %d", n)
	}
	if got := changes(t, s, graph.ChangeFilter{Since: 1}); len(got) != 0 {
		t.Errorf("a paper shows among the changes: %v", told(got))
	}
}
