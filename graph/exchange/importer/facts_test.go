package importer_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
)

// fact is a relation that a data set says, as somebody read it in the file beside the
// code book.
type fact struct {
	id       string // without "relation:" and the name of the format
	from     graph.ActorID
	kind     graph.KindName
	to       graph.ActorID
	period   string
	observed string // of the evidence; where an end of the period is not known
	says     string // a qualifier as name=value, or a part of the note
}

// counts are what a reading of a whole file comes to.
type counts struct{ rows, actors, events, relations, left int }

// facts of each data set: the counts of the whole file, and ten rows looked up by hand.
var factsOf = []struct {
	format string
	files  []string
	counts counts
	facts  []fact
}{
	{"atop", []string{"atop_alliance_spells.csv"}, counts{rows: 11104, relations: 11234, left: 33}, []fact{
		{"2-20-defense-1942", "united-states", "DEFENSE_PACT", "canada", "1942/1945", "", "status=in_force"},
		{"2-20-defense-1949", "united-states", "DEFENSE_PACT", "canada", "1949/", "1949/2018", ""}, // cut off by the data
		{"220-432-defense-1960", "france", "DEFENSE_PACT", "mali", "1960", "", ""},
		{"220-432-consultation-1960", "france", "ENTENTE", "mali", "1960", "", ""},
		{"432-436-nonaggression-1977", "mali", "NON_AGGRESSION_PACT", "niger", "1977/", "1977/2018", ""},
		{"432-436-defense-1977", "mali", "DEFENSE_PACT", "niger", "1977/2000", "", ""},
		{"432-436-defense-2007", "mali", "DEFENSE_PACT", "niger", "2007/", "2007/2018", ""},
		{"2-740-defense-one-sided-1951", "united-states", "PLEDGES_DEFENSE", "japan", "1951/", "1951/2018", "only this side is bound"},
		{"255-325-neutrality-1882", "germany", "NEUTRALITY_PACT", "italy", "1882/1915", "", ""},
		{"2-200-offense-1942", "united-states", "OFFENSE_PACT", "united-kingdom", "1942/1945", "", ""},
		{"365-366-defense-1939", "soviet-union", "DEFENSE_PACT", "estonia", "1939/1940", "", ""}, // Russia's number
		{"365-366-nonaggression-1992", "russia", "NON_AGGRESSION_PACT", "estonia", "1992/", "1992/2018", "one spell"},
	}},
	{"cow-igo", []string{"cow_igo_membership_spells.csv", "cow_igo_list.csv"}, counts{rows: 18994, actors: 530, relations: 18654}, []fact{
		{"ecowas-435-full-1975", "mauritania", "MEMBER_OF", "ecowas", "1975/2002", "", "status=full"},
		{"ecowas-402-full-1981", "cabo-verde", "MEMBER_OF", "ecowas", "1981/", "1981/2014", ""},
		{"ecowas-436-full-1975", "niger", "MEMBER_OF", "ecowas", "1975/", "1975/2014", ""},
		{"au-432-full-2002", "mali", "MEMBER_OF", "african-union", "2002/", "2002/2014", ""},
		{"un-710-full-1945", "china", "MEMBER_OF", "united-nations", "1945/1948", "", ""}, // its dates are completely accurate, says the list
		{"ccnr-2-full-1945", "united-states", "MEMBER_OF", "igo-ccnr", "1945~/1964~", "", "approximate"},
		{"un-710-full-1971", "china", "MEMBER_OF", "united-nations", "1971/", "1971/2014", ""},
		{"un-225-full-2002", "switzerland", "MEMBER_OF", "united-nations", "2002/", "2002/2014", ""},
		{"eu-200-full-1993", "united-kingdom", "MEMBER_OF", "european-union", "1993/", "1993/2014", ""},
		{"oau-600-full-1965", "morocco", "MEMBER_OF", "igo-oau", "1965/1984", "", ""},
		{"nato-220-full-1949", "france", "MEMBER_OF", "igo-nato", "1949/", "1949/2014", ""},
		{"cern-2-observer-1997", "united-states", "MEMBER_OF", "igo-cern", "1997/", "1997/2014", "status=observer"},
	}},
	{"cow-mid", []string{"cow_mid_directed_dispute_years.csv", "cow_mid_disputes.csv"}, counts{rows: 13826, events: 2436, relations: 5872, left: 3770}, []fact{
		{"2-2-200-3-1902", "united-states", "MOBILIZES", "united-kingdom", "1902/1903", "", ""},
		{"2578-2-630-3-1986", "united-states", "MOBILIZES", "iran", "1986", "", ""},
		{"2578-630-2-4-1986", "iran", "USES_FORCE", "united-states", "1986", "", "hostility=4 use"},
		{"2554-630-690-4-1985", "iran", "USES_FORCE", "kuwait", "1985", "", "hostility=4 use"},
		{"2554-690-630-1-1985", "", "", "", "", "", ""}, // Kuwait did nothing militarized
		{"26-365-220-4-1948", "soviet-union", "USES_FORCE", "france", "1948/1949", "", "hostility=4 use"},
		{"1353-365-800-3-1962", "soviet-union", "MOBILIZES", "thailand", "1962", "", ""},
		{"1353-800-365-4-1962", "thailand", "USES_FORCE", "soviet-union", "1962", "", "hostility=4 use"},
		{"258-360-530-5-1941", "romania", "USES_FORCE", "ethiopia", "1941", "", "hostility=5 war"},
		{"4339-500-490-5-1998", "uganda", "USES_FORCE", "dr-congo", "1998/2001", "", "hostility=5 war"},
		{"3551-2-345-4-1992", "united-states", "USES_FORCE", "serbia-and-montenegro", "1992/1996", "", "hostility=4 use"},
	}},
	{"cow-contiguity", []string{"cow_contiguity.csv"}, counts{rows: 937, relations: 902, left: 90}, []fact{
		{"432-436-1-1960-10", "mali", "BORDERS", "niger", "1960-10/", "1960/2016", "contiguity=land"},
		{"432-433-1-1960-08", "mali", "BORDERS", "senegal", "1960-08/", "1960/2016", "contiguity=land"},
		{"432-615-1-1962-07", "mali", "BORDERS", "algeria", "1962-07/", "1962/2016", ""},
		{"2-20-1-1920-01", "united-states", "BORDERS", "canada", "1920-01/", "1920/2016", ""},
		{"53-58-5-1981-11", "barbados", "BORDERS", "antigua-and-barbuda", "1981-11/", "1981/2016", "contiguity=400 miles"},
		{"260-315-1-1955-05", "germany", "BORDERS", "czechoslovakia", "1955-05/1990-10", "", "contiguity=land"},
		{"530-626-1-2011-07", "ethiopia", "BORDERS", "south-sudan", "2011-07/", "2011/2016", "contiguity=land"},
		{"2-31-4-1973-07", "united-states", "BORDERS", "bahamas", "1973-07/", "1973/2016", "contiguity=150 miles"},
		{"2-40-4-1902-05", "united-states", "BORDERS", "cuba", "1902-05/1906-09", "", "contiguity=150 miles"},
		{"651-666-1-1948-05", "egypt", "BORDERS", "israel", "1948-05/", "1948/2016", ""},
	}},
	{"cow-war", []string{"cow_interstate_war_dyads.csv"}, counts{rows: 1932, events: 95, relations: 378}, []fact{
		{"1-220-230-1823", "france", "AT_WAR_WITH", "spain", "1823", "", "threshold=1000 battle deaths"},
		{"202-160-200-1982", "argentina", "AT_WAR_WITH", "united-kingdom", "1982", "", ""},
		{"106-211-255-1914", "belgium", "AT_WAR_WITH", "germany", "1914/1918", "", ""},
		{"139-2-355-1941", "united-states", "AT_WAR_WITH", "bulgaria", "1941/1944", "", ""},
		{"139-365-375-1941", "soviet-union", "AT_WAR_WITH", "finland", "1941/1944", "", ""},
		{"151-211-731-1951", "belgium", "AT_WAR_WITH", "north-korea", "1951/1953", "", ""},
		{"169-651-666-1967", "egypt", "AT_WAR_WITH", "israel", "1967", "", ""},
		{"219-530-531-1998", "ethiopia", "AT_WAR_WITH", "eritrea", "1998/2000", "", ""},
		{"227-645-900-2003", "iraq", "AT_WAR_WITH", "australia", "2003", "", ""},
		{"148-645-666-1948", "iraq", "AT_WAR_WITH", "israel", "1948", "", ""},
	}},
	{"rivalries", []string{"strategic_rivalries_tss.csv"}, counts{rows: 264, relations: 273}, []fact{
		{"107-1947", "india", "RIVAL_OF", "pakistan", "1947/", "1947/2020", "type=positional"},
		{"131-1960", "mali", "RIVAL_OF", "burkina-faso", "1960/1986", "", "type=spatial"},
		{"2-1494", "united-kingdom", "RIVAL_OF", "france", "/1716", "1494/1716", "principal rivalry"},
		{"100-1945", "united-states", "RIVAL_OF", "soviet-union", "1945/1989", "", "type=positional"},
		{"246-2007", "united-states", "RIVAL_OF", "russia", "2007/", "2007/2020", ""},
		{"132-1960", "somalia", "RIVAL_OF", "ethiopia", "1960/1991", "", "type=spatial"},
		{"114-1948", "north-korea", "RIVAL_OF", "south-korea", "1948/", "1948/2020", ""},
		{"180-1980", "cuba", "RIVAL_OF", "somalia", "1980", "", "type=ideological"},
		{"245-2006", "somalia", "RIVAL_OF", "eritrea", "2006/2008", "", "type=interventionary"},
		{"78-1922", "", "", "", "", "", ""}, // it ends in 1920, before the Soviet Union
	}},
	{"archigos", []string{"archigos_leaders.csv"}, counts{rows: 3409, actors: 2959, relations: 3565}, []fact{
		{"mli-1960", "archigos-keita-mli-1960", "HOLDS_OFFICE", "leader-of-mali", "1960-09-22/1968-11-19", "", ""},
		{"mli-1968", "archigos-traore-mli-1968", "HOLDS_OFFICE", "leader-of-mali", "1968-11-19/1991-03-26", "", ""},
		{"mli-2002", "archigos-amadou-toure-mli-1991", "HOLDS_OFFICE", "leader-of-mali", "2002-06-09/2012-03-22", "", ""}, // the same person
		{"mli-2012-1", "archigos-amadou-sanogo-mli-2012-1", "HOLDS_OFFICE", "leader-of-mali", "2012-03-22/2012-04-12", "", ""},
		{"mli-2013", "archigos-ibrahim-boubacar-keita-mli-2013", "HOLDS_OFFICE", "leader-of-mali", "2013-09-04/", "2013-09-04/2015-12-31", ""},
		{"usa-2009", "archigos-obama-usa-2009", "HOLDS_OFFICE", "leader-of-united-states", "2009-01-20/", "2009-01-20/2015-12-31", ""},
		{"rus-2000", "archigos-putin-rus-2000", "HOLDS_OFFICE", "leader-of-russia", "2000-01-01/", "2000-01-01/2015-12-31", ""},
		{"office-mali", "leader-of-mali", "OFFICE_OF", "mali", "/", "1960-09-22/2015-12-31", ""},
		{"usa-1881-1", "archigos-garfield-usa-1881-1", "HOLDS_OFFICE", "leader-of-united-states", "1881-03-04/1881-09-19", "", ""},
		{"usa-1869", "archigos-grant-usa-1869", "HOLDS_OFFICE", "leader-of-united-states", "1869-03-04/1877-03-04", "", ""},
	}},
}

