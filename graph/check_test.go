package graph_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/storetest"
)

// base holds Mali, Russia, Wagner, a summit, two sources and two relations.
func base(t *testing.T) graph.Snapshot {
	t.Helper()
	m := storetest.Holding(t, `
		source kremlin 2023-08-16
		actor wagner COMPANY
		actor charter TREATY
		event summit 2023-07-27/2023-07-28 russia:host
		mali -CALLS 2023-08-15 id=held by=kremlin/B2-> russia
		wagner -FORCES_IN 2021-12~/.. id=forces-> mali`)
	snap, err := m.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return snap
}

// prepared checks a batch over base, and gives its faults as "field: message".
func prepared(t *testing.T, b graph.Batch) []string {
	t.Helper()
	if b.Author == "" {
		b.BatchHead = graph.BatchHead{Author: "test", Reason: "test"}
	}
	_, err := graph.Prepare(t.Context(), base(t), b)
	if err == nil {
		return nil
	}
	var faults *graph.Faults
	if !errors.As(err, &faults) || !errors.Is(err, graph.ErrInvalid) {
		t.Fatalf("%v; wanted faults", err)
	}
	var out []string
	for _, f := range faults.List {
		out = append(out, f.Field+": "+f.Message)
	}
	return out
}

// wantFault checks that there is one fault, in a field, that says something. A
// wrong id of a relation or an event is wrong in the ids made of it too.
func wantFault(t *testing.T, name string, got []string, field, says string) {
	t.Helper()
	if field == "relation.id" || field == "event.id" {
		got = got[:min(len(got), 1)]
	}
	if len(got) != 1 || !strings.HasPrefix(got[0], field+": ") || !strings.Contains(got[0], says) || len(got[0]) > 400 {
		t.Errorf("%s: %q; wanted one fault, %s: … %s", name, got, field, says)
	}
}

func pointer[V any](v V) *V { return &v }

