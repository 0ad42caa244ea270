package graph

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
)

// Series is a figure of an actor year by year, as one source gives it: military
// expenditure, population, a share of power. Series of several sources stand side by
// side.
type Series struct {
	Name   string   `json:"name"`          // as the source calls it, "cinc"
	Unit   string   `json:"unit,omitzero"` // in words, "thousand persons"
	Source SourceID `json:"source"`        // who says so
	First  int      `json:"first"`         // year of the first value
	Values Figures  `json:"values"`        // of the years one after the other; NaN where the source has none
}

// Figures are the values of a series. A value that the source does not have is NaN, and
// null in JSON.
type Figures []float64

// MarshalJSON writes NaN as null.
func (f Figures) MarshalJSON() ([]byte, error) { return json.Marshal(f.OrNull()) }

// UnmarshalJSON reads null as NaN.
func (f *Figures) UnmarshalJSON(b []byte) error {
	var all []*float64
	if err := json.Unmarshal(b, &all); err != nil {
		return err
	}
	*f = make(Figures, len(all))
	for i, v := range all {
		(*f)[i] = math.NaN()
		if v != nil {
			(*f)[i] = *v
		}
	}
	return nil
}

// OrNull gives the values, with nil for those that the source does not have.
func (f Figures) OrNull() []*float64 {
	out := make([]*float64, len(f))
	for i := range f {
		if !math.IsNaN(f[i]) {
			out[i] = &f[i]
		}
	}
	return out
}

// ValuesOrNull gives the values, with nil for those that the source does not have.
func (s Series) ValuesOrNull() []*float64 { return s.Values.OrNull() }

// In gives the value of a year; false if the source has none.
func (s Series) In(year int) (float64, bool) {
	i := year - s.First
	if i < 0 || i >= len(s.Values) || math.IsNaN(s.Values[i]) {
		return 0, false
	}
	return s.Values[i], true
}

// MaxYears bounds the years of a series.
const MaxYears = 3000

func (s shape) series(all []Series) {
	if !s.length("actor.series", len(all)) {
		return
	}
	for i, x := range all {
		at := fmt.Sprintf("actor.series[%d]", i)
		s.required(at+".name", x.Name, MaxName)
		s.text(at+".unit", x.Unit, MaxName)
		if x.First < -9999 || x.First > 9999 {
			s.bad(at+".first", "%d is not a year", x.First)
		}
		if len(x.Values) == 0 || len(x.Values) > MaxYears {
			s.bad(at+".values", "has %d values; a series has at least one and at most %d", len(x.Values), MaxYears)
		}
		if slices.ContainsFunc(x.Values, func(v float64) bool { return math.IsInf(v, 0) }) {
			s.bad(at+".values", "holds what is not a number")
		}
		for _, before := range all[:i] {
			if before.Name == x.Name && before.Source == x.Source {
				s.bad(at+".name", "%s of %s stands twice", quote(x.Name), x.Source)
			}
		}
	}
}

func cloneSeries(all []Series) []Series {
	all = slices.Clone(all)
	for i := range all {
		all[i].Values = slices.Clone(all[i].Values)
	}
	return all
}
