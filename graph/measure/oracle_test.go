package measure_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// oracleGraphs is on how many random graphs the answers are computed twice.
const oracleGraphs = 240

// TestAnswersAgreeWithTheOracle holds paths, influence, dyads, obligations,
// centrality, blocs, balance, timelines and differences against networkx, igraph
// and numpy.
func TestAnswersAgreeWithTheOracle(t *testing.T) {
	o := newOracle(t)
	for seed := range uint64(oracleGraphs) {
		random := rand.New(rand.NewPCG(seed, 7))
		o.ask(t, fmt.Sprintf("graph %d", seed), randomGraph(t, random), random)
	}
	o.compare(t)
}

// TestICEWSAgreesWithTheOracle asks the same of real events. They are other
// people's data and not part of the repository.
func TestICEWSAgreesWithTheOracle(t *testing.T) {
	o := newOracle(t)
	for name, g := range icewsSlices(t) {
		o.ask(t, "ICEWS14, "+name, g, rand.New(rand.NewPCG(1, 7)))
	}
	o.compare(t)
}

// oracle collects questions with our answers.
type oracle struct {
	python string
	cases  bytes.Buffer
}

func newOracle(t *testing.T) *oracle {
	return &oracle{python: graphtest.Python(t, "oracle", "testdata/oracle/requirements.txt")}
}

// ask asks a graph every question and keeps the answers.
func (o *oracle) ask(t *testing.T, name string, g *oracleGraph, random *rand.Rand) {
	enc := json.NewEncoder(&o.cases)
	for _, c := range g.questions(t, random) {
		c.Name, c.Kinds, c.Obligations, c.Edges = name, g.kinds, g.obligations, g.edges
		check(t, enc.Encode(c))
	}
}

// compare lets the oracle answer the same questions.
func (o *oracle) compare(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), o.python, "testdata/oracle/oracle.py")
	cmd.Stdin = &o.cases
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, cut(out))
	}
	t.Logf("%s", cut(out))
}

func cut(b []byte) []byte { return b[:min(len(b), 6000)] }

// oracleCase is a question with the answer to compare, and all that the oracle
// needs to answer it itself.
type oracleCase struct {
	Name        string                               `json:"name"`
	Ask         string                               `json:"ask"`
	Kinds       map[graph.ActorID]graph.ActorKind    `json:"kinds"`
	Obligations map[graph.ActorID][]graph.Obligation `json:"obligations"`
	Edges       []numbered                           `json:"edges"`
	Question    map[string]any                       `json:"question"`
	Answer      any                                  `json:"answer"`
}

// numbered is an edge as the oracle reads it, nothing filtered or summed up; its
// days are numbers.
type numbered map[string]any

func number(r graph.Relation) numbered {
	e := r.Edge()
	k, _ := graph.KindByName(e.Kind)
	return numbered{
		"id": e.ID, "from": e.From, "to": e.To, "kind": e.Kind, "opens": k.Opens, "modality": e.Modality,
		"act": k.Class == graph.Act, "symmetric": k.Symmetric, "weight": e.Weight, "intensity": e.Intensity, "confidence": e.Confidence,
		"forward": k.LeverageForward, "backward": k.LeverageBackward, "status": r.Qualifier("status"), "trigger": r.Qualifier("trigger"),
		"startMin": int32(e.Bounds.StartMin), "startMax": int32(e.Bounds.StartMax), "endMin": int32(e.Bounds.EndMin), "endMax": int32(e.Bounds.EndMax),
		"startUnknown": e.Bounds.StartUnknown, "endUnknown": e.Bounds.EndUnknown,
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
