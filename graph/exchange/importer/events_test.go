package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
)

// The sample of ICEWS as downloaded: its counts, and rows looked up by hand.
func TestICEWSSample(t *testing.T) {
	x := readReal(t, "icews", "icews2018_sample.tab")
	if len(x.relations) != 3705 || x.report.Rows != 3705 || len(x.actors) != 1292 {
		t.Errorf("%d rows, %d relations, %d actors", x.report.Rows, len(x.relations), len(x.actors))
	}
	for id, want := range map[graph.RelationID][]string{
		"relation:icews-32889836": {"icews-foreign-affairs-bangladesh", "MEETS", "icews-high-ranking-military-personnel-vietnam", "2018-06-01", "vietnam", "1"},
		"relation:icews-32889837": {"icews-high-ranking-military-personnel-vietnam", "MEETS", "icews-foreign-affairs-bangladesh", "2018-06-01", "vietnam", "1"},
		"relation:icews-32891290": {"icews-ministry-japan", "STATES", "icews-citizen-japan", "2018-06-01", "japan", "0"},
	} {
		r := x.relations[id]
		got := []string{string(r.From), string(r.Kind), string(r.To), r.Period.String(), string(r.Place), fmt.Sprint(r.Scaled[0].Value)}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s is %v, want %v", id, got, want)
		}
	}
	if a := x.actors["icews-foreign-affairs-bangladesh"]; a.Kind != graph.Government {
		t.Errorf("a ministry is %s", a.Kind)
	}
	if r := x.relations["relation:icews-32889836"]; r.Evidence[0].Note != "Story 47400351, sentence 2, Vietnam News Agency Bulletin; in Hanoi, Thanh Pho Ha Noi, Vietnam." || r.Note != "CAMEO 040: Consult" {
		t.Errorf("%q, %q", r.Evidence[0].Note, r.Note)
	}
}

// The benchmark of 2018 by its files of numbers: each row is one event, but for those
// of an actor with itself.
func TestICEWS18(t *testing.T) {
	x := readReal(t, "icews18", "forecast/icews18/entity2id.txt", "forecast/icews18/relation2id.txt", "cameo_codes.csv", "forecast/icews18/valid.txt")
	if x.report.Rows < 45995 || len(x.relations)+left(x) != 45995 {
		t.Errorf("%d rows, %d relations and %d left out; the file has 45,995 rows", x.report.Rows, len(x.relations), left(x))
	}
	// Its first row: "563 5 562 5760", day 240 of the year.
	if r := x.relations["relation:icews18-valid-000001"]; r.Period.String() != "2018-08-29" {
		t.Errorf("the first event is of %s", r.Period)
	}
}

func left(x reading) (n int) {
	for _, l := range x.report.Left {
		n += l.Rows
	}
	return n
}

// gdeltLine writes a line of GDELT 2.0 with what is given by its column.
func gdeltLine(columns map[int]string, n int) string {
	cells := make([]string, n)
	for i, v := range columns {
		cells[i] = v
	}
	return strings.Join(cells, "\t") + "\n"
}

// GDELT's lines have no header: 61 columns in 2.0, 58 in 1.0, 57 before April 2013.
func TestGDELT(t *testing.T) {
	for n, at := range map[int]struct{ added, url int }{61: {59, 60}, 58: {56, 57}, 57: {56, -1}} {
		columns := map[int]string{0: "410000001", 1: "20200818", 2: "202008", 3: "2020", 4: "2020.6", 5: "MLIMIL", 6: "MALI", 7: "MLI", 12: "MIL", 15: "MLI", 16: "MALI", 17: "MLI", 26: "190", 27: "190", 28: "19", 29: "4", 30: "-10.0", 31: "5", 32: "1", 33: "5", 34: "-4.5", at.added: "20200818"}
		if at.url > 0 {
			columns[at.url] = "https://example.org/a"
		}
		without := map[int]string{0: "410000002", 1: "20200818", 5: "MLI", 26: "010"}
		x := readTyped(t, "gdelt", "20200818.export.CSV", gdeltLine(columns, n)+gdeltLine(without, n))
		r := x.relations["relation:gdelt-410000001"]
		if len(x.relations) != 1 || left(x) != 1 || r.To != "mali" || r.Kind != "USES_FORCE" || r.Period.String() != "2020-08-18" || r.Scaled[0].Value != -10 {
			t.Fatalf("%d columns: %d relations, %+v, left out %v", n, len(x.relations), r, x.report.Left)
		}
		if a := x.actors[r.From]; a.Kind != graph.ArmedForce || a.ID == "mali" {
			t.Errorf("the army is %+v; it is not the state", a)
		}
		if at.url > 0 && !strings.Contains(r.Evidence[0].Note, "https://example.org/a") || r.Evidence[0].Published.String() != "2020-08-18" {
			t.Errorf("the evidence says %q, published %s", r.Evidence[0].Note, r.Evidence[0].Published)
		}
	}
}

// POLECAT names several actors in one cell.
func TestPOLECATWithSeveralActors(t *testing.T) {
	x := readTyped(t, "polecat", "e.tab", polecatHeader+
		"e1\t2023-08-15\tCONSULT\tphone\t1.5\tVERBAL COOPERATION\tdiplomatic\tMali; Burkina Faso\tMali; Burkina Faso\tMLI; BFO\tUNK; UNK\t\t\t\t\tRussia\tRussia\tRUS\tUNK\t\t\t\tRussia\tNone\t\t\t\t\t16\t0\t1\t\t\tA paper\t2023-08-16\t\t\t\teng\tNGEC1\n"+
		"e2\t2023-08-15\tPROTEST\tdemo\t-5\tMATERIAL CONFLICT\t\tNiamey crowd\tNiger\tNIR\tCVL\t\t\t\tNone\tNone\tNone\tNone\tNone\t\t\t\tNone\tNone\t\t\t\tNiger\t16\t0\t1\t\t\tA paper\t2023-08-16\t\t\t\teng\tNGEC1\n")
	for id, from := range map[graph.RelationID]graph.ActorID{"relation:polecat-e1-1-1": "mali", "relation:polecat-e1-2-1": "burkina-faso"} {
		if r := x.relations[id]; r.From != from || r.Kind != "CALLS" || r.To != "russia" {
			t.Errorf("%s is %s %s %s", id, r.From, r.Kind, r.To)
		}
	}
	if len(x.relations) != 2 || left(x) != 1 {
		t.Errorf("%d relations, left out %v", len(x.relations), x.report.Left)
	}
}

// Agreement of votes: the scale stands beside the weight, which has its sign. The
// figures are those of the coding guide.
func TestUNGA(t *testing.T) {
	x := readReal(t, "unga", "unga_agreement_2000_2019.csv.gz")
	if x.report.Rows != 351525 || len(x.relations) != 351525 {
		t.Errorf("%d rows, %d relations", x.report.Rows, len(x.relations))
	}
	for id, want := range map[graph.RelationID]float64{
		"relation:unga-mali-russia-2018": .8, "relation:unga-mali-united-states-2018": .23, "relation:unga-mali-niger-2018": .98,
	} {
		r := x.relations[id]
		if len(r.Scaled) != 1 || r.Scaled[0].Value < want-.006 || r.Scaled[0].Value > want+.006 {
			t.Errorf("%s has the agreement %v, want %v", id, r.Scaled, want)
			continue
		}
		if sign := graph.SignOf(r.Weight()); (want > .5) != (sign == graph.Friendly) {
			t.Errorf("%s weighs %v", id, r.Weight())
		}
	}
}
