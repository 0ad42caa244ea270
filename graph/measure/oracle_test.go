package measure_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/store/storetest"
	"github.com/entente/entente/graph/traverse"
)

// oracleGraphs is on how many random graphs the answers are computed twice.
const oracleGraphs = 240

// TestAnswersAgreeWithTheOracle holds paths, influence, centrality, blocs and
// balance against networkx, igraph and numpy.
func TestAnswersAgreeWithTheOracle(t *testing.T) {
	python := oraclePython(t)
	var cases bytes.Buffer
	enc := json.NewEncoder(&cases)
	for seed := range uint64(oracleGraphs) {
		random := rand.New(rand.NewPCG(seed, 7))
		snap, edges := randomGraph(t, random)
		for _, c := range questions(t, random, snap) {
			c.Name, c.Edges = fmt.Sprintf("graph %d, %s", seed, c.Name), edges
			if err := enc.Encode(c); err != nil {
				t.Fatal(err)
			}
		}
	}
	cmd := exec.Command(python, "testdata/oracle/oracle.py")
	cmd.Stdin = &cases
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, cut(out))
	}
	t.Logf("%s", cut(out))
}

func cut(b []byte) []byte { return b[:min(len(b), 6000)] }

// oraclePython gives a Python with the pinned libraries, in a virtual environment
// that is made once a machine.
func oraclePython(t *testing.T) string {
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	venv := filepath.Join(cache, "entente-test", "oracle")
	python := filepath.Join(venv, "bin", "python")
	requirements, err := os.ReadFile("testdata/oracle/requirements.txt")
	if err != nil {
		t.Fatal(err)
	}
	stamp := filepath.Join(venv, "requirements.txt")
	if have, err := os.ReadFile(stamp); err == nil && bytes.Equal(have, requirements) {
		return python
	}
	for _, args := range [][]string{
		{"python3", "-m", "venv", "--clear", venv},
		{python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "testdata/oracle/requirements.txt"},
	} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			if os.Getenv("CI") == "" {
				t.Skipf("the oracle needs python3 with venv and pip: %v\n%s", err, cut(out))
			}
			t.Fatalf("%v: %v\n%s", args, err, cut(out))
		}
	}
	if err := os.WriteFile(stamp, requirements, 0o644); err != nil {
		t.Fatal(err)
	}
	return python
}

type oracleCase struct {
	Name     string         `json:"name"`
	Edges    []numbered     `json:"edges"`
	Question map[string]any `json:"question"`
	Answer   map[string]any `json:"answer"`
}

// numbered is an edge as the oracle reads it, nothing filtered or summed up; its
// days are numbers.
type numbered map[string]any

var oraclePeriods = []string{
	"2021/..", "2023-07-26", "2023-07", "/..", "/2023-08-15~", "[..2023-08-14]", "2022-03/2023-09", "2019/", "2023-08-10/2023-08-20", "1975-05-28/..", "2020-02/2021-06", "2023-06-16",
}

var oracleKinds = []string{
	"DEFENSE_PACT", "NON_AGGRESSION_PACT", "RIVAL_OF", "AT_WAR_WITH", "SANCTIONS", "IMPOSES_SANCTIONS", "SECURITY_COOPERATION", "SUPPLIES_ARMS", "AIDS", "DEPENDS_ON", "BORDERS", "SUPPORTS", "CRITICIZES", "THREATENS_FORCE", "CALLS", "MEETS",
}