func TestRelationFaults(t *testing.T) {
	for name, c := range map[string]struct {
		break_      func(r *graph.Relation)
		field, says string
	}{
		"an id without its word":     {func(r *graph.Relation) { r.ID = "s04" }, "relation.id", "write relation: and then letters"},
		"an id with a quote":         {func(r *graph.Relation) { r.ID = "relation:a'b" }, "relation.id", `"relation:a'b" is not an id here`},
		"an empty id":                {func(r *graph.Relation) { r.ID = "relation:" }, "relation.id", "is not an id here"},
		"a long id":                  {func(r *graph.Relation) { r.ID = graph.RelationID("relation:" + strings.Repeat("x", 200)) }, "relation.id", "at most 128 bytes"},
		"an unknown kind":            {func(r *graph.Relation) { r.Kind = "LOVES" }, "relation.kind", `"LOVES" is not a kind; the registry (graph/kinds.csv) lists them`},
		"no kind":                    {func(r *graph.Relation) { r.Kind = "" }, "relation.kind", "is not a kind"},
		"a relation to itself":       {func(r *graph.Relation) { r.To = "mali" }, "relation.to", "has no relation to itself"},
		"no target":                  {func(r *graph.Relation) { r.To = "" }, "relation.to", "is empty; name an actor"},
		"a missing actor":            {func(r *graph.Relation) { r.From = "atlantis" }, "relation.from", `there is no actor "atlantis"; record it first, or in the same batch`},
		"a kind that does not fit":   {func(r *graph.Relation) { r.Kind = graph.HoldsOffice }, "relation.kind", "HOLDS_OFFICE does not lead from STATE mali to STATE russia; it leads from [PERSON] to [OFFICE]"},
		"no period":                  {func(r *graph.Relation) { r.Period = graph.Period{} }, "relation.period", "is empty; write EDTF"},
		"about a missing actor":      {func(r *graph.Relation) { r.About.Actor = "atlantis" }, "relation.about.actor", "there is no actor"},
		"about a missing event":      {func(r *graph.Relation) { r.About.Event = "event:none" }, "relation.about.event", "there is no event"},
		"about two things":           {func(r *graph.Relation) { r.About = graph.About{Actor: "mali", Text: "words"} }, "relation.about", "more than one of actor, event and text"},
		"a missing place":            {func(r *graph.Relation) { r.Place = "atlantis" }, "relation.place", "there is no actor"},
		"a missing event":            {func(r *graph.Relation) { r.Event = "event:none" }, "relation.event", "there is no event"},
		"a weight of 2":              {func(r *graph.Relation) { r.AnalystWeight, r.WeightReason = pointer(2.), "x" }, "relation.weight", "2 is not between -1 and 1"},
		"a weight that is no number": {func(r *graph.Relation) { r.AnalystWeight, r.WeightReason = pointer(math.NaN()), "x" }, "relation.weight", "NaN is not between"},
		"a weight without a reason":  {func(r *graph.Relation) { r.AnalystWeight = pointer(.5) }, "relation.weightReason", "say why"},
		"an intensity of 2":          {func(r *graph.Relation) { r.Intensity = 2 }, "relation.intensity", "2 is not above 0 and at most 1"},
		"an intensity below 0":       {func(r *graph.Relation) { r.Intensity = -.1 }, "relation.intensity", "is not above 0"},
		"an intensity that is none":  {func(r *graph.Relation) { r.Intensity = math.NaN() }, "relation.intensity", "is not above 0"},
		"a confidence below 0":       {func(r *graph.Relation) { r.AnalystConfidence = pointer(-.1) }, "relation.confidence", "-0.1 is not between 0 and 1"},
		"a NUL":                      {func(r *graph.Relation) { r.Note = "a\x00b" }, "relation.note", "has a control character (U+0000); take it out"},
		"bytes that are no text":     {func(r *graph.Relation) { r.Note = "a\xffb" }, "relation.note", "is not valid UTF-8"},
		"a note of 10 MB":            {func(r *graph.Relation) { r.Note = strings.Repeat("a", 10<<20) }, "relation.note", "has 10485760 characters; at most 20000 are allowed"},
		"a foreign qualifier":        {func(r *graph.Relation) { r.Qualifiers = []graph.Qualifier{{Name: "consent", Value: "invited"}} }, "relation.qualifiers[0].name", `"consent" is not a qualifier of CALLS`},
		"a scale without a version":  {func(r *graph.Relation) { r.Scaled = []graph.ScaledValue{{Scale: "Goldstein", Value: 1}} }, "relation.scaled[0].version", "is empty"},
		"a scaled value that is none": {func(r *graph.Relation) {
			r.Scaled = []graph.ScaledValue{{Scale: "G", Version: "1", Value: math.Inf(1)}}
		}, "relation.scaled[0].value", "is not a number"},
		"too many scaled values":       {func(r *graph.Relation) { r.Scaled = make([]graph.ScaledValue, 1001) }, "relation.scaled", "has 1001 entries; at most 1000"},
		"no evidence":                  {func(r *graph.Relation) { r.Evidence = nil }, "relation.evidence", "is empty; say who says so"},
		"too much evidence":            {func(r *graph.Relation) { r.Evidence = make([]graph.Evidence, 1001) }, "relation.evidence", "has 1001 entries"},
		"an unknown modality":          {func(r *graph.Relation) { r.Evidence[0].Modality = "SAID" }, "relation.evidence[0].modality", `"SAID" is none of [ASSERTED`},
		"an unknown stance":            {func(r *graph.Relation) { r.Evidence[0].Stance = "DOUBTS" }, "relation.evidence[0].stance", "none of [SUPPORTS DISPUTES]"},
		"an unknown reliability":       {func(r *graph.Relation) { r.Evidence[0].Grade.Reliability = "G" }, "relation.evidence[0].grade.reliability", "none of [A B C D E F]"},
		"an unknown credibility":       {func(r *graph.Relation) { r.Evidence[0].Grade.Credibility = 0 }, "relation.evidence[0].grade.credibility", "0 is not between 1 and 6"},
		"a missing source":             {func(r *graph.Relation) { r.Evidence[0].Source = "source:none" }, "relation.evidence[0].source", "there is no source"},
		"no source":                    {func(r *graph.Relation) { r.Evidence[0].Source = "" }, "relation.evidence[0].source", "there is no source"},
		"a missing speaker":            {func(r *graph.Relation) { r.Evidence[0].SaidBy = "nobody" }, "relation.evidence[0].saidBy", "there is no actor"},
		"a wrong evidence id":          {func(r *graph.Relation) { r.Evidence[0].ID = "x" }, "relation.evidence[0].id", "write evidence: and then"},
		"evidence of another relation": {func(r *graph.Relation) { r.Evidence[0].ID = "evidence:held-1" }, "relation.evidence[0].id", `"evidence:held-1" is evidence for relation:held already`},
		"evidence of an event":         {func(r *graph.Relation) { r.Evidence[0].ID = "evidence:summit-1" }, "relation.evidence[0].id", "is evidence for event:summit already"},
		"evidence twice": {func(r *graph.Relation) {
			r.Evidence = append(r.Evidence, r.Evidence...)
			r.Evidence[0].ID, r.Evidence[1].ID = "evidence:y", "evidence:y"
		}, "relation.evidence[1].id", `"evidence:y" stands twice in this batch`},
		"a place without its end": {func(r *graph.Relation) { r.Evidence[0].Start = pointer(3) }, "relation.evidence[0].start", "start and end go together"},
		"a place before the text": {func(r *graph.Relation) { r.Evidence[0].Start, r.Evidence[0].End = pointer(-1), pointer(3) }, "relation.evidence[0].start", "is empty or before the text"},
		"a place of another length": {func(r *graph.Relation) {
			r.Evidence[0].Quotation, r.Evidence[0].Start, r.Evidence[0].End = "été", pointer(0), pointer(5)
		}, "relation.evidence[0].end", "the quotation has 3 characters, but its place 0 to 5 has 5"},
	} {
		b := graphtest.Batch(t, "mali -CALLS 2023-08-15 id=new by=kremlin/B2-> russia")
		r := b.Put[len(b.Put)-1].Relation
		c.break_(r)
		b.Put = []graph.Record{{Relation: r}}
		wantFault(t, name, prepared(t, b), c.field, c.says)
	}
}