func TestFactsOfRealFiles(t *testing.T) {
	for _, x := range factsOf {
		t.Run(x.format, func(t *testing.T) {
			got := readReal(t, x.format, x.files...)
			left := 0
			for _, l := range got.report.Left {
				left += l.Rows
			}
			n := counts{rows: got.report.Rows, actors: len(got.actors), events: len(got.events), relations: len(got.relations), left: left}
			if n != x.counts {
				t.Errorf("counted %+v, want %+v", n, x.counts)
			}
			for _, f := range x.facts {
				f.check(t, x.format, got)
			}
		})
	}
}

func (f fact) check(t *testing.T, format string, got reading) {
	t.Helper()
	r, there := got.relations[graph.RelationID(graph.RelationPrefix+format+"-"+f.id)]
	if there != (f.kind != "") {
		t.Errorf("%s: there is one: %v, want %v", f.id, there, f.kind != "")
	}
	if !there {
		return
	}
	if r.From != f.from || r.Kind != f.kind || r.To != f.to || r.Period.String() != f.period {
		t.Errorf("%s says %s %s %s %s, want %s %s %s %s", f.id, r.From, r.Kind, r.To, r.Period, f.from, f.kind, f.to, f.period)
	}
	if o := r.Evidence[0].Observed.String(); o != f.observed {
		t.Errorf("%s was observed %q, want %q", f.id, o, f.observed)
	}
	name, value, _ := strings.Cut(f.says, "=")
	if f.says != "" && !strings.Contains(r.Note, f.says) && !slices.Contains(r.Qualifiers, graph.Qualifier{Name: name, Value: value}) {
		t.Errorf("%s has the qualifiers %v and the note %q, want %q in it", f.id, r.Qualifiers, r.Note, f.says)
	}
}

