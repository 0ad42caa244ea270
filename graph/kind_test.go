package graph_test

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
)

func TestEveryKindIsWhole(t *testing.T) {
	seen := map[graph.KindName]bool{}
	for i, k := range graph.Kinds() {
		bad := func(what string, v any) { t.Errorf("%s: %s: %v", k.Name, what, v) }
		if !regexp.MustCompile(`^[A-Z]+(_[A-Z]+)*$`).MatchString(string(k.Name)) {
			bad("is no name", k.Name)
		}
		if seen[k.Name] {
			bad("stands twice", k.Name)
		}
		seen[k.Name] = true
		if k.Class != graph.Tie && k.Class != graph.Act {
			bad("class", k.Class)
		}
		if !slices.Contains(graph.Dimensions, k.Dimension) {
			bad("dimension", k.Dimension)
		}
		if k.Weight < -1 || k.Weight > 1 {
			bad("weight", k.Weight)
		}
		for _, l := range []float64{k.LeverageForward, k.LeverageBackward} {
			if l < 0 || l >= 1 {
				bad("leverage", l)
			}
		}
		if k.LeverageReason == "" || k.Description == "" {
			bad("says nothing of its leverage or itself", k)
		}
		en, fr, backEn, backFr := k.Label("en"), k.Label("fr"), k.InverseLabel("en"), k.InverseLabel("fr")
		if en == "" || fr == "" || backEn == "" || backFr == "" || en == fr {
			bad("labels", []string{en, fr, backEn, backFr})
		}
		if k.Symmetric != (en == backEn) || k.Symmetric != (fr == backFr) {
			bad("a symmetric kind reads alike both ways, and no other", []string{en, backEn, fr, backFr})
		}
		if k.Symmetric && (k.LeverageForward != k.LeverageBackward || !slices.Equal(k.FromKinds, k.ToKinds)) {
			bad("a symmetric kind is alike both ways", k)
		}
		if k.Label("sw") != en || k.InverseLabel("") != backEn {
			bad("another language gets English", k.Label("sw"))
		}
		if got, ok := graph.KindByName(k.Name); !ok || got.Name != k.Name || k.Name.Index() != i {
			bad("is not found by its name", k.Name.Index())
		}
	}
	if len(seen) != 51 {
		t.Errorf("%d kinds; if one was added on purpose, count it here: kinds are never taken away", len(seen))
	}
}

func TestKindsFit(t *testing.T) {
	for _, k := range graph.Kinds() {
		for _, end := range [][]graph.ActorKind{k.FromKinds, k.ToKinds} {
			if len(end) == 0 {
				t.Errorf("%s fits no actor", k.Name)
			}
			stateOrGroup := false
			for _, a := range end {
				if !slices.Contains(graph.ActorKinds, a) {
					t.Errorf("%s fits %q, which is no kind of actor", k.Name, a)
				}
				stateOrGroup = stateOrGroup || a == graph.State || a == graph.Organization || a == graph.ArmedGroup
			}
			if stateOrGroup && (!slices.Contains(end, graph.Collective) || !slices.Contains(end, graph.Unknown)) {
				t.Errorf("%s fits %v, but not those who stand for them", k.Name, end)
			}
		}
	}
	for _, c := range []struct {
		kind     graph.KindName
		from, to graph.ActorKind
		want     bool
	}{
		{"MEMBER_OF", graph.State, graph.Organization, true}, {"MEMBER_OF", graph.Organization, graph.State, false}, {"MEMBER_OF", graph.Unknown, graph.Organization, true},
		{"BORDERS", graph.State, graph.Region, true}, {"BORDERS", graph.Region, graph.State, true}, {"BORDERS", graph.State, graph.Person, false},
		{graph.HoldsOffice, graph.Person, graph.Office, true}, {graph.HoldsOffice, graph.Collective, graph.Office, false},
		{"CALLS", graph.Person, graph.Person, true}, {"STATES", graph.Treaty, graph.Company, true}, {graph.PartyTo, graph.State, graph.Treaty, true},
	} {
		k, _ := graph.KindByName(c.kind)
		if got := k.Fits(c.from, c.to); got != c.want {
			t.Errorf("%s from %s to %s: %v", c.kind, c.from, c.to, got)
		}
	}
}

func TestUnknownKind(t *testing.T) {
	for _, name := range []graph.KindName{"", "LOVES", "calls", "CONTINUES", "RESPONDS_TO"} {
		if k, ok := graph.KindByName(name); ok || k.Name != "" || name.Index() != -1 {
			t.Errorf("%q is found", name)
		}
	}
}