func TestQualifierFaults(t *testing.T) {
	b := graphtest.Batch(t, "wagner -FORCES_IN 2021-12~/.. id=new consent=maybe number=1000 number=-> mali")
	b.Put = b.Put[len(b.Put)-1:]
	got := prepared(t, b)
	want := []string{
		`relation.qualifiers[0].value: "maybe" is none of [invited UN mandate contested occupation]`,
		`relation.qualifiers[2].value: is empty`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q; wanted %q", got, want)
	}
}

func TestActorFaults(t *testing.T) {
	for name, c := range map[string]struct {
		break_      func(a *graph.Actor)
		field, says string
	}{
		"an id with a colon":         {func(a *graph.Actor) { a.ID = "actor:togo" }, "actor.id", "write small letters, digits and hyphens"},
		"an id with capitals":        {func(a *graph.Actor) { a.ID = "Togo" }, "actor.id", `"Togo" is not an actor's id`},
		"an id with accents":         {func(a *graph.Actor) { a.ID = "côte" }, "actor.id", "is not an actor's id"},
		"an id of 129 letters":       {func(a *graph.Actor) { a.ID = graph.ActorID(strings.Repeat("a", 129)) }, "actor.id", "at most 128"},
		"no id":                      {func(a *graph.Actor) { a.ID = "" }, "actor.id", "is not an actor's id"},
		"an unknown kind":            {func(a *graph.Actor) { a.Kind = "COUNTRY" }, "actor.kind", `"COUNTRY" is none of [STATE`},
		"another kind than before":   {func(a *graph.Actor) { a.ID, a.Kind = "wagner", graph.ArmedGroup }, "actor.kind", `"wagner" is recorded as COMPANY; the kind of an actor never changes`},
		"no name":                    {func(a *graph.Actor) { a.Names = nil }, "actor.names", "give at least one name"},
		"an empty name":              {func(a *graph.Actor) { a.Names[0].Text = "" }, "actor.names[0].text", "is empty"},
		"a name of 10 MB":            {func(a *graph.Actor) { a.Names[0].Text = strings.Repeat("é", 5<<20) }, "actor.names[0].text", "has 5242880 characters; at most 300 are allowed"},
		"a name with a bell":         {func(a *graph.Actor) { a.Names[0].Text = "a\ab" }, "actor.names[0].text", "control character (U+0007)"},
		"a long language":            {func(a *graph.Actor) { a.Names[0].Language = strings.Repeat("x", 36) }, "actor.names[0].language", "at most 35"},
		"too many names":             {func(a *graph.Actor) { a.Names = make([]graph.Name, 1001) }, "actor.names", "has 1001 entries"},
		"a code without a scheme":    {func(a *graph.Actor) { a.Codes = []graph.Code{{Value: "TGO"}} }, "actor.codes[0].scheme", "is empty"},
		"a latitude of 91":           {func(a *graph.Actor) { a.Seat = &graph.Place{Name: "Lomé", Latitude: 91} }, "actor.seat.latitude", "91 is not between -90 and 90"},
		"a longitude of no number":   {func(a *graph.Actor) { a.Seat = &graph.Place{Name: "Lomé", Longitude: math.NaN()} }, "actor.seat.longitude", "NaN is not between"},
		"a seat without a name":      {func(a *graph.Actor) { a.Seat = &graph.Place{} }, "actor.seat.name", "is empty"},
		"obligations of a state":     {func(a *graph.Actor) { a.Obligations = []graph.Obligation{graph.Defense} }, "actor.treatyObligations", "only a TREATY has obligations"},
		"an unknown obligation":      {func(a *graph.Actor) { a.Kind = graph.Treaty; a.Obligations = []graph.Obligation{"LOVE"} }, "actor.treatyObligations[0]", "is none of"},
		"merged from itself":         {func(a *graph.Actor) { a.MergedFrom = []graph.ActorID{"togo"} }, "actor.mergedFrom[0]", "is the actor itself"},
		"merged from what is no id":  {func(a *graph.Actor) { a.MergedFrom = []graph.ActorID{"To Go"} }, "actor.mergedFrom[0]", "is not an actor's id"},
		"merged into itself":         {func(a *graph.Actor) { a.MergedInto = "togo" }, "actor.mergedInto", "is the actor itself"},
		"merged into nobody":         {func(a *graph.Actor) { a.MergedInto = "dahomey" }, "actor.mergedInto", `there is no actor "dahomey"`},
		"a description that is long": {func(a *graph.Actor) { a.Description = strings.Repeat("a", 20_001) }, "actor.description", "at most 20000"},
	} {
		a := graphtest.Records(t, "actor togo STATE")[0].Actor
		c.break_(a)
		wantFault(t, name, prepared(t, graph.Batch{Put: []graph.Record{{Actor: a}}}), c.field, c.says)
	}
}

