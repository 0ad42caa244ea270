package dataset

import (
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
)

func code(a graph.Actor, scheme string) string {
	for _, c := range a.Codes {
		if c.Scheme == scheme {
			return c.Value
		}
	}
	return ""
}

// Every independent country of ISO 3166 is there with its codes. The other list
// blanks Namibia's item, and has the Kingdom's where ours has the Netherlands'.
func TestStatesAgainstCountryCodes(t *testing.T) {
	byISO := map[string]graph.Actor{}
	for _, a := range load(t).actors {
		if c := code(a, "iso2"); a.Kind == graph.State && a.Description != standings[former] {
			byISO[c] = a
		}
	}
	differs := map[string]string{"NA wikidata": "Q1030", "NL wikidata": "Q55", "VA cow": ""}
	for _, r := range sheet(t, shared(t, "countries.csv")) {
		iso := r["iso2"]
		a, ok := byISO[iso]
		if !ok {
			if r["independent"] == "Yes" {
				t.Errorf("%s (%s) is not among the states", iso, r["display"])
			}
			continue
		}
		want := map[string]string{"iso3": r["iso3"], "isonum": r["iso_num"], "wikidata": r["wikidata_qid"], "cow": r["cow_num"]}
		if iso == "RS" {
			want["cow"] = "345" // COW goes on counting Yugoslavia; the list has no number
		}
		for scheme, w := range want {
			if d, ok := differs[iso+" "+scheme]; ok {
				w = d
			}
			if got := code(a, scheme); got != w {
				t.Errorf("%s has %s %q, want %q", a.ID, scheme, got, w)
			}
		}
	}
}

// Every state of Correlates of War has an actor. Where our first or last day is
// not theirs, testdata/cow_differences.csv says why.
func TestStatesAgainstCorrelatesOfWar(t *testing.T) {
	type spell struct{ first, last string }
	cow := map[string]spell{}
	for _, r := range sheet(t, shared(t, "cow_states.csv")) {
		s, seen := cow[r["ccode"]]
		if !seen {
			s.first = isoDay(t, r["styear"], r["stmonth"], r["stday"])
		}
		s.last = isoDay(t, r["endyear"], r["endmonth"], r["endday"])
		cow[r["ccode"]] = s
	}
	b, err := os.ReadFile("testdata/cow_differences.csv")
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]string{}
	for _, r := range sheet(t, b) {
		explained[r["id"]] = r["reason"]
	}
	found := map[string]bool{}
	for id, a := range load(t).actors {
		number := code(a, "cow")
		if number == "" {
			continue
		}
		for _, c := range a.Codes {
			found[c.Value] = found[c.Value] || c.Scheme == "cow"
		}
		first, last, _ := strings.Cut(a.Exists.String(), "/")
		s := cow[number]
		same := first == s.first && (last == s.last || (last == ".." && s.last == "2016-12-31"))
		if _, ok := explained[string(id)]; ok == same {
			t.Errorf("%s exists %s, COW %s to %s: explained %t", id, a.Exists, s.first, s.last, ok)
		}
	}
	for number := range cow {
		if !found[number] {
			t.Errorf("no actor has the COW number %s", number)
		}
	}
}

func isoDay(t *testing.T, year, month, day string) string {
	t.Helper()
	var n [3]int
	for i, s := range []string{year, month, day} {
		v, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		n[i] = v
	}
	return fmt.Sprintf("%04d-%02d-%02d", n[0], n[1], n[2])
}

// Capitals lie within a third of a degree of COW's last capital, but for rows of
// theirs that hold the middle of the country, or an earlier capital.
func TestCapitalsAgainstCorrelatesOfWar(t *testing.T) {
	elsewhere := map[graph.ActorID]bool{"brazil": true, "palau": true, "saudi-arabia": true, "tunisia": true}
	last := map[string]map[string]string{}
	for _, r := range sheet(t, shared(t, "cow_capitals.csv")) {
		last[r["ccode"]] = r
	}
	for id, a := range load(t).actors {
		r, ok := last[code(a, "cow")]
		if !ok || a.Seat == nil || a.Description == standings[former] {
			continue
		}
		lat, err1 := strconv.ParseFloat(r["lat"], 64)
		lon, err2 := strconv.ParseFloat(r["lng"], 64)
		if err1 != nil || err2 != nil {
			t.Fatalf("%v: %v %v", r, err1, err2)
		}
		far := math.Abs(lat-a.Seat.Latitude) > .34 || math.Abs(lon-a.Seat.Longitude) > .34
		if far != elsewhere[id] {
			t.Errorf("%s lies at %v, COW has %s at %v, %v", id, *a.Seat, r["capital"], lat, lon)
		}
	}
}

