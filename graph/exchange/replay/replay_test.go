package replay_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/dataset"
	"github.com/entente/entente/graph/exchange/replay"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/embedded"
	"github.com/entente/entente/graph/store/storetest"
)

func nothing() {}

var batchTime = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// history plays a random history with retractions and papers on a store.
func history(t testing.TB, s graph.Store, seed uint64, steps int) {
	t.Helper()
	bundled, err := dataset.Batch()
	must(t, err)
	_, err = s.Apply(t.Context(), bundled)
	must(t, err)
	r := graphtest.NewRandom(seed)
	first := graph.Batch{BatchHead: graph.BatchHead{Author: "t", Reason: "first"}, Put: r.First(40)}
	_, err = s.Apply(t.Context(), first)
	must(t, err)
	for range steps {
		_, err := s.Apply(t.Context(), r.Batch())
		must(t, err)
	}
	file(t, s, graph.Paper{Drawer: "proposal", ID: "p1", Body: []byte(`{"a":"é"}`)}, 1)
	file(t, s, graph.Paper{Drawer: "scenario", ID: "s1", Body: []byte{0, 255}}, 4)
	file(t, s, graph.Paper{Drawer: "scenario", ID: "empty"}, 2)
}

// file files a paper so many times.
func file(t testing.TB, d graph.Desk, p graph.Paper, times int) {
	t.Helper()
	for range times {
		var err error
		p, err = d.File(t.Context(), p)
		must(t, err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func digest(t testing.TB, s graph.Store) replay.Digest {
	t.Helper()
	newest, err := replay.Newest(t.Context(), s)
	must(t, err)
	d, err := replay.DigestOf(t.Context(), s, newest.Number, nothing)
	must(t, err)
	return d
}

func onDisk(t testing.TB) *embedded.Store {
	t.Helper()
	s, err := embedded.Open(t.Context(), filepath.Join(t.TempDir(), "record"), embedded.Options{})
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// What is copied there and back is the same: revisions, versions, papers.
func TestCopyThereAndBack(t *testing.T) {
	for seed := range uint64(2) {
		a, b, c := storetest.NewModel(), onDisk(t), storetest.NewModel()
		history(t, a, seed, 12)
		n, err := replay.Copy(t.Context(), a, b, nothing)
		must(t, err)
		_, err = replay.Copy(t.Context(), b, c, nothing)
		must(t, err)
		want := digest(t, a)
		if n != 14 || want.Revisions != 14 || want.Papers != 3 {
			t.Errorf("%d revisions were copied of %+v", n, want)
		}
		for name, s := range map[string]graph.Store{"the copy": b, "the copy of the copy": c} {
			if got := digest(t, s); got != want {
				t.Errorf("seed %d: %s has %s, %+v; wanted %s, %+v", seed, name, got, got, want, want)
			}
		}
		revisions, err := graph.Collect(a.Revisions(t.Context(), graph.RevisionFilter{}))
		must(t, err)
		copied, err := graph.Collect(b.Revisions(t.Context(), graph.RevisionFilter{}))
		must(t, err)
		if fmt.Sprint(revisions) != fmt.Sprint(copied) {
			t.Errorf("revisions are\n%v; wanted\n%v", copied, revisions)
		}
	}
}

// The digest tells every difference.
func TestDigestTells(t *testing.T) {
	batch := graphtest.Batch(t, "mali -CALLS 2023-08-15-> russia")
	seen := map[replay.Digest]string{}
	for name, change := range map[string]func(m *storetest.Model){
		"nothing more": func(*storetest.Model) {},
		"a paper":      func(m *storetest.Model) { file(t, m, graph.Paper{Drawer: "d", ID: "i"}, 1) },
		"its version":  func(m *storetest.Model) { file(t, m, graph.Paper{Drawer: "d", ID: "i"}, 2) },
		"a revision": func(m *storetest.Model) {
			_, err := m.Apply(t.Context(), graphtest.Batch(t, "mali -CALLS 2023-08-16-> russia"))
			must(t, err)
		},
		"a retraction": func(m *storetest.Model) {
			_, err := m.Apply(t.Context(), graph.Batch{BatchHead: batch.BatchHead, Retract: []graph.RelationID{"relation:mali-calls-russia"}})
			must(t, err)
		},
	} {
		m := storetest.NewModel()
		b := batch
		b.Time = batchTime
		_, err := m.Apply(t.Context(), b)
		must(t, err)
		change(m)
		d := digest(t, m)
		if other, twice := seen[d]; twice {
			t.Errorf("%s has the digest of %s", name, other)
		}
		seen[d] = name
	}
	m := storetest.NewModel()
	b := batch
	b.Time = batchTime.Add(1e9)
	_, err := m.Apply(t.Context(), b)
	must(t, err)
	if other, twice := seen[digest(t, m)]; twice {
		t.Errorf("another time has the digest of %s", other)
	}
}

// A revision that is too large for one batch goes over in a stream, with its events in
// an order in which they can be read, and the same in one with retractions.
func TestCopyLargeRevisions(t *testing.T) {
	a, b := storetest.NewModel(), onDisk(t)
	head := graph.BatchHead{Author: "t", Reason: "large", Key: "k"}
	records := append(graphtest.NewRandom(5).First(2100), graphtest.Records(t, `
		event a 2023-01-01 "A" mali:host after=event:b
		event b 2023-01-01 "B" mali:host after=event:c
		event c 2023-01-01 "C" mali:host
	`)...)
	_, err := a.Apply(t.Context(), graph.Batch{BatchHead: head, Put: records})
	must(t, err)
	var gone []graph.RelationID
	for _, r := range records {
		if r.Relation != nil && len(gone) < 7 {
			gone = append(gone, r.Relation.ID)
		}
	}
	head.Key = ""
	_, err = a.Apply(t.Context(), graph.Batch{BatchHead: head, Put: renamed(records, gone), Retract: gone})
	must(t, err)
	counted := 0
	_, err = replay.Copy(t.Context(), a, b, func() { counted++ })
	must(t, err)
	if got, want := digest(t, b), digest(t, a); got != want {
		t.Errorf("the copy has %+v; wanted %+v", got, want)
	} else if counted < 4200 {
		t.Errorf("%d changes were counted of %d", counted, want.Changes)
	}
}

// An actor that was merged into another is merged in the copy too, with what the record
// says of it before and after.
func TestCopyMerges(t *testing.T) {
	a, b := storetest.NewModel(), onDisk(t)
	first := graphtest.Records(t, "mali -CALLS 2023-08-15-> russia\nmalii -CALLS 2023-08-16-> russia")
	_, err := a.Apply(t.Context(), graph.Batch{BatchHead: graph.BatchHead{Author: "t", Reason: "first"}, Put: first})
	must(t, err)
	var put []graph.Record
	for _, r := range first {
		switch {
		case r.Actor != nil && r.Actor.ID == "mali":
			keep := r.Actor.Clone()
			keep.MergedFrom = []graph.ActorID{"malii"}
			put = append(put, graph.Record{Actor: &keep})
		case r.Actor != nil && r.Actor.ID == "malii":
			gone := r.Actor.Clone()
			gone.MergedInto = "mali"
			put = append(put, graph.Record{Actor: &gone})
		case r.Relation != nil && r.Relation.From == "malii":
			moved := r.Relation.Clone()
			moved.From = "mali"
			put = append(put, graph.Record{Relation: &moved})
		}
	}
	_, err = a.Apply(t.Context(), graph.Batch{BatchHead: graph.BatchHead{Author: "t", Reason: "one and the same"}, Put: put})
	must(t, err)
	_, err = replay.Copy(t.Context(), a, b, nothing)
	must(t, err)
	if got, want := digest(t, b), digest(t, a); got != want {
		t.Errorf("the copy has %+v; wanted %+v", got, want)
	}
}

// renamed gives new versions of the relations but some.
func renamed(records []graph.Record, without []graph.RelationID) []graph.Record {
	skip := map[graph.RelationID]bool{}
	for _, id := range without {
		skip[id] = true
	}
	var out []graph.Record
	for _, r := range records {
		if r.Relation == nil || skip[r.Relation.ID] {
			continue
		}
		v := r.Relation.Clone()
		v.Note = "again"
		out = append(out, graph.Record{Relation: &v})
	}
	return out
}

// breaking is a store that takes so many revisions and no more.
type breaking struct {
	*storetest.Model
	left int
}

var errBroken = errors.New("broken")

func (b *breaking) Apply(ctx context.Context, batch graph.Batch) (graph.Revision, error) {
	if b.left--; b.left < 0 {
		return graph.Revision{}, errBroken
	}
	return b.Model.Apply(ctx, batch)
}

// A copy that was broken off goes on, and one that is whole takes what came after.
func TestCopyGoesOn(t *testing.T) {
	a := storetest.NewModel()
	history(t, a, 3, 8)
	b := &breaking{storetest.NewModel(), 4}
	if _, err := replay.Copy(t.Context(), a, b, nothing); !errors.Is(err, errBroken) {
		t.Fatalf("got %v", err)
	}
	b.left = 100
	for range 2 { // the second time there is nothing to do
		_, err := replay.Copy(t.Context(), a, b, nothing)
		must(t, err)
		if got, want := digest(t, b), digest(t, a); got != want {
			t.Errorf("the copy has %+v; wanted %+v", got, want)
		}
		if b.left != 100-6 {
			t.Errorf("%d revisions were recorded, want the 6 that were missing", 100-b.left)
		}
	}
	_, err := a.Apply(t.Context(), graphtest.Batch(t, "mali -CALLS 2023-08-15-> russia"))
	must(t, err)
	must(t, discard(a, "scenario", "empty", 2))
	if _, err = replay.Copy(t.Context(), a, b, nothing); !errors.Is(err, graph.ErrConflict) {
		t.Errorf("a paper would be lost, and Copy says %v", err)
	}
	must(t, discard(b, "scenario", "empty", 2))
	_, err = replay.Copy(t.Context(), a, b, nothing)
	must(t, err)
	if got, want := digest(t, b), digest(t, a); got != want {
		t.Errorf("the copy has %+v; wanted %+v", got, want)
	}
}

func discard(d graph.Desk, drawer, id string, version uint64) error {
	return d.Discard(context.Background(), drawer, id, version)
}

// Another record is not written over.
func TestCopyRefuses(t *testing.T) {
	a, b := storetest.NewModel(), storetest.NewModel()
	history(t, a, 1, 2)
	_, err := b.Apply(t.Context(), graphtest.Batch(t, "mali -CALLS 2023-08-15-> russia"))
	must(t, err)
	before := digest(t, b)
	if _, err := replay.Copy(t.Context(), a, b, nothing); !errors.Is(err, graph.ErrConflict) {
		t.Errorf("over another record: %v", err)
	}
	if _, err := replay.Copy(t.Context(), storetest.NewModel(), b, nothing); !errors.Is(err, graph.ErrConflict) {
		t.Errorf("of nothing over something: %v", err)
	}
	if digest(t, b) != before {
		t.Error("what was refused left something")
	}
}