func TestSourceAndEventFaults(t *testing.T) {
	records := graphtest.Records(t, "source s 2023 \"Title\"\nevent e 2023 \"Name\" mali:host after=event:summit")
	for name, c := range map[string]struct {
		break_      func(s *graph.Source, e *graph.Event)
		field, says string
	}{
		"a source's id":             {func(s *graph.Source, _ *graph.Event) { s.ID = "kremlin" }, "source.id", "write source: and then"},
		"a source without a title":  {func(s *graph.Source, _ *graph.Event) { s.Title = "" }, "source.title", "is empty"},
		"an address of a file":      {func(s *graph.Source, _ *graph.Event) { s.Address = "file:///etc/passwd" }, "source.address", "is not an http or https address"},
		"an address of a script":    {func(s *graph.Source, _ *graph.Event) { s.Address = "javascript:alert(1)" }, "source.address", "is not an http or https address"},
		"an address without a host": {func(s *graph.Source, _ *graph.Event) { s.Address = "https://" }, "source.address", "is not an http"},
		"coverage without a period": {func(s *graph.Source, _ *graph.Event) { s.Coverage = []graph.Coverage{{}} }, "source.coverage[0].period", "is empty"},
		"coverage of no kind": {func(s *graph.Source, _ *graph.Event) {
			s.Coverage = []graph.Coverage{{Period: graph.MustPeriod("2023"), Kinds: []graph.KindName{"LOVES"}}}
		}, "source.coverage[0].kinds", `"LOVES" is not a kind`},
		"coverage of no kind of actor": {func(s *graph.Source, _ *graph.Event) {
			s.Coverage = []graph.Coverage{{Period: graph.MustPeriod("2023"), ActorKinds: []graph.ActorKind{"COUNTRY"}}}
		}, "source.coverage[0].actorKinds", `"COUNTRY" is none of`},
		"too much coverage":           {func(s *graph.Source, _ *graph.Event) { s.Coverage = make([]graph.Coverage, 1001) }, "source.coverage", "has 1001 entries"},
		"an event's id":               {func(_ *graph.Source, e *graph.Event) { e.ID = "summit" }, "event.id", "write event: and then"},
		"an event without a name":     {func(_ *graph.Source, e *graph.Event) { e.Names = nil }, "event.names", "at least one"},
		"an event without a period":   {func(_ *graph.Source, e *graph.Event) { e.Period = graph.Period{} }, "event.period", "is empty"},
		"a missing place":             {func(_ *graph.Source, e *graph.Event) { e.Place = "atlantis" }, "event.place", "there is no actor"},
		"a missing participant":       {func(_ *graph.Source, e *graph.Event) { e.Participants[0].Actor = "atlantis" }, "event.participants[0].actor", "there is no actor"},
		"no participant":              {func(_ *graph.Source, e *graph.Event) { e.Participants[0].Actor = "" }, "event.participants[0].actor", "is empty"},
		"a part without a role":       {func(_ *graph.Source, e *graph.Event) { e.Participants[0].Role = "" }, "event.participants[0].role", "is empty"},
		"a part without evidence":     {func(_ *graph.Source, e *graph.Event) { e.Participants[0].Evidence = nil }, "event.participants[0].evidence", "say who says so"},
		"a link to a missing event":   {func(_ *graph.Source, e *graph.Event) { e.Links[0].To = "event:none" }, "event.links[0].to", "there is no event"},
		"a link to itself":            {func(_ *graph.Source, e *graph.Event) { e.Links[0].To = "event:e" }, "event.links[0].to", "is the event itself"},
		"an unknown link":             {func(_ *graph.Source, e *graph.Event) { e.Links[0].Kind = "CAUSES" }, "event.links[0].kind", "none of [CONTINUES RESPONDS_TO]"},
		"a link's missing source":     {func(_ *graph.Source, e *graph.Event) { e.Links[0].Evidence[0].Source = "source:none" }, "event.links[0].evidence[0].source", "there is no source"},
		"a link's evidence elsewhere": {func(_ *graph.Source, e *graph.Event) { e.Links[0].Evidence[0].ID = "evidence:held-1" }, "event.links[0].evidence[0].id", "is evidence for relation:held already"},
		"evidence twice in one event": {func(_ *graph.Source, e *graph.Event) {
			e.Participants[0].Evidence[0].ID, e.Links[0].Evidence[0].ID = "evidence:z", "evidence:z"
		}, "event.links[0].evidence[0].id", "stands twice"},
	} {
		var s graph.Source
		var e graph.Event
		for _, r := range records {
			if r.Source != nil && r.Source.ID == "source:s" {
				s = r.Source.Clone()
			}
			if r.Event != nil {
				e = r.Event.Clone()
			}
		}
		c.break_(&s, &e)
		wantFault(t, name, prepared(t, graph.Batch{Put: []graph.Record{{Source: &s}, {Event: &e}}}), c.field, c.says)
	}
}

