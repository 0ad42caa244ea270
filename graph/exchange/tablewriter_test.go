package exchange

import (
	"bytes"
	"encoding/csv"
	"math"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
)

// FuzzTableWriter looks for cells that encoding/csv writes in another way.
func FuzzTableWriter(f *testing.F) {
	for _, cells := range []string{
		"", "|", "a|b", "a,b|c", "\"|\"\"", "line\nline|\r|\r\n|\n", " x|\tx|\u00a0x|\u2003|x ", `\.|\.x|x\.`, "é|日本|\xff|\xc2", "=1|+1|'", "'\"\n\r",
	} {
		f.Add(cells)
	}
	f.Fuzz(func(t *testing.T, cells string) {
		for newline, crlf := range map[string]bool{"\n": false, "\r\n": true} {
			var got, want bytes.Buffer
			theirs := csv.NewWriter(&want)
			theirs.UseCRLF = crlf
			ours := newTableWriter(&got, newline)
			for range 2 {
				row := strings.Split(cells, "|")
				if err := theirs.Write(row); err != nil {
					t.Fatal(err)
				}
				ours.texts(row...)
				if err := ours.endRow(); err != nil {
					t.Fatal(err)
				}
			}
			theirs.Flush()
			if err := ours.end(); err != nil {
				t.Fatal(err)
			}
			if got.String() != want.String() {
				t.Fatalf("%q is written %q; encoding/csv: %q", cells, got.String(), want.String())
			}
		}
	})
}

// What is remembered of numbers and days is what would be written.
func TestSaid(t *testing.T) {
	var s said
	for range 2 {
		for i := range 3 * maxNumbers {
			for _, v := range []float64{float64(i) / 1000, -1 / float64(i+1), 0, math.Copysign(0, -1), 1} {
				if got, want := s.number(v), number(v); got != want {
					t.Fatalf("%v is written %q, want %q", v, got, want)
				}
			}
			for _, d := range []graph.Day{graph.MinDay, graph.MinDay, 0, graph.Day(i), graph.Day(i), graph.MaxDay} {
				if got, want := s.day(d), day(d); got != want {
					t.Fatalf("%v is written %q, want %q", d, got, want)
				}
			}
		}
	}
	if len(s.numbers) > maxNumbers {
		t.Errorf("%d numbers are remembered", len(s.numbers))
	}
}