func TestQualifiersAndCodesOfKinds(t *testing.T) {
	schemes := []string{"cameo", "plover", "atop", "cow-alliance", "cow-igo", "cow-dr", "cow-contiguity", "cow-mid", "wikidata", "unga"}
	for _, k := range graph.Kinds() {
		seen := map[string]bool{}
		for _, q := range k.Qualifiers {
			if q.Name == "" || seen[q.Name] || slices.Contains(q.Values, "") {
				t.Errorf("%s: qualifier %q with values %q", k.Name, q.Name, q.Values)
			}
			seen[q.Name] = true
		}
		for _, c := range k.Codes {
			if !slices.Contains(schemes, c.Scheme) || c.Value == "" || strings.ContainsAny(c.Value, " ;:") {
				t.Errorf("%s: code %q in scheme %q", k.Name, c.Value, c.Scheme)
			}
		}
	}
	forces, _ := graph.KindByName(graph.ForcesIn)
	consent := forces.Qualifiers[0]
	if consent.Name != "consent" || !slices.Equal(consent.Values, []string{"invited", "UN mandate", "contested", "occupation"}) {
		t.Errorf("FORCES_IN has %v", forces.Qualifiers)
	}
}

// TestActsOpenTies checks that what an act opens is a tie, and that such an act
// carries no leverage of its own.
func TestActsOpenTies(t *testing.T) {
	opens := map[graph.KindName]graph.KindName{}
	for _, k := range graph.Kinds() {
		if k.Opens == "" {
			continue
		}
		opens[k.Name] = k.Opens
		tie, ok := graph.KindByName(k.Opens)
		if !ok || tie.Class != graph.Tie || k.Class != graph.Act {
			t.Errorf("%s opens %s", k.Name, k.Opens)
		}
		if k.LeverageForward != 0 || k.LeverageBackward != 0 {
			t.Errorf("%s opens a tie and carries leverage beside it", k.Name)
		}
	}
	for act, tie := range map[graph.KindName]graph.KindName{"IMPOSES_SANCTIONS": "SANCTIONS", "SIGNS": "PARTY_TO", "SUSPENDS_OR_EXPELS": "SUSPENDED_FROM"} {
		if opens[act] != tie {
			t.Errorf("%s opens %q; wanted %s", act, opens[act], tie)
		}
	}
}

// TestTalkMovesLittle holds the leverage to its principle: geography and treaties
// carry none, talk at most .15.
func TestTalkMovesLittle(t *testing.T) {
	for _, k := range graph.Kinds() {
		most := max(k.LeverageForward, k.LeverageBackward)
		if (k.Dimension == graph.Geographic || slices.Contains(k.ToKinds, graph.Treaty) && k.Name == graph.PartyTo) && most > 0 {
			t.Errorf("%s carries leverage %v", k.Name, most)
		}
		talk := k.Class == graph.Act && (k.Dimension == graph.Diplomatic || k.Dimension == graph.Informational)
		if talk && most > .15 {
			t.Errorf("%s is talk and carries leverage %v", k.Name, most)
		}
	}
}

// TestKindsMatchTheCodingGuide compares the registry with the coders' own table,
// where that stands beside the repository. Links between events are no kinds.
func TestKindsMatchTheCodingGuide(t *testing.T) {
	path := filepath.Join("..", "..", "shared", "data", "relation_kinds.csv")
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Logf("%s is not there; the other tests of the registry stand alone", path)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := func(row []string, name string) string { return row[slices.Index(rows[0], name)] }
	for _, row := range rows[1:] {
		name := graph.KindName(column(row, "kind"))
		k, ok := graph.KindByName(name)
		if column(row, "class") == "LINK" {
			if ok {
				t.Errorf("%s is a link between events and no kind of relation", name)
			}
			continue
		}
		if !ok {
			t.Errorf("%s is missing", name)
			continue
		}
		number := func(name string) float64 {
			v, err := strconv.ParseFloat(column(row, name), 64)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		if string(k.Class) != column(row, "class") || k.Symmetric != (column(row, "directed") == "no") && name != "SIGNS" {
			t.Errorf("%s is %s, symmetric %v", name, k.Class, k.Symmetric)
		}
		if k.Weight != number("sign") || k.LeverageForward != number("leverage_of_source") || k.LeverageBackward != number("leverage_of_target") {
			t.Errorf("%s weighs %v with leverage %v and %v", name, k.Weight, k.LeverageForward, k.LeverageBackward)
		}
		if string(k.Dimension) != strings.ToUpper(column(row, "dimension")) {
			t.Errorf("%s is of dimension %s", name, k.Dimension)
		}
	}
	for _, added := range []graph.KindName{"CUTS_AID", "CONTROLS", "MEDIATES", "VOTES_WITH", "AUTHORIZES_FORCES", "PLEDGES_DEFENSE"} {
		if added.Index() < 0 {
			t.Errorf("%s is missing", added)
		}
	}
}