func TestBatchFaults(t *testing.T) {
	good := graphtest.Batch(t, "mali -URGES 2023-08 id=new by=kremlin-> russia")
	twice := graphtest.Batch(t, "mali -URGES 2023-08 id=new by=kremlin-> russia")
	twice.Put = append(twice.Put, twice.Put[len(twice.Put)-1])
	headless := good
	headless.BatchHead = graph.BatchHead{Author: strings.Repeat("é", 301), Reason: "", Key: "a\x00"}
	both := good
	both.Put = []graph.Record{{}, {Actor: good.Put[0].Actor, Relation: good.Put[len(good.Put)-1].Relation}}
	for name, c := range map[string]struct {
		b    graph.Batch
		want []string
	}{
		"a good batch":   {good, nil},
		"an empty batch": {graph.Batch{}, []string{"records: the batch is empty; nothing would be recorded"}},
		"a bad head":     {headless, []string{"author: has 301 characters; at most 300 are allowed", "reason: is empty", "key: has a control character (U+0000); take it out"}},
		"a record of nothing and one of two things": {both, []string{
			"record: holds 0 things; a record is one actor, source, event or relation", "record: holds 2 things; a record is one actor, source, event or relation"}},
		"one relation twice": {twice, []string{`relation.id: "relation:new" stands twice in this batch`, `relation.evidence[0].id: "evidence:new-1" stands twice in this batch`}},
		"retractions": {graph.Batch{Retract: []graph.RelationID{"relation:held", "relation:none", "relation:held", "mali"}}, []string{
			`retract[1]: "relation:none" is not recorded, or was retracted already`, `retract[2]: "relation:held" stands twice`, `retract[3]: "mali" is not recorded, or was retracted already`}},
		"retracted and recorded": {graph.Batch{Put: graphtest.Records(t, "mali -CALLS 2023-08-15 id=held by=kremlin-> russia"), Retract: []graph.RelationID{"relation:held"}}, []string{
			`retract[0]: "relation:held" is recorded in the same batch`}},
	} {
		got := prepared(t, c.b)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q; wanted %q", name, got, c.want)
		}
	}
}

