package importer_test

import (
	"strings"
	"testing"

	"github.com/entente/entente/graph/exchange/importer"
)

// What no header tells is told by the cells: who, when, and in which order days are
// written.
func TestGuessByContent(t *testing.T) {
	base := bundled(t)
	for name, c := range map[string]struct {
		text string
		want []string
		not  string
	}{
		"headers of one's own": {
			"Visitor,Host country,Type of visit,Arrival,Departure,Remarks\nMali,Russia,meets,26/07/2023,28/07/2023,x\nNiger,Mali,calls,01/08/2023,,y\n",
			[]string{"from:\n  column: Visitor\n", "to:\n  column: Host country\n", "kind:\n  column: Type of visit\n", "start: Arrival\n", "end: Departure\n", "days: DMY\n", "note: Remarks\n", "#   line 2: mali MEETS russia, 2023-07-26/2023-07-28\n"}, "Not guessed",
		},
		"days of America": {
			"from,to,kind,day\nMali,Niger,MEETS,7/26/2023\n", []string{"days: MDY\n", "mali MEETS niger, 2023-07-26"}, "Not guessed",
		},
		"days that may be either": {
			"from,to,kind,day\nMali,Niger,MEETS,7/6/2023\n", []string{"to be filled in: days (DMY or MDY)\n"}, "days: ",
		},
		"codes and years": {
			"a,b,n,y\nMLI,NER,17,2001\nMLI,TCD,4,2002\n", []string{"from:\n  column: a\n  as: iso3\n", "to:\n  column: b\n  as: iso3\n", "period: \"y\"\n"}, "column: n\n",
		},
		"half of the names": {
			"country_a,country_b,year\nMali,France,2001\nThe Union,Russia,2002\n", []string{"from:\n  column: country_a\n", "to:\n  column: country_b\n"}, "filled in: to",
		},
		"nothing": {"x,y\n1,2\n", []string{"to be filled in: from.column\n", "to be filled in: to.column\n"}, "days"},
	} {
		t.Run(name, func(t *testing.T) {
			g, err := importer.GuessMapping(t.Context(), typed("t.csv", c.text), base, importer.Options{})
			if err != nil {
				t.Fatal(err)
			}
			text, err := g.YAML()
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("the mapping lacks %q", want)
				}
			}
			if strings.Contains(text, c.not) || t.Failed() {
				t.Errorf("the mapping, which should not hold %q, is\n%s", c.not, text)
			}
		})
	}
}

// Days that countries write in an order of their own are read in the order that the
// mapping says, and never guessed.
func TestWrittenDays(t *testing.T) {
	file := typed("t.csv", "from,to,when,note\nMali,Niger,05/08/2023,a\nMali,Chad,5.8.2023,b\nMali,Benin,2023-08-05 10:00:00,c\n")
	for days, want := range map[string]string{"DMY": "2023-08-05", "MDY": "2023-05-08"} {
		x := readMapped(t, bookMapping+"note: note\ndays: "+days+"\n", file)
		got := inWordsByNote(x)
		if x.err != nil || got["a"] != "mali niger "+want || got["b"] != "mali chad "+want || got["c"] != "mali benin 2023-08-05" {
			t.Errorf("%s: %v, %v", days, got, x.err)
		}
	}
	for mapping, want := range map[string]string{
		bookMapping: `t.csv: line 2: when: invalid: "05/08/2023" is a day in an order that is not known; say days: DMY, or days: MDY, in the mapping`,
		strings.Replace(bookMapping, "period:", "start:", 1): "line 2: when: invalid: ",
		bookMapping + "days: MDY\n":                          `t.csv: line 2: when: invalid: `,
	} {
		f := file
		if strings.Contains(mapping, "MDY") {
			f = typed("t.csv", "from,to,when\nMali,Niger,15/08/2023\n") // there is no month 15
		}
		x := readMapped(t, mapping, f)
		if x.err == nil || !strings.Contains(x.err.Error(), want) {
			t.Errorf("the error is %v, want %s", x.err, want)
		}
	}
	if _, err := importer.ReadMapping("m.yaml", strings.NewReader(bookMapping+"days: YMD\n")); err == nil || !strings.Contains(err.Error(), "m.yaml: days: invalid: ") {
		t.Errorf("the error is %v", err)
	}
}
