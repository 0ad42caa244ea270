package exchange_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange"
	"github.com/entente/entente/graph/graphtest"
)

// table reads a CSV file into one map a row, by the names of its columns.
func table(t testing.TB, file string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out
}

func TestCSV(t *testing.T) {
	snap := open(t, graphtest.Records(t, sahel))
	file := write(t, "csv", exchange.Records(t.Context(), snap, exchange.Find(t.Context(), snap, graph.RelationFilter{Kinds: []graph.KindName{"CALLS"}})))
	if !strings.HasPrefix(file, "id,source,target,kind,label,") || !strings.Contains(file, "\r\n") {
		t.Errorf("the file begins %.80q", file)
	}
	rows := table(t, file)
	if len(rows) != 1 {
		t.Fatalf("%d rows, want the call", len(rows))
	}
	for name, want := range map[string]string{
		"id": "relation:call", "source": "mali", "target": "russia", "kind": "CALLS", "label": "calls", "target_name": "Russia",
		"class": "ACT", "period": "2023-08-15", "start_min": "2023-08-15", "end_max": "2023-08-15", "signed_weight": "0.15",
		"confidence": "0.76", "modality": "ASSERTED", "about": "Niger", "quotation": "spoke about Niger", "grade": "B2",
		"publication": "Read-out of a call", "published": "2023-08-15", "pieces": "1", "disputed": "false", "symmetric": "false",
		"evidence": "“spoke about Niger” Read-out of a call, 2023-08-15",
	} {
		if rows[0][name] != want {
			t.Errorf("%s is %q, want %q", name, rows[0][name], want)
		}
	}
}

// An open start and an open end are empty cells, not days beyond all days.
func TestCSVOpenEnds(t *testing.T) {
	snap := open(t, graphtest.Records(t, "actor ecowas ORGANIZATION \"ECOWAS\"\nmali -MEMBER_OF /..-> ecowas"))
	rows := table(t, write(t, "csv", exchange.Whole(t.Context(), snap)))
	if r := rows[0]; r["start_min"] != "" || r["start_max"] != "2023-08-15" || r["end_max"] != "" || r["end_min"] != "" {
		t.Errorf("bounds %q %q %q %q", r["start_min"], r["start_max"], r["end_min"], r["end_max"])
	}
}

// No cell that came from a text is read as a formula; numbers stay numbers.
func TestCSVGuardsFormulas(t *testing.T) {
	records := graphtest.Records(t, `
		actor evil STATE "=HYPERLINK(\"x\")"
		evil -SANCTIONS 2023/.. quote="+1" note="@SUM(A1)" w=-.6-> mali`)
	for i := range records {
		if r := records[i].Relation; r != nil {
			r.About.Text, r.WeightReason = "-2+3\nand, \"more\"", "as a test"
		}
	}
	rows := table(t, write(t, "csv", exchange.Whole(t.Context(), open(t, records))))
	for name, want := range map[string]string{
		"quotation": "'+1", "note": "'@SUM(A1)", "about": "'-2+3\nand, \"more\"", "signed_weight": "-0.6",
	} {
		if rows[0][name] != want {
			t.Errorf("%s is %q, want %q", name, rows[0][name], want)
		}
	}
	if name := rows[0]["source_name"]; !strings.HasPrefix(name, "'=") {
		t.Errorf("source_name is %q", name)
	}
}
