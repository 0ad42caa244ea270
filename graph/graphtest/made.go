package graphtest

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/entente/entente/graph"
)

// EnvMade names the environment variable with the number of relations of the made
// graph, for a quick try of what takes long at its full size.
const EnvMade = "ENTENTE_BENCH_RELATIONS"

// madeRelations is the full size of the made graph.
const madeRelations = 1_000_000

// Made is a made graph with a heavy tail: the busiest actors have some 3 % of all
// relations each, and most have few, as in records of real events. It is the same
// for the same number of relations.
type Made struct {
	Relations int
	Actors    []graph.ActorID // the busiest first
}

// NewMade makes a graph of so many relations, twenty for each actor.
func NewMade(relations int) *Made {
	m := &Made{Relations: relations, Actors: make([]graph.ActorID, max(relations/20, 10))}
	for i := range m.Actors {
		m.Actors[i] = graph.ActorID(fmt.Sprintf("made-%06d", i))
	}
	return m
}

// MadeOfSize makes the graph of a million relations, or of as many as EnvMade says.
func MadeOfSize(t testing.TB) *Made {
	t.Helper()
	text := os.Getenv(EnvMade)
	if text == "" {
		return NewMade(madeRelations)
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q; write a number of relations", EnvMade, text)
	}
	return NewMade(n)
}

// The kinds of the made graph, acts more often than ties.
var (
	madeActs = []graph.KindName{"MEETS", "CALLS", "STATES", "SUPPORTS", "CRITICIZES", "DEMANDS", "THREATENS_FORCE"}
	madeTies = []graph.KindName{"SECURITY_COOPERATION", "TRADES_WITH", "AIDS", "RIVAL_OF"}
)

const madeSource graph.SourceID = "source:made"

// All yields the records, as a load takes them: the source, the actors, then the
// relations, which are made one by one.
func (m *Made) All() iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		if !yield(graph.Record{Source: &graph.Source{ID: madeSource, Title: "Made", Published: graph.MustPeriod("2024")}}, nil) {
			return
		}
		for i, id := range m.Actors {
			name := graph.Name{Text: fmt.Sprintf("Actor %d", i), Language: "en", Primary: true}
			if !yield(graph.Record{Actor: &graph.Actor{ID: id, Kind: graph.State, Names: []graph.Name{name}}}, nil) {
				return
			}
		}
		random := rand.New(rand.NewPCG(2023, 815))
		tail := rand.NewZipf(random, 1.2, 8, uint64(len(m.Actors)-1))
		for i := range m.Relations {
			if !yield(graph.Record{Relation: m.relation(i, random, tail)}, nil) {
				return
			}
		}
	}
}

// relation makes one relation: three of four are acts of a day in ten years, the
// others ties that began on one.
func (m *Made) relation(i int, random *rand.Rand, tail *rand.Zipf) *graph.Relation {
	from, to := tail.Uint64(), tail.Uint64()
	for from == to {
		to = random.Uint64N(uint64(len(m.Actors)))
	}
	day := graph.Date(2014, 1, 1).Add(random.IntN(3650)).String()
	kind := madeActs[random.IntN(len(madeActs))]
	if random.IntN(4) == 0 {
		kind, day = madeTies[random.IntN(len(madeTies))], day+"/.."
	}
	return &graph.Relation{
		ID: graph.RelationID(fmt.Sprintf("relation:made-%07d", i)), From: m.Actors[from], Kind: kind, To: m.Actors[to], Period: graph.MustPeriod(day),
		Evidence: []graph.Evidence{{Source: madeSource, Modality: graph.Reported, Grade: graph.Grade{Reliability: "C", Credibility: 2 + random.IntN(3)}}},
	}
}