func TestFaultsAreListedInOrderAndBounded(t *testing.T) {
	var records []graph.Record
	for i := range 150 {
		r := graphtest.Records(t, fmt.Sprintf("mali -CALLS id=r%d by=kremlin-> russia", i))
		x := r[len(r)-1].Relation
		x.To = "atlantis"
		if i == 140 {
			x.Kind = "LOVES"
		}
		records = append(records, graph.Record{Relation: x})
	}
	_, err := graph.Prepare(t.Context(), base(t), graph.Batch{BatchHead: graph.BatchHead{Author: "a", Reason: "r"}, Put: records})
	var faults *graph.Faults
	if !errors.As(err, &faults) {
		t.Fatal(err)
	}
	if len(faults.List) != graph.MaxFaults || faults.More != 51 {
		t.Errorf("%d faults and %d more; wanted %d and 51", len(faults.List), faults.More, graph.MaxFaults)
	}
	if !slices.IsSortedFunc(faults.List, func(a, b graph.Fault) int { return a.Record - b.Record }) {
		t.Error("they are not in the order of the records")
	}
	text := err.Error()
	if !strings.HasPrefix(text, `records[0].relation.to: there is no actor "atlantis"`) || !strings.HasSuffix(text, "\nand 51 more") {
		t.Errorf("they say %.200s", text)
	}
}

// TestCheckerGoesOn checks a stream in runs: later runs may refer to earlier ones,
// and what stood before may not stand again.
func TestCheckerGoesOn(t *testing.T) {
	c := graph.NewChecker(base(t))
	first := graphtest.Records(t, "source new 2023-08-20\nevent talks 2023-07\ntogo -CALLS id=one by=new-> benin")
	if _, err := c.Check(t.Context(), first, 0); err != nil {
		t.Fatal(err)
	}
	second := graphtest.Records(t, "togo -URGES id=two by=new about=event:talks-> benin")
	out, err := c.Check(t.Context(), second[len(second)-1:], 100)
	if err != nil {
		t.Fatal(err)
	}
	if got := out[0].Relation.Evidence[0]; got.Published.String() != "2023-08-20" || got.ID != "evidence:two-1" {
		t.Errorf("the evidence is %s, published %q", got.ID, got.Published)
	}
	_, err = c.Check(t.Context(), second[len(second)-1:], 200)
	var faults *graph.Faults
	if !errors.As(err, &faults) || faults.List[0].Record != 200 || faults.List[0].Field != "relation.id" {
		t.Errorf("the same relation again: %v; wanted a fault in relation.id of record 200", err)
	}
}

