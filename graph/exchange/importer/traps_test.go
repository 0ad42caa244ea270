package importer_test

import (
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange/importer"
)

const icewsHeader = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n"

// icewsEvent writes a row as ICEWS has it.
func icewsEvent(id, source, sectors, text, code, intensity, target, targetSectors string) string {
	return strings.Join([]string{id, "2013-01-12", source, sectors, "France", text, code, intensity, target, targetSectors, "Mali", "17", "2", "A paper", "Konna", "NA", "Mopti", "Mali", "14.9", "-3.9"}, "\t") + "\n"
}

func readTyped(t *testing.T, format, name, text string) reading {
	t.Helper()
	base := bundled(t)
	x := read(t, base, format, importer.Hand{}, typed(name, text))
	if x.err != nil {
		t.Fatal(x.err)
	}
	if _, err := graph.NewChecker(base).Check(t.Context(), x.records, 0); err != nil {
		t.Fatal(err)
	}
	return x
}

// Target is not territory: France strikes armed groups in Mali, at Mali's request.
func TestTargetIsNotTerritory(t *testing.T) {
	x := readTyped(t, "icews", "events.tab", icewsHeader+
		icewsEvent("1", "France", "NA", "Conduct airstrike", "195", "-10", "Armed Rebel (Mali)", "Rebel,Dissident"))
	r := x.relations["relation:icews-1"]
	if r.From != "france" || r.Kind != "USES_FORCE" || r.To == "mali" || r.Place != "mali" {
		t.Errorf("%s %s %s in %s", r.From, r.Kind, r.To, r.Place)
	}
	if to := x.actors[r.To]; to.Kind != graph.ArmedGroup || to.Names[0].Text != "Armed Rebel (Mali)" {
		t.Errorf("the target is %+v", to)
	}
}

// A withdrawal is not conciliation, whatever a scale gives it.
func TestWithdrawalIsNotConciliation(t *testing.T) {
	x := readTyped(t, "icews", "events.tab", icewsHeader+
		icewsEvent("1", "France", "NA", "Retreat or surrender militarily", "0874", "10", "Mali", "NA"))
	r := x.relations["relation:icews-1"]
	if r.Kind != "WITHDRAWS_FORCES" || r.Weight() != 0 {
		t.Errorf("%s weighs %v", r.Kind, r.Weight())
	}
	if len(r.Scaled) != 1 || r.Scaled[0].Value != 10 {
		t.Errorf("the scale has %v; its value is kept", r.Scaled)
	}
	y := readTyped(t, "polecat", "events.tab", polecatHeader+
		"e1\t2022-08-15\tRETREAT\twithdraw\t8\tMATERIAL COOPERATION\tmilitary\tFrance\tFrance\tFRN\tUNK\tUNK\t\t\tFrance\tMali\tMali\tMLI\tUNK\tUNK\t\t\tMali\tGao\tGao\tGao\tGao\tMali\t16\t0\t1\tGao\tPPL\tA paper\t2022-08-16\t\t\t\teng\tNGEC1\n")
	if r := y.relations["relation:polecat-e1"]; r.Kind != "WITHDRAWS_FORCES" || r.Weight() != 0 || r.Evidence[0].Published.String() != "2022-08-16" {
		t.Errorf("%s weighs %v, published %s", r.Kind, r.Weight(), r.Evidence[0].Published)
	}
}

const polecatHeader = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\tStory Organizations\tStory Locations\tLanguage\tVersion\n"

// A scale keeps its name and version: the same demand has another value on each.
func TestScalesKeepTheirNames(t *testing.T) {
	x := readTyped(t, "icews", "events.tab", icewsHeader+icewsEvent("1", "France", "NA", "Demand", "100", "-5", "Mali", "NA"))
	y := readTyped(t, "polecat", "events.tab", polecatHeader+
		"e1\t2022-08-15\tREQUEST\tchange\t-1\tVERBAL CONFLICT\tdiplomatic\tFrance\tFrance\tFRN\tUNK\tUNK\t\t\tFrance\tMali\tMali\tMLI\tUNK\tUNK\t\t\tMali\tNone\t\t\t\tMali\t16\t0\t1\t\t\tA paper\t2022-08-16\t\t\t\teng\tNGEC1\n")
	a, b := x.relations["relation:icews-1"], y.relations["relation:polecat-e1"]
	if a.Kind != "DEMANDS" || b.Kind != "DEMANDS" || a.Weight() != b.Weight() {
		t.Errorf("%s %v, %s %v", a.Kind, a.Weight(), b.Kind, b.Weight())
	}
	for _, s := range []graph.ScaledValue{a.Scaled[0], b.Scaled[0]} {
		if s.Scale == "" || s.Version == "" {
			t.Errorf("%+v has no name or no version", s)
		}
	}
	if a.Scaled[0].Scale == b.Scaled[0].Scale || a.Scaled[0].Value == b.Scaled[0].Value {
		t.Errorf("%+v and %+v are one scale", a.Scaled[0], b.Scaled[0])
	}
}

// The favorite benchmark has no Russia: ICEWS14 lacks great powers as actors, and
// ICEWS18 has them.
func TestTheFavoriteBenchmarkHasNoRussia(t *testing.T) {
	great := []graph.ActorID{"russia", "united-states", "united-kingdom", "mali", "nigeria", "ukraine"}
	in14 := endsOf(readReal(t, "icews14", "icews14_events.csv.gz"))
	in18 := endsOf(readReal(t, "icews18", "forecast/icews18/entity2id.txt", "forecast/icews18/relation2id.txt", "cameo_codes.csv", "forecast/icews18/test.txt"))
	for _, id := range great {
		if in14[id] > 0 {
			t.Errorf("ICEWS14 has %d events of %s", in14[id], id)
		}
		if in18[id] == 0 {
			t.Errorf("ICEWS18 has no events of %s", id)
		}
	}
	if in14["china"] == 0 {
		t.Error("ICEWS14 has no events of China")
	}
}

func endsOf(x reading) map[graph.ActorID]int {
	n := map[graph.ActorID]int{}
	for _, r := range x.relations {
		n[r.From]++
		n[r.To]++
	}
	return n
}