// What the end of a data set cuts off is not known after it: neither ended nor still
// so. The files say themselves which rows are cut off.
func TestEndsThatAreCutOff(t *testing.T) {
	for _, x := range []struct{ format, file, column string }{
		{"atop", "atop_alliance_spells.csv", "right_censored_2018"},
		{"cow-igo", "cow_igo_membership_spells.csv", "right_censored_2014"},
	} {
		cut := 0
		for _, row := range sheet(t, x.file) {
			if row[x.column] == "True" && (x.format != "atop" || row["mutual"] == "True" || row["obligation"] == "defense") {
				cut++
			}
		}
		got := readReal(t, x.format, x.file)
		open := 0
		last := got.source.Coverage[0].Period.Bounds(graph.NeverObserved).EndMax
		for _, r := range got.relations {
			b := r.Bounds()
			if !b.EndUnknown {
				continue
			}
			open++
			if s := b.Span(graph.Stated); s.Last != last {
				t.Fatalf("%s is read to hold until %v, and the data end %v", r.ID, s.Last, last)
			}
		}
		if cut == 0 || open != cut {
			t.Errorf("%s: %d relations have no known end, and %d rows are cut off", x.format, open, cut)
		}
	}
}

// sheet reads a file of the data sets as rows by column.
func sheet(t *testing.T, name string) []map[string]string {
	t.Helper()
	in, err := real(t, name)[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, c := range rows[0] {
			m[c] = row[i]
		}
		out = append(out, m)
	}
	return out
}

// Data sets that disagree stand side by side: Mauritania left ECOWAS in December 2000
// by the bundled sources, in 2002 by COW IGO.
func TestDataSetsThatDisagreeStandSideBySide(t *testing.T) {
	got := readReal(t, "cow-igo", "cow_igo_membership_spells.csv")
	ends := map[string]bool{}
	for x, err := range bundled(t).FindRelations(t.Context(), graph.RelationQuery{At: []graph.ActorID{"mauritania"}, Filter: graph.RelationFilter{Kinds: []graph.KindName{graph.MemberOf}, Actors: []graph.ActorID{"ecowas"}}}) {
		if err != nil {
			t.Fatal(err)
		}
		if x.To == "ecowas" {
			ends[x.Period.String()] = true
		}
		if _, taken := got.relations[x.ID]; taken {
			t.Errorf("%s of the record would be replaced", x.ID)
		}
	}
	r := got.relations["relation:cow-igo-ecowas-435-full-1975"]
	ends[r.Period.String()] = true
	if len(ends) < 2 {
		t.Errorf("the ends are %v; they should differ", ends)
	}
}