func TestPrepareCompletes(t *testing.T) {
	b := graphtest.Batch(t, `
		event talks 2023-07 russia:host mali:guest after=event:summit
		mali -CALLS id=new by=kremlin by=!test-> russia`)
	r := b.Put[len(b.Put)-1].Relation
	r.Intensity, r.Evidence[0].Stance, r.Evidence[1].ID = 0, "", "evidence:mine"
	r.Evidence[1].Published = graph.MustPeriod("2020")
	b.Put = slices.DeleteFunc(b.Put, func(x graph.Record) bool { return x.Source != nil && x.Source.ID == "source:kremlin" })
	out, err := graph.Prepare(t.Context(), base(t), b)
	if err != nil {
		t.Fatal(err)
	}
	got := out.Put[len(out.Put)-1].Relation
	first, second := got.Evidence[0], got.Evidence[1]
	if got.Intensity != 1 || first.Stance != graph.Supports || first.ID != "evidence:new-1" || first.Published.String() != "2023-08-16" {
		t.Errorf("intensity %v, evidence %+v", got.Intensity, first)
	}
	if second.ID != "evidence:mine" || second.Stance != graph.Disputes || second.Published.String() != "2020" {
		t.Errorf("what was said is changed: %+v", second)
	}
	if r.Intensity != 0 || r.Evidence[0].ID != "" || !r.Evidence[0].Published.IsZero() {
		t.Error("the batch that was given is changed")
	}
	for _, x := range out.Put {
		if x.Event == nil {
			continue
		}
		var ids []string
		for _, e := range x.Event.Evidence() {
			ids = append(ids, string(e.ID))
		}
		if want := []string{"evidence:talks-1", "evidence:talks-2", "evidence:talks-3"}; !slices.Equal(ids, want) {
			t.Errorf("the evidence of the event is %v; wanted %v", ids, want)
		}
	}
}

func TestPrepareNeedsItsBase(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, b := range map[string]graph.Batch{
		"records":     graphtest.Batch(t, "mali -CALLS id=new by=kremlin-> russia"),
		"retractions": {BatchHead: graph.BatchHead{Author: "a", Reason: "r"}, Retract: []graph.RelationID{"relation:held"}},
	} {
		if _, err := graph.Prepare(ctx, base(t), b); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v; wanted context.Canceled", name, err)
		}
	}
}

func TestRandomRecordsAreValid(t *testing.T) {
	for seed := range uint64(20) {
		r := graphtest.NewRandom(seed)
		m := storetest.NewModel()
		if _, err := m.Apply(t.Context(), graph.Batch{BatchHead: graph.BatchHead{Author: "a", Reason: "r"}, Put: r.First(40)}); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for i := range 20 {
			if _, err := m.Apply(t.Context(), r.Faulty()); !errors.Is(err, graph.ErrInvalid) {
				t.Fatalf("seed %d: a faulty batch is %v", seed, err)
			}
			if _, err := m.Apply(t.Context(), r.Batch()); err != nil {
				t.Fatalf("seed %d, batch %d: %v", seed, i, err)
			}
		}
	}
}

// TestLongestIDs checks that what is made of the longest ids is no longer than may be.
func TestLongestIDs(t *testing.T) {
	name := strings.Repeat("x", graph.MaxID-len(graph.RelationPrefix))
	event := strings.Repeat("y", graph.MaxID-len(graph.EventPrefix))
	actor := strings.Repeat("z", graph.MaxID)
	b := graphtest.Batch(t, fmt.Sprintf("actor %s STATE\nevent %s 2023 %s:host\nmali -CALLS id=%s by=kremlin-> %s", actor, event, actor, name, actor))
	if got := prepared(t, b); got != nil {
		t.Errorf("%q", got)
	}
}

func TestCheckHead(t *testing.T) {
	if err := graph.CheckHead(graph.BatchHead{Author: "a", Reason: "r"}); err != nil {
		t.Error(err)
	}
	err := graph.CheckHead(graph.BatchHead{Author: "a"})
	if want := "reason: is empty"; err == nil || err.Error() != want {
		t.Errorf("%v; wanted %s", err, want)
	}
}
