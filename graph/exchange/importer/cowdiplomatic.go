package importer

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/entente/entente/graph"
)

// cowDiplomatic reads the diplomatic exchange of Correlates of War: who had a mission
// of what level where, in a year about every five.
var cowDiplomatic = Format{
	Name: "cow-diplomatic", Title: "COW diplomatic exchange 2006.1, missions and their level", Whole: true,
	reliable: graph.Grade{Reliability: "B", Credibility: 2},
	Source: graph.Source{
		ID: "source:cow-diplomatic", Title: "Correlates of War: Diplomatic Exchange, version 2006.1",
		Publisher: "Bayer; Correlates of War Project", Published: graph.MustPeriod("2006"), Address: "https://correlatesofwar.org/data-sets/diplomatic-exchange/",
		Note: "Cite Bayer 2006. The data look at one year in about five.",
	},
	shapes: []shape{
		{name: "pairs and years (Diplomatic_Exchange_2006v1.csv)", columns: []string{"ccode1", "ccode2", "year", "dr_at_1", "dr_at_2"}, rows: diplomaticRows},
	},
}

// missionLevel gives the level that the data set's numbers stand for; 9 is another
// one, and 0 no mission.
var missionLevel = map[int]string{1: "chargé", 2: "minister", 3: "ambassador", 9: ""}

// missionKey is a mission of a state in another, at a level.
type missionKey struct{ of, in, level int }

type missions struct {
	years map[missionKey]map[int]bool
	all   map[int]bool // years that the data look at
}

func diplomaticRows(r *run, t *table) error {
	s := stateOf(r, func() *missions { return &missions{years: map[missionKey]map[int]bool{}, all: map[int]bool{}} }, func(s *missions) error { return s.end(r) })
	return r.each(t, func() error {
		a, b, year, err := t.dyadYear("ccode1", "ccode2", "year")
		if err != nil {
			return err
		}
		s.all[year] = true
		// DR_at_1 is the level of side 2 at side 1.
		for _, x := range []struct {
			column string
			of, in int
		}{{"dr_at_1", b, a}, {"dr_at_2", a, b}} {
			level, _, err := t.int(x.column)
			if err != nil {
				return err
			}
			if _, known := missionLevel[level]; !known {
				if level > 0 {
					return t.bad(x.column, "%d is none of 0, 1, 2, 3, 9", level)
				}
				continue
			}
			k := missionKey{x.of, x.in, level}
			if s.years[k] == nil {
				s.years[k] = map[int]bool{}
			}
			s.years[k][year] = true
		}
		return nil
	})
}

func (s *missions) end(r *run) error {
	if len(s.all) == 0 {
		return nil
	}
	var looked []int
	for y := range s.all {
		looked = append(looked, y)
	}
	slices.Sort(looked)
	// It lists missions completely in the years that it looks at, and no others.
	src := r.format.Source
	for _, y := range looked {
		src.Coverage = append(src.Coverage, graph.Coverage{Kinds: []graph.KindName{"DIPLOMATIC_MISSION_IN"}, ActorKinds: []graph.ActorKind{graph.State}, Period: years(y, y)})
	}
	if err := r.emit(graph.Record{Source: &src}); err != nil {
		return err
	}
	keys := make([]missionKey, 0, len(s.years))
	for k := range s.years {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(x, y missionKey) int {
		return cmp.Or(cmp.Compare(x.of, y.of), cmp.Compare(x.in, y.in), cmp.Compare(x.level, y.level))
	})
	for _, k := range keys {
		for i := 0; i < len(looked); i++ {
			if !s.years[k][looked[i]] {
				continue
			}
			from := i
			for i+1 < len(looked) && s.years[k][looked[i+1]] {
				i++
			}
			if err := s.mission(r, k, looked, from, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// mission records a mission that was seen in the years looked at from one to another.
// What lies between two looks is approximate; what lies before the first and after
// the last is not known.
func (s *missions) mission(r *run, k missionKey, looked []int, from, to int) error {
	sp := spell{looked[from], looked[to]}
	e := ends{yearText(sp.first) + "~", yearText(sp.last) + "~"}
	if from == 0 {
		e.first = ""
	}
	if to == len(looked)-1 {
		e.last = ""
	}
	for _, p := range pieces(r.party(cow(k.of, "")), r.party(cow(k.in, "")), sp, e) {
		rel := r.tie(fmt.Sprintf("%d-%d-%d-%d", k.of, k.in, k.level, p.spell.first), p, "DIPLOMATIC_MISSION_IN", graph.Asserted)
		rel.Evidence[0].Observed = years(p.spell.first, p.spell.last)
		if level := missionLevel[k.level]; level != "" {
			rel.Qualifiers = []graph.Qualifier{{Name: "level", Value: level}}
		}
		rel.Scaled = []graph.ScaledValue{{Scale: "COW diplomatic representation", Version: "2006.1", Value: float64(k.level)}}
		if err := r.emit(graph.Record{Relation: &rel}); err != nil {
			return err
		}
	}
	return nil
}
