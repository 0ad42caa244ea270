package neo4j

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// side is one of those who are asked.
type side struct {
	name   string
	before func() // not timed; may be nil
	// ask gives how many rows the answer has. Every side is asked the same in the
	// same round.
	ask func(ctx context.Context, round int) (int, error)
}

// The sides, in the order of the table's columns.
const (
	embeddedSide = "embedded"
	neo4jSide    = "neo4j"
	cypherSide   = "cypher"
)

var columns = []string{embeddedSide, neo4jSide, cypherSide}

// table gathers the questions that were put to several sides in one run, and prints
// them as Markdown when the benchmark ends.
type table struct{ rows []string }

func newTable(b *testing.B, title string) *table {
	t := &table{rows: []string{title, ""}}
	head, rule := "| question | rows |", "| --- | ---: |"
	for _, name := range columns {
		head, rule = head+" "+name+" | allocations |", rule+" ---: | ---: |"
	}
	t.rows = append(t.rows, head+" rounds |", rule+" ---: |")
	b.Cleanup(func() { fmt.Fprintf(os.Stdout, "\n%s\n\n", strings.Join(t.rows, "\n")) })
	return t
}

// minRounds is how often each side is asked at least.
const minRounds = 7

// measured is what one side took, round by round.
type measured struct {
	took   []float64 // nanoseconds
	rows   []float64
	allocs []float64 // of this process
}

// ask puts a question to the sides in turn, round after round, so that whatever
// else the machine does slows all of them alike. The medians are compared to the
// side named last.
func (t *table) ask(b *testing.B, question string, sides ...side) {
	b.Run(question, func(b *testing.B) {
		found := make([]measured, len(sides))
		rounds := 0
		for b.Loop() {
			for rounds++; ; rounds++ {
				for i, s := range sides {
					found[i].time(b, s, rounds)
				}
				if rounds >= minRounds {
					break
				}
			}
		}
		base := median(found[len(sides)-1].took)
		for i, s := range sides {
			b.ReportMetric(median(found[i].took)/1e6, s.name+"-ms")
			b.ReportMetric(median(found[i].took)/base, s.name+"-ratio")
			b.ReportMetric(median(found[i].allocs), s.name+"-allocs")
		}
		b.ReportMetric(0, "ns/op") // of a round: says nothing
		t.add(question, rounds, sides, found)
	})
}

func (m *measured) time(b *testing.B, s side, round int) {
	if s.before != nil {
		s.before()
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	rows, err := s.ask(b.Context(), round)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if err != nil {
		b.Fatalf("%s: %v", s.name, err)
	}
	m.took, m.rows, m.allocs = append(m.took, float64(took)), append(m.rows, float64(rows)), append(m.allocs, float64(after.Mallocs-before.Mallocs))
}

func (t *table) add(question string, rounds int, sides []side, found []measured) {
	base := median(found[len(sides)-1].took)
	line := fmt.Sprintf("| %s | %s |", question, withCommas(median(found[0].rows)))
	for _, name := range columns {
		i := slices.IndexFunc(sides, func(s side) bool { return s.name == name })
		if i < 0 {
			line += " | |"
			continue
		}
		line += fmt.Sprintf(" %s | %s |", ratio(median(found[i].took)/base), withCommas(median(found[i].allocs)))
	}
	t.rows = append(t.rows, fmt.Sprintf("%s %d |", line, rounds))
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// ratio writes how many times as long something took, to two digits.
func ratio(x float64) string {
	if x >= 10 {
		return withCommas(x)
	}
	digits := max(0, 1-int(math.Floor(math.Log10(cmp.Or(x, 1)))))
	return fmt.Sprintf("%.*f", digits, x)
}

// withCommas writes a whole number with a comma after every three digits.
func withCommas(x float64) string {
	s := fmt.Sprint(int(math.Round(x)))
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
