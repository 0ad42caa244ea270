package importer

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/entente/entente/graph"
)

// cowCapabilities reads the national material capabilities of Correlates of War: figures
// of states, year by year, which are no relations.
var cowCapabilities = Format{
	Name: "capabilities", Title: "COW national material capabilities 7.0, figures of states",
	reliable: graph.Grade{Reliability: "B", Credibility: 2},
	Source: graph.Source{
		ID: "source:cow-capabilities", Title: "Correlates of War: National Material Capabilities, version 7.0",
		Publisher: "Singer, Bremer and Stuckey; Correlates of War Project", Published: graph.MustPeriod("2024"), Address: "https://correlatesofwar.org/data-sets/national-material-capabilities/",
		Note: "Cite Singer, Bremer and Stuckey 1972, and Singer 1987, International Interactions 14: 115–132.",
	},
	shapes: []shape{{name: "states and years (NMC-70-abridged.csv)", columns: []string{"ccode", "year", "milex", "milper", "cinc"}, rows: capabilityRows}},
}

// figures are the columns with their units, as the code book says.
var figures = []struct{ column, unit string }{
	{"milex", "thousand current dollars; before 1914 thousand current pounds"}, {"milper", "thousand persons"}, {"irst", "thousand tons"},
	{"pec", "thousand coal-ton equivalents"}, {"tpop", "thousand persons"}, {"upop", "thousand persons"}, {"cinc", "share of the system"},
}

// capabilities are the figures of each actor by column and year.
type capabilities struct {
	of    map[graph.ActorID]map[string]map[int]float64
	years map[stateYear]graph.ActorID // rows that were read
	taken map[actorYear]int           // the number of the state that gave an actor its figures
}

type stateYear struct{ state, year int }

type actorYear struct {
	actor graph.ActorID
	year  int
}

func capabilityRows(r *run, t *table) error {
	s := stateOf(r, func() *capabilities {
		return &capabilities{of: map[graph.ActorID]map[string]map[int]float64{}, years: map[stateYear]graph.ActorID{}, taken: map[actorYear]int{}}
	}, func(s *capabilities) error { return s.end(r) })
	return r.each(t, func() error {
		state, err := t.number1("ccode")
		if err != nil {
			return err
		}
		year, err := t.year("year")
		if err != nil {
			return err
		}
		if _, twice := s.years[stateYear{state, year}]; twice {
			return t.bad("year", "the state %d has the year %d already", state, year)
		}
		id, ok := r.names.Find(cow(state, ""), yearWindow(year))
		s.years[stateYear{state, year}] = id
		if !ok {
			return nil
		}
		if other := s.taken[actorYear{id, year}]; other != 0 { // Germany in 1990: 255 and 260
			r.left(t.at(), "the state has figures of the year under another number already")
			return nil
		}
		s.taken[actorYear{id, year}] = state
		if s.of[id] == nil {
			s.of[id] = map[string]map[int]float64{}
		}
		for _, f := range figures {
			v, there, err := t.number(f.column)
			if err != nil {
				return err
			}
			if !there || v == -9 || v == -8 { // missing, by the code book
				continue
			}
			if s.of[id][f.column] == nil {
				s.of[id][f.column] = map[int]float64{}
			}
			s.of[id][f.column][year] = v
		}
		return nil
	})
}

// end records the actors with their series. What else they have stays.
func (s *capabilities) end(r *run) error {
	if len(s.of) == 0 || r.opts.Base == nil {
		return nil
	}
	if err := r.cited(); err != nil {
		return err
	}
	ids := slices.Sorted(maps.Keys(s.of))
	for a, err := range r.opts.Base.Actors(r.ctx, ids) {
		if err != nil {
			return err
		}
		a.Series = slices.DeleteFunc(a.Clone().Series, func(x graph.Series) bool { return x.Source == r.format.Source.ID })
		for _, f := range figures {
			if values := s.of[a.ID][f.column]; len(values) > 0 {
				a.Series = append(a.Series, seriesOf(f.column, f.unit, r.format.Source.ID, values))
			}
		}
		slices.SortStableFunc(a.Series, func(x, y graph.Series) int { return cmp.Compare(x.Source, y.Source) })
		if err := r.emit(graph.Record{Actor: &a}); err != nil {
			return err
		}
	}
	return nil
}

// seriesOf puts the values of years one after the other.
func seriesOf(name, unit string, source graph.SourceID, values map[int]float64) graph.Series {
	all := slices.Sorted(maps.Keys(values))
	x := graph.Series{Name: name, Unit: unit, Source: source, First: all[0], Values: make(graph.Figures, all[len(all)-1]-all[0]+1)}
	for i := range x.Values {
		x.Values[i] = math.NaN()
	}
	for year, v := range values {
		x.Values[year-x.First] = v
	}
	return x
}
