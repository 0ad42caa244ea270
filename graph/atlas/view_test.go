package atlas

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/storetest"
)

// holding makes an Atlas over a model that holds one revision a notation.
func holding(t *testing.T, notations ...string) (*Atlas, []graph.Revision) {
	t.Helper()
	store := storetest.NewModel()
	t.Cleanup(func() { store.Close() })
	var revisions []graph.Revision
	for _, n := range notations {
		r, err := store.Apply(t.Context(), graphtest.Batch(t, n))
		if err != nil {
			t.Fatal(err)
		}
		revisions = append(revisions, r)
	}
	return New(store, Options{Version: "1", Store: "model"}), revisions
}

// view opens a view for as long as the test runs.
func view(t *testing.T, a *Atlas, in ViewInput) *View {
	t.Helper()
	v, err := a.Open(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

// fails holds an error to its kind, its field and a part of its words.
func fails(t *testing.T, err error, kind error, field, words string) {
	t.Helper()
	var e *graph.Error
	if !errors.As(err, &e) || e.Kind != kind || e.Field != field || !strings.Contains(e.Message, words) {
		t.Errorf("error %v, want %v at %q that says %q", err, kind, field, words)
	}
}

func number(n int) *int { return &n }

func TestViews(t *testing.T) {
	a, r := holding(t, "mali -CALLS 2023-08-15-> russia", "mali -URGES 2023-08-16-> niger", "mali -URGES 2023-08-17-> ghana")
	moment := func(t time.Time) ViewInput { return ViewInput{KnownAt: &t} }
	for name, c := range map[string]struct {
		in   ViewInput
		want graph.RevisionNumber
	}{
		"the newest":            {ViewInput{}, 3},
		"by number":             {ViewInput{Revision: number(2)}, 2},
		"at the moment":         {moment(r[1].Time), 2},
		"between two revisions": {moment(r[2].Time.Add(-1)), 2},
		"in another time zone":  {moment(r[0].Time.In(time.FixedZone("Niamey", 3600))), 1},
		"in the future":         {moment(r[2].Time.AddDate(100, 0, 0)), 3},
	} {
		if got := view(t, a, c.in).Number(); got != c.want {
			t.Errorf("%s: revision %d, want %d", name, got, c.want)
		}
	}
}

func TestViewsThatAreNotThere(t *testing.T) {
	a, r := holding(t, "mali -CALLS 2023-08-15-> russia", "mali -URGES 2023-08-16-> niger")
	early, zero := r[0].Time.Add(-time.Microsecond), time.Time{}
	for name, c := range map[string]struct {
		in           ViewInput
		kind         error
		field, words string
	}{
		"both":                      {ViewInput{Revision: number(1), KnownAt: &early}, graph.ErrInvalid, "view", "not both"},
		"below 1":                   {ViewInput{Revision: number(0)}, graph.ErrInvalid, "view.revision", "from 1"},
		"not recorded":              {ViewInput{Revision: number(3)}, graph.ErrNotFound, "view.revision", "the newest is 2"},
		"before the first revision": {ViewInput{KnownAt: &early}, graph.ErrNotFound, "view.knownAt", "the first revision was recorded at " + r[0].Time.Format(time.RFC3339Nano)},
		"the zero moment":           {ViewInput{KnownAt: &zero}, graph.ErrNotFound, "view.knownAt", "nothing was recorded by 0001-01-01"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := a.Open(t.Context(), c.in)
			fails(t, err, c.kind, c.field, c.words)
		})
	}
	empty, _ := holding(t)
	_, err := empty.Open(t.Context(), ViewInput{KnownAt: &early})
	fails(t, err, graph.ErrNotFound, "view.knownAt", "nothing is recorded yet")
	if v := view(t, empty, ViewInput{}); v.Number() != 0 {
		t.Errorf("an empty store is read at revision %d", v.Number())
	}
}

// TestServiceIsReadOnceARevision holds what the service tells to the newest
// revision, whenever it is asked.
func TestServiceFollowsTheRecord(t *testing.T) {
	a, _ := holding(t, "mali -CALLS 2023-08-15-> russia\nmali -BORDERS-- niger")
	first, err := a.Service(t.Context())
	if err != nil || first.Actors != 3 || first.Relations != 2 || first.FirstDay != graph.Date(2023, 8, 15) || first.LastDay != first.FirstDay {
		t.Fatalf("%+v, %v", first, err)
	}
	if again, _ := a.Service(t.Context()); again != first {
		t.Error("the same revision is counted again")
	}
	if _, err := a.store.Apply(t.Context(), graphtest.Batch(t, "mali -URGES 2021~-> ghana")); err != nil {
		t.Fatal(err)
	}
	second, err := a.Service(t.Context())
	if err != nil || second.Newest.Number != 2 || second.Actors != 4 || second.Relations != 3 || second.FirstDay != graph.Date(2021, 1, 1) {
		t.Errorf("%+v, %v", second, err)
	}
}

func TestReferences(t *testing.T) {
	a, _ := holding(t, `
actor mali STATE "Mali" fr:"Mali" code=iso3:MLI code=cow:432
actor malawi STATE "Malawi" code=cow:553 code=gw:1
actor malta STATE "Malta" code=gw:1
mali -CALLS 2023-08-15-> malta`)
	v := view(t, a, ViewInput{})
	got, err := v.actors(t.Context(), "of", []graph.ActorID{"malta", "iso3:mli", "mali", "COW:553"})
	if err != nil || len(got) != 3 || got[0] != "malta" || got[1] != "mali" || got[2] != "malawi" {
		t.Errorf("%v, %v", got, err)
	}
	for _, c := range []struct {
		refs         []graph.ActorID
		kind         error
		field, words string
	}{
		{[]graph.ActorID{"mali", "mallta"}, graph.ErrNotFound, "of[1]", "did you mean malta (Malta)"},
		{[]graph.ActorID{"Mali"}, graph.ErrNotFound, "of[0]", "did you mean mali (Mali)"},
		{[]graph.ActorID{"iso3:ZZZ"}, graph.ErrNotFound, "of[0]", `there is no actor "iso3:ZZZ"`},
		{[]graph.ActorID{"gw:1"}, graph.ErrInvalid, "of[0]", "malawi (Malawi), malta (Malta)"},
		{[]graph.ActorID{""}, graph.ErrNotFound, "of[0]", "there is no actor"},
		{[]graph.ActorID{graph.ActorID(strings.Repeat("x", 10_000))}, graph.ErrNotFound, "of[0]", "far longer"},
		{make([]graph.ActorID, MaxFirst+1), graph.ErrInvalid, "of", "at most 1000"},
	} {
		_, err := v.actors(t.Context(), "of", c.refs)
		fails(t, err, c.kind, c.field, c.words)
	}
	for _, ref := range []string{"nobody", "iso3:ZZZ", "", ":", "Mali", "a\x00b"} {
		if found, err := v.Actor(t.Context(), ref); found != nil || err != nil {
			t.Errorf("a look-up of %q gives %v, %v", ref, found, err)
		}
	}
}
