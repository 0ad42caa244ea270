package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/entente/entente/graph"
)

// parseAll reads values of a closed list.
func parseAll[T ~string](into *[]T, values []string, allowed []T) error {
	for _, v := range values {
		if !slices.Contains(allowed, T(v)) {
			return graph.Errorf(graph.ErrInvalid, "%s is none of %s%s", quote(v), strings.Trim(fmt.Sprint(allowed), "[]"), suggestion(v, allowed))
		}
		*into = append(*into, T(v))
	}
	return nil
}

// suggestion names the value of a closed list that was meant, as it seems, or says
// nothing.
func suggestion[T ~string](v string, allowed []T) string {
	const far = 3
	best, distance := "", far
	for _, a := range allowed {
		if d := editDistance(strings.ToUpper(v), string(a)); d < distance && d <= len(a)/2 {
			best, distance = string(a), d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

// editDistance counts the letters to add, leave out or change to make b of a
// (V. I. Levenshtein, 1966).
func editDistance(a, b string) int {
	if len(a) > 2*len(b) { // whatever it is, it is far
		return len(a) - len(b)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func parseOne[T ~string](into *T, values []string, allowed []T) error {
	var all []T
	err := parseAll(&all, values, allowed)
	if err == nil {
		*into = all[0]
	}
	return err
}

func kindNames() []graph.KindName {
	var names []graph.KindName
	for _, k := range graph.Kinds() {
		names = append(names, k.Name)
	}
	return names
}

func ids[ID ~string](values []string) []ID {
	out := make([]ID, len(values))
	for i, v := range values {
		out[i] = ID(v)
	}
	return out
}

func parseDay(into **graph.Day, values []string) error {
	d, err := graph.ParseDay(values[0])
	if err == nil {
		*into = &d
	}
	return err
}

// parseWindow reads FIRST/LAST, where either may be "..".
func parseWindow(into **graph.Window, s string) error {
	first, last, both := strings.Cut(s, "/")
	if !both {
		return graph.Errorf(graph.ErrInvalid, "%s is not a window; write its first and last day, as in 2023-07-26/2023-08-31", quote(s))
	}
	w := graph.Window{First: graph.MinDay, Last: graph.MaxDay}
	var err error
	if first != ".." {
		if w.First, err = graph.ParseDay(first); err != nil {
			return err
		}
	}
	if last != ".." {
		if w.Last, err = graph.ParseDay(last); err != nil {
			return err
		}
	}
	*into = &w
	return nil
}

func parseNumber(into *float64, s string) error {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return graph.Errorf(graph.ErrInvalid, "%s is not a number; write one from 0 to 1, as 0.5", quote(s))
	}
	*into = v
	return nil
}

// parseTime reads a moment, or a day for its end: what was known on that day.
func parseTime(into *time.Time, s string) error {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err == nil {
		*into = t
		return nil
	}
	d, err := graph.ParseDay(s)
	if err != nil {
		return graph.Errorf(graph.ErrInvalid, "%s is not a time; write 2024-05-01T12:00:00Z, or 2024-05-01 for the end of that day in UTC", quote(s))
	}
	*into = d.Add(1).Time().Add(-time.Microsecond)
	return nil
}
