package annotate_test

import (
	"encoding/csv"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/entente/entente/graph/annotate"
)

const shared = "../../../shared/data/"

// TestSeedArticle reads the article of the bundled record: every actor of its list
// that stands in it is found, and each mention is one that a reader would make.
func TestSeedArticle(t *testing.T) {
	article, err := os.ReadFile(shared + "seed_article.txt")
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(shared + "seed_actors.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	a := read(t, bundled(t), string(article))
	texts := map[string]int{}
	for _, m := range a.Mentions {
		texts[m.Text]++
	}
	for _, e := range a.Events {
		texts[e.Text]++
	}
	wanted := 0
	for _, row := range rows[1:] {
		name, kind := row[0], row[1]
		stands, _ := regexp.Match(`\b`+regexp.QuoteMeta(name)+`\b`, article)
		if kind == "place" || kind == "unknown" || kind == "event" || !stands {
			continue
		}
		wanted++
		if !slices.ContainsFunc(slices.Collect(maps.Keys(texts)), func(found string) bool { return strings.Contains(found, name) }) {
			t.Errorf("%s (%s) stands in the article and was not found", name, kind)
		}
	}
	if wanted < 15 {
		t.Errorf("only %d actors of the list stand in the article", wanted)
	}
	// Whom each kind of words may mean in this article.
	right := map[string]string{
		"Putin": "vladimir-putin", "Vladimir Putin": "vladimir-putin", "Goita": "assimi-goita", "Assimi Goita": "assimi-goita",
		"Mohamed Bazoum": "mohamed-bazoum", "Mali": "mali", "Niger": "niger", "Russia": "russia", "China": "china", "Ghana": "ghana",
		"Kremlin": "kremlin*", "Bamako": "mali*", "ECOWAS": "ecowas", "ECOWAS standby force": "ecowas-standby-force",
		"African Union": "african-union", "United Nations": "united-nations", "Sahel": "sahel", "Sahara-Sahel": "sahel",
		"West African region": "west-africa", "Mali’s military leader": "military-leader-of-mali", "Sahara-Sahel region": "sahel",
		"the West": "article-the-west-concerned", "St Petersburg": "saint-petersburg", "West African leaders": "article-west-african-leaders",
		"regional ECOWAS standby force": "ecowas-standby-force", "Western governments": "article-western-governments",
		"West African army chiefs": "ecowas-chiefs-of-defense-staff", "some experts": "article-experts",
	}
	for _, s := range told(a) {
		text, actor, _ := strings.Cut(s, "=")
		if want, listed := right[text]; !listed || want != actor {
			t.Errorf("%q is read as %s; wanted %q", text, actor, want)
		}
	}
	if !slices.ContainsFunc(a.Dates, func(d annotate.DateMention) bool { return d.Date.String() == "2023-07-26" }) {
		t.Error("the day of the coup was not found")
	}
	call := func(c annotate.Candidate) bool {
		return c.From == "assimi-goita" && c.Kind == "CALLS" && c.To == "vladimir-putin" && c.Period.String() == "2023-08-15"
	}
	if !slices.ContainsFunc(a.Candidates, call) {
		t.Errorf("the call was not offered among %+v", a.Candidates)
	}
}