// randomGraph makes a temporal signed multigraph of at most nine states.
func randomGraph(t *testing.T, random *rand.Rand) (graph.Snapshot, []numbered) {
	n := 4 + random.IntN(6)
	var text strings.Builder
	for range 3 + random.IntN(3*n) {
		a, b := random.IntN(n), random.IntN(n-1)
		if b >= a {
			b++
		}
		modality := []string{"REPORTED", "ATTRIBUTED", "ASSERTED", "PLANNED"}[random.IntN(4)]
		fmt.Fprintf(&text, "s%d -%s %s c=.%d i=.%d m=%s-> s%d\n", a, oracleKinds[random.IntN(len(oracleKinds))],
			oraclePeriods[random.IntN(len(oraclePeriods))], 1+random.IntN(9), 1+random.IntN(9), modality, b)
	}
	store := storetest.NewModel()
	if _, err := store.Apply(context.Background(), graphtest.Batch(t, text.String())); err != nil {
		t.Fatal(err)
	}
	snap, err := store.Snapshot(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	var edges []numbered
	for e, err := range graph.EdgesByExpand(context.Background(), snap, graph.RelationFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		edges = append(edges, number(e))
	}
	return snap, edges
}

func number(e graph.Edge) numbered {
	k, _ := graph.KindByName(e.Kind)
	return numbered{
		"from": e.From, "to": e.To, "kind": e.Kind, "opens": k.Opens, "modality": e.Modality,
		"act": k.Class == graph.Act, "symmetric": k.Symmetric, "weight": e.Weight, "intensity": e.Intensity, "confidence": e.Confidence,
		"forward": k.LeverageForward, "backward": k.LeverageBackward,
		"startMin": int32(e.Bounds.StartMin), "startMax": int32(e.Bounds.StartMax), "endMin": int32(e.Bounds.EndMin), "endMax": int32(e.Bounds.EndMax),
		"startUnknown": e.Bounds.StartUnknown, "endUnknown": e.Bounds.EndUnknown,
	}
}

// questions asks a graph a question of structure and one for paths.
func questions(t *testing.T, random *rand.Rand, snap graph.Snapshot) []oracleCase {
	day := graph.Date(2023, 8, 15)
	return []oracleCase{structure(t, random, snap, day), pathCase(t, random, snap)}
}

func structure(t *testing.T, random *rand.Rand, snap graph.Snapshot, day graph.Day) oracleCase {
	ctx := context.Background()
	filter, err := traverse.WalkFilter(graph.RelationFilter{On: &day})
	check(t, err)
	moment := graph.Moment{Day: day, HalfLife: 180}
	p, err := measure.Project(ctx, snap, measure.Query{Filter: filter, Moment: moment, MaxRelations: measure.DefaultMaxRelations})
	check(t, err)
	answer := map[string]any{"actors": append([]graph.ActorID{}, p.Actors...)}
	friendly := p.Friendly()
	scores := map[measure.Centrality]map[graph.ActorID]float64{}
	for _, c := range []measure.Centrality{measure.Degree, measure.WeightedDegree, measure.PageRank, measure.Betweenness, measure.Closeness, measure.Eigenvector} {
		ranked, _, err := measure.Rank(ctx, friendly, c)
		check(t, err)
		scores[c] = map[graph.ActorID]float64{}
		for _, r := range ranked {
			scores[c][r.Actor] = r.Score
		}
	}
	answer["centrality"] = scores
	balance, err := measure.BalanceOf(ctx, p)
	check(t, err)
	triads := map[string]int{}
	for _, x := range balance.Triads {
		triads[x.Signs] = x.Count
	}
	answer["triads"] = triads
	partition, err := measure.LeastFrustration(ctx, p)
	check(t, err)
	communities, modularity, err := measure.Communities(ctx, friendly, 1)
	check(t, err)
	sides, of := map[graph.ActorID]bool{}, map[graph.ActorID]int{}
	for i, id := range p.Actors {
		sides[id], of[id] = partition.Side[i], communities[i]
	}
	answer["sides"], answer["frustration"], answer["optima"] = sides, partition.Frustration, partition.Optima
	answer["communities"], answer["modularity"] = of, modularity
	q := traverse.InfluenceQuery{By: "s0", Hops: 1 + random.IntN(4), Decay: .5, Moment: moment, First: 1000, Filter: graph.RelationFilter{On: &day}, Budget: traverse.DefaultBudget}
	influence := map[traverse.InfluenceMethod]map[graph.ActorID]float64{}
	for _, q.Method = range []traverse.InfluenceMethod{traverse.Best, traverse.Katz} {
		found, err := traverse.Influences(ctx, snap, q)
		check(t, err)
		influence[q.Method] = map[graph.ActorID]float64{}
		for _, x := range found {
			influence[q.Method][x.Over] = x.Score
		}
	}
	answer["influence"] = influence
	return oracleCase{Name: "structure", Answer: answer, Question: map[string]any{
		"on": int32(day), "day": int32(day), "lookback": graph.DefaultLookback, "halfLife": 180, "by": "s0", "hops": q.Hops, "decay": q.Decay,
	}}
}

func pathCase(t *testing.T, random *rand.Rand, snap graph.Snapshot) oracleCase {
	w := graph.Window{First: graph.Date(2022, 1, 1), Last: graph.Date(2023, 8, 31)}
	q := traverse.PathQuery{
		From: "s0", To: "s1", MaxHops: 1 + random.IntN(5), First: 1 + random.IntN(10), Budget: traverse.DefaultBudget,
		Order:     []traverse.PathOrder{traverse.ByHops, traverse.ByStrength, traverse.Earliest}[random.IntN(3)],
		Direction: []graph.Direction{graph.Out, graph.In, graph.Both}[random.IntN(3)],
		Filter:    graph.RelationFilter{During: &w},
	}
	found, err := traverse.Paths(context.Background(), snap, q)
	check(t, err)
	paths := []map[string]any{}
	for _, p := range found {
		actors := []graph.ActorID{q.From}
		for _, s := range p.Steps {
			actors = append(actors, s.To)
		}
		paths = append(paths, map[string]any{"actors": actors, "strength": p.Strength, "arrives": int32(p.Arrives)})
	}
	return oracleCase{Name: fmt.Sprintf("paths by %s", q.Order), Answer: map[string]any{"paths": paths}, Question: map[string]any{
		"from": q.From, "to": q.To, "maxHops": q.MaxHops, "count": q.First, "order": q.Order, "direction": q.Direction, "first": int32(w.First), "last": int32(w.Last),
	}}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
