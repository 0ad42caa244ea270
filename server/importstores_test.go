package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/dataset"
	"github.com/entente/entente/graph/exchange/replay"
	"github.com/entente/entente/graph/store/embedded"
	"github.com/entente/entente/graph/store/neo4j"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

// step is one import of many: real files, or ones typed here.
type step struct {
	format string
	real   []string
	typed  string
}

// importSteps are imports that bring actors, events, relations, series and sources of
// every sort, correct them, and take them back.
var importSteps = []step{
	{format: "cow-mid", typed: midHeader + "2569,432,439,14,12,1974,-9,6,1975,1974,4,3\n2570,432,436,1,1,1974,2,1,1974,1974,4,3\n"},
	{format: "cow-mid", typed: midHeader + "2569,432,439,14,12,1974,-9,6,1975,1974,3,3\n"}, // corrects one, and takes one back
	{format: "cow-mid", typed: midHeader + "2569,432,439,14,12,1974,-9,6,1975,1974,3,3\n2570,432,436,1,1,1974,2,1,1974,1974,4,3\n"},
	{format: "capabilities", typed: "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\nMLI,432,1961,7000,3,0,-9,4200,150,0.0003,7\n"},
	{format: "archigos", typed: "obsid\tleadid\tccode\tleader\tstartdate\tenddate\tentry\texit\texitcode\tyrborn\nMLI-1960\tabc\t432\tKeïta\t1960-09-22\t1968-11-19\tRegular\tIrregular\tRemoved by Military\t1915\n"},
	{format: "atop", real: []string{"atop_alliance_spells.csv"}},
	{format: "icews", real: []string{"icews2018_sample.tab"}},
	{format: "cow-war", real: []string{"cow_interstate_war_dyads.csv"}},
}

const midHeader = "disno,statea,stateb,strtday,strtmnth,strtyr,endday,endmnth,endyear,year,hihosta,hihostb\n"

// The same imports into a Neo4j and into a folder come to the same digest.
func TestImportsIntoEveryStore(t *testing.T) {
	server := neo4jtest.Fresh(t)
	theirs, err := neo4j.Open(t.Context(), server.URI, neo4j.Options{User: server.User, Password: server.Password})
	if err != nil {
		t.Fatal(err)
	}
	ours, err := embedded.OpenMemory(t.Context(), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	steps := slices.DeleteFunc(slices.Clone(importSteps), func(x step) bool { return x.lacking() })
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	var digests [2]replay.Digest
	for i, s := range []graph.Store{ours, theirs} {
		batch, err := dataset.Batch()
		if err != nil {
			t.Fatal(err)
		}
		batch.Time = now
		if _, err := s.Apply(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
		at := now
		for _, x := range steps {
			at = at.Add(time.Hour)
			importAs(t, &record{Store: s}, x.format, graph.BatchHead{Author: "test", Reason: "import of " + x.format, Time: at}, x.files(t)...)
		}
		newest, err := replay.Newest(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if digests[i], err = replay.DigestOf(t.Context(), s, newest.Number, func() {}); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if digests[0] != digests[1] || int(digests[0].Revisions) != 1+len(steps) {
		t.Errorf("the folder has %+v, the Neo4j %+v", digests[0], digests[1])
	}
}

// lacking reports that the real files of a step are not beside the repository; never
// under CI.
func (x step) lacking() bool {
	for _, name := range x.real {
		if _, err := os.Stat(filepath.Join("..", "..", "shared", "data", name)); err != nil {
			return os.Getenv("CI") == ""
		}
	}
	return false
}

// files gives the paths of the files of a step.
func (x step) files(t *testing.T) []string {
	t.Helper()
	if x.typed != "" {
		path := filepath.Join(t.TempDir(), x.format+".csv")
		if err := os.WriteFile(path, []byte(x.typed), 0o600); err != nil {
			t.Fatal(err)
		}
		return []string{path}
	}
	var paths []string
	for _, name := range x.real {
		paths = append(paths, realFile(t, name))
	}
	return paths
}