// A code names one actor, but for COW's, which counts some states under the
// number of their predecessors. There the first id is the state of today.
func TestCodesAreUnique(t *testing.T) {
	owners := map[graph.Code][]graph.ActorID{}
	actors := load(t).actors
	for _, id := range slices.Sorted(maps.Keys(actors)) {
		for _, c := range actors[id].Codes {
			owners[c] = append(owners[c], id)
		}
	}
	shares := map[graph.Code][]graph.ActorID{
		{Scheme: "cow", Value: "345"}: {"serbia", "serbia-and-montenegro", "yugoslavia"},
		{Scheme: "cow", Value: "365"}: {"russia", "soviet-union"},
	}
	for c, ids := range owners {
		if len(ids) > 1 && !slices.Equal(ids, shares[c]) {
			t.Errorf("%v is the code of %v", c, ids)
		}
	}
}

func TestStatesHaveNamesInManyLanguages(t *testing.T) {
	actors := load(t).actors
	for _, tt := range []struct {
		id             graph.ActorID
		language, want string
	}{
		{"mali", "en", "Mali"}, {"mali", "ru", "Мали"}, {"mali", "zh", "马里"}, {"mali", "ar", "مالي"},
		{"niger", "es", "Níger"}, {"niger", "ha", "Nijar"}, {"niger", "sw", "Niger"},
		{"cote-divoire", "en", "Côte d'Ivoire"}, {"cote-divoire", "pt", "Costa do Marfim"},
		{"kosovo", "ru", "Косово"}, {"germany", "de", "Deutschland"}, {"burkina-faso", "fr", "Burkina Faso"},
	} {
		if got := actors[tt.id].Label(tt.language, nil); got != tt.want {
			t.Errorf("%s in %s is %q, want %q", tt.id, tt.language, got, tt.want)
		}
	}
	in1975 := day("1975-05-28")
	for id, want := range map[graph.ActorID]string{"burkina-faso": "Upper Volta", "benin": "Dahomey", "mali": "Mali"} {
		if got := actors[id].Label("en", &in1975); got != want {
			t.Errorf("%s on 1975-05-28 is %q, want %q", id, got, want)
		}
	}
	for id, a := range actors {
		seen := map[string]bool{}
		for _, n := range a.Names {
			key := n.Language + "=" + n.Text
			if seen[key] || strings.Contains(n.Text, "d’I") {
				t.Errorf("%s: the name %q stands twice or with a curly apostrophe", id, n.Text)
			}
			seen[key] = true
		}
	}
}

// Years of membership agree with the data set of intergovernmental organizations,
// but for those that the record tells as a conflict of sources.
func TestMembershipsAgainstCOW(t *testing.T) {
	b := load(t)
	conflict := map[graph.RelationID]bool{"relation:b015": true, "relation:b016a": true, "relation:b064": true, "relation:un-member-soviet-union": true}
	names := map[string]graph.ActorID{"ECOWAS": "ecowas", "AU": "african-union", "UN": "united-nations"}
	start := map[string]string{}
	for _, r := range sheet(t, shared(t, "cow_igo_membership_spells.csv")) {
		key := r["ccode"] + " " + string(names[r["ioname"]])
		if _, seen := start[key]; !seen {
			start[key] = r["start_year"]
		}
	}
	for id, r := range b.relations {
		number := code(b.actors[r.From], "cow")
		if r.Kind != graph.MemberOf || conflict[id] || r.To == "g5-sahel" || r.To == "alliance-of-sahel-states" {
			continue
		}
		if got := r.Period.String()[:4]; got != start[number+" "+string(r.To)] {
			t.Errorf("%s: %s a member of %s since %s, COW-IGO %s", id, r.From, r.To, got, start[number+" "+string(r.To)])
		}
	}
}

// Among the states of the region every land border is there, and no other; it
// begins on the day on which the later of the two became a state.
func TestBordersAgainstCOW(t *testing.T) {
	b := load(t)
	region := map[graph.ActorID]bool{}
	pair := func(x, y graph.ActorID) [2]graph.ActorID { return [2]graph.ActorID{min(x, y), max(x, y)} }
	ours := map[[2]graph.ActorID]bool{}
	for id, r := range b.relations {
		if r.Kind != "BORDERS" {
			continue
		}
		region[r.From], region[r.To] = true, true
		ours[pair(r.From, r.To)] = true
		never := graph.NeverObserved
		later := max(b.actors[r.From].Exists.Bounds(never).StartMin, b.actors[r.To].Exists.Bounds(never).StartMin)
		if r.Period.String() != later.String()+"/.." {
			t.Errorf("%s begins %s, want %s", id, r.Period, later)
		}
	}
	byISO := map[string]graph.ActorID{}
	for id, a := range b.actors {
		byISO[code(a, "iso3")] = id
	}
	theirs := map[[2]graph.ActorID]bool{}
	for _, r := range sheet(t, shared(t, "cow_contiguity.csv")) {
		x, y := byISO[r["iso3_1"]], byISO[r["iso3_2"]]
		if r["conttype"] == "1" && region[x] && region[y] {
			theirs[pair(x, y)] = true
		}
	}
	if !maps.Equal(ours, theirs) {
		t.Errorf("borders %v, COW %v", slices.Sorted(pairNames(ours)), slices.Sorted(pairNames(theirs)))
	}
}

func pairNames(m map[[2]graph.ActorID]bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		for p := range m {
			if !yield(string(p[0] + "–" + p[1])) {
				return
			}
		}
	}
}
