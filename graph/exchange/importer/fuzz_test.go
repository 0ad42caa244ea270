package importer_test

import (
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange/importer"
)

// Whatever a file holds, reading it ends: in records that can be recorded, or in an
// error that says what is wrong with it.
func FuzzFormats(f *testing.F) {
	for i, x := range fixtures {
		f.Add(i, x.text)
		f.Add(i, strings.ReplaceAll(x.text, "1", "\"-9"))
		f.Add(i, strings.ReplaceAll(x.text, "a", "\xe9"))
		f.Add(i, x.text+x.text)
	}
	base := bundled(f)
	f.Fuzz(func(t *testing.T, n int, text string) {
		x := fixtures[uint(n)%uint(len(fixtures))]
		readsSomehow(t, base, x, x.files(text))
	})
}

// readsSomehow reads files and checks what comes of it.
func readsSomehow(t *testing.T, base graph.Snapshot, f fixture, files []importer.File) {
	x := f.read(t, base, files...)
	if x.err != nil {
		switch graph.KindOf(x.err) {
		case graph.ErrInvalid, graph.ErrTooLarge:
		default:
			t.Fatalf("the error is %v", x.err)
		}
	}
	if _, err := graph.NewChecker(base).Check(t.Context(), x.records, 0); err != nil {
		t.Fatal(err)
	}
}

func FuzzMapping(f *testing.F) {
	f.Add("source: {id: \"source:t\", title: T}\nfrom: {column: a}\nto: {column: b}\nkind: {is: MEETS}\nperiod: c\n", "a,b,c\nMali,Niger,2020\n")
	f.Add("source: {id: x, title: T}\nfrom: {column: a, as: iso3, kind: STATE, new: true}\nto: {column: b}\nkind: {column: c}\nstart: d\nongoing: true\n", "a;b;c;d\nXXX;Niger;MEETS;\n")
	base := bundled(f)
	f.Fuzz(func(t *testing.T, mapping, table string) {
		m, err := importer.ReadMapping("m.yaml", strings.NewReader(mapping))
		if err != nil {
			return
		}
		names, err := importer.NewNames(t.Context(), base, importer.Hand{})
		if err != nil {
			t.Fatal(err)
		}
		records, _ := importer.Read(t.Context(), m.Format(), []importer.File{typed("t.csv", table)}, names, importer.Options{})
		for _, err := range records {
			if err != nil && graph.KindOf(err) != graph.ErrInvalid {
				t.Fatal(err)
			}
		}
	})
}

func FuzzHand(f *testing.F) {
	f.Add("reference,name,from,to,rows,candidates,actor\ncow:324,Venice,1494,1717,2,,-\n")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := importer.ReadHand("names.csv", strings.NewReader(text)); err != nil && graph.KindOf(err) != graph.ErrInvalid {
			t.Fatal(err)
		}
	})
}

func FuzzGuess(f *testing.F) {
	f.Add("from,to,type,date\nMali,Niger,MEETS,2020\n")
	f.Add("\n") // nothing but an empty line
	base := bundled(f)
	f.Fuzz(func(t *testing.T, text string) {
		g, err := importer.GuessMapping(t.Context(), typed("t.csv", text), base, importer.Options{})
		if err != nil {
			if graph.KindOf(err) != graph.ErrInvalid {
				t.Fatal(err)
			}
			return
		}
		if _, err := g.YAML(); err != nil {
			t.Fatal(err)
		}
	})
}
