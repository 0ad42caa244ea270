package exchange_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange"
	"github.com/entente/entente/graph/graphtest"
)

const sahel = `
	actor wagner COMPANY "Wagner Group"
	actor lonely STATE "Lonely"
	actor ecowas ORGANIZATION "ECOWAS"
	actor goita PERSON "Assimi Goïta"
	source kremlin 2023-08-15 "Read-out of a call"
	event talks 2023-06-01 "Talks" mali:guest
	event summit 2023-07-27/2023-07-28 "Summit" russia:host mali:guest after=event:talks
	mali  -CALLS 2023-08-15 by=kremlin/B2 quote="spoke about Niger" about=niger id=call-> russia
	mali  -BORDERS-- niger
	goita -MEETS 2023-07-28 event=event:summit about=wagner m=REPORTED-- russia
	mali  -SUSPENDED_FROM 2021-05-30/.. c=.9-> ecowas
`

func idsOf(t testing.TB, records iter.Seq2[graph.Record, error]) []string {
	t.Helper()
	var out []string
	for r, err := range records {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r.ID())
	}
	return out
}

// A selection brings along all that it refers to and nothing else, and each thing
// after what it refers to.
func TestRecordsBringWhatTheyReferTo(t *testing.T) {
	snap := open(t, graphtest.Records(t, sahel))
	find := func(f graph.RelationFilter) []string {
		return idsOf(t, exchange.Records(t.Context(), snap, exchange.Find(t.Context(), snap, f)))
	}
	got := find(graph.RelationFilter{Kinds: []graph.KindName{"MEETS"}})
	want := []string{"goita", "mali", "russia", "wagner", "source:test", "event:talks", "event:summit"}
	if !sameIDs(got[:len(got)-1], want) {
		t.Errorf("got %v, want %v before the relation", got, want)
	}
	checkOrder(t, collect(t, exchange.Records(t.Context(), snap, exchange.Find(t.Context(), snap, graph.RelationFilter{}))))
	if got := find(graph.RelationFilter{Kinds: []graph.KindName{"CALLS"}}); !sameIDs(got, []string{"mali", "niger", "russia", "source:kremlin", "relation:call"}) {
		t.Errorf("got %v for the call", got)
	}
	if got := find(graph.RelationFilter{Text: "nowhere"}); len(got) != 0 {
		t.Errorf("nothing fits, got %v", got)
	}
}

func sameIDs(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

func collect(t testing.TB, records iter.Seq2[graph.Record, error]) []graph.Record {
	t.Helper()
	all, err := graph.Collect(records)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Lists longer than a page come whole, each relation once.
func TestFindReadsAllPages(t *testing.T) {
	snap := open(t, graphtest.NewRandom(11).First(3100))
	seen := map[graph.RelationID]bool{}
	var ids []graph.RelationID
	for r, err := range exchange.Find(t.Context(), snap, graph.RelationFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if seen[r.ID] {
			t.Fatalf("%s comes twice", r.ID)
		}
		seen[r.ID] = true
		ids = append(ids, r.ID)
	}
	count, err := snap.CountRelations(t.Context(), graph.RelationQuery{}, 1_000_000)
	if err != nil || len(ids) != count[0].N {
		t.Errorf("%d of %v relations, %v", len(ids), count, err)
	}
	among, err := graph.Collect(exchange.Among(t.Context(), snap, ids))
	if err != nil || len(among) != len(ids) {
		t.Errorf("%d of %d relations by id, %v", len(among), len(ids), err)
	}
}

// Leaving early and a canceled context end the reading.
func TestRecordsEnd(t *testing.T) {
	snap := open(t, graphtest.NewRandom(12).First(2100))
	total := len(collect(t, exchange.Whole(t.Context(), snap)))
	for _, after := range []int{1, 50, total - 1} {
		n := 0
		for range exchange.Whole(t.Context(), snap) {
			if n++; n == after {
				break
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		n = 0
		var last error
		for _, err := range exchange.Whole(ctx, snap) {
			if last = err; err != nil {
				continue
			}
			if n++; n == after {
				cancel()
			}
		}
		cancel()
		if last == nil && after < total-1000 {
			t.Error(fmt.Errorf("canceled after %d of %d records, and no error", after, total))
		}
	}
}
