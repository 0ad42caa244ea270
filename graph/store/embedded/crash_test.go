package embedded_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/embedded"
	"github.com/entente/entente/graph/store/storetest"
)

// The test binary starts itself again to be killed, or to hold a folder.
const (
	roleVariable   = "ENTENTE_EMBEDDED_TEST_ROLE"
	folderVariable = "ENTENTE_EMBEDDED_TEST_FOLDER"
)

func TestMain(m *testing.M) {
	role, dir := os.Getenv(roleVariable), os.Getenv(folderVariable)
	if role == "" {
		goleak.VerifyTestMain(m)
		return
	}
	if err := roles[role](context.Background(), dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var roles = map[string]func(context.Context, string) error{"hold": hold, "write": writeForever, "work": work, "load": loadForever}

// hold opens the folder, says so, and keeps it until its input ends.
func hold(ctx context.Context, dir string) error {
	s, err := embedded.Open(ctx, dir, embedded.Options{})
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stdout, "open")
	_, err = io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, s.Close())
}

// perRevision is how many relations each revision of writeForever records.
const perRevision = 25

// writeForever writes revision after revision, and says which were acknowledged.
func writeForever(ctx context.Context, dir string) error {
	s, err := embedded.Open(ctx, dir, embedded.Options{})
	if err != nil {
		return err
	}
	snap, err := s.Snapshot(ctx, 0)
	if err != nil {
		return err
	}
	for n := snap.Revision() + 1; ; n++ {
		r, err := s.Apply(ctx, crashBatch(n))
		if err != nil {
			return err
		}
		fmt.Fprintln(os.Stdout, r.Number)
	}
}

// workload is what is done to a store that is killed: 200 writes.
var workload = storetest.Workload{Writers: 8, Steps: 25}

// work does the workload, or what is left of it, and says what was acknowledged.
func work(ctx context.Context, dir string) error {
	s, err := embedded.Open(ctx, dir, embedded.Options{})
	if err != nil {
		return err
	}
	var mu sync.Mutex
	say := func(d storetest.Done) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintln(os.Stdout, d.Writer, d.Step, d.Number)
	}
	err = workload.Run(ctx, []graph.Store{s}, say, func(error) bool { return false })
	return errors.Join(err, s.Close())
}

// crashBatch records the actors again under a name of the revision, and some
// relations more.
func crashBatch(n graph.RevisionNumber) graph.Batch {
	text := fmt.Sprintf("actor mali STATE \"Mali %d\"\nactor niger STATE \"Niger %d\"\n", n, n)
	for i := range perRevision {
		text += fmt.Sprintf("mali -CALLS 2023-08-15 id=r%d-%d quote=\"revision %d\"-> niger\n", n, i, n)
	}
	records, err := graphtest.Parse(text)
	if err != nil {
		panic(err)
	}
	return graph.Batch{BatchHead: graph.BatchHead{Author: "test", Reason: fmt.Sprint("revision ", n), Key: fmt.Sprint("key ", n)}, Put: records}
}

// loadForever loads a stream without end, and says how far it came.
func loadForever(ctx context.Context, dir string) error {
	s, err := embedded.Open(ctx, dir, embedded.Options{})
	if err != nil {
		return err
	}
	records := func(yield func(graph.Record, error) bool) {
		for n := graph.RevisionNumber(1); ; n++ {
			for _, r := range crashBatch(n).Put {
				if r.Relation == nil && n > 1 {
					continue
				}
				if !yield(r, nil) {
					return
				}
			}
			fmt.Fprintln(os.Stdout, n)
		}
	}
	_, err = s.Load(ctx, graph.BatchHead{Author: "test", Reason: "load"}, records)
	return err
}

// play starts this test binary in a role, and gives it to the test to talk to.
func play(t *testing.T, role, dir string) (c *exec.Cmd, in io.WriteCloser, lines *bufio.Scanner) {
	t.Helper()
	c = exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), roleVariable+"="+role, folderVariable+"="+dir)
	c.Stderr = os.Stderr
	in, err1 := c.StdinPipe()
	out, err2 := c.StdoutPipe()
	if err := errors.Join(err1, err2, c.Start()); err != nil {
		t.Fatal(err)
	}
	return c, in, bufio.NewScanner(out)
}

// killAfter lets the role say so many lines, kills it without warning, and gives
// all that it said. One that ends before that is not killed.
func killAfter(t *testing.T, role, dir string, lines int) (said []string, killed bool) {
	t.Helper()
	c, _, out := play(t, role, dir)
	for out.Scan() {
		said = append(said, out.Text())
		if len(said) == lines {
			if err := c.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	err := c.Wait()
	killed = runtime.GOOS == "windows" && err != nil || !c.ProcessState.Exited()
	if err != nil && !killed {
		t.Fatalf("%s ended with %v", role, err)
	}
	return said, killed
}

// The process is killed at random points of many writes at once, again and again
// until they are done. Each time all that was acknowledged is there, and nothing by
// halves or twice. What it logs is a row of docs/reliability.md.
func TestTortureKilled(t *testing.T) {
	rounds := 2
	if storetest.Torture() {
		rounds = 25
	}
	r := rand.New(rand.NewPCG(1, 2))
	kills, unheard := 0, 0
	var sum storetest.Tally
	for range rounds {
		dir := t.TempDir()
		var done []storetest.Done
		for killed := true; killed; {
			var said []string
			said, killed = killAfter(t, "work", dir, 1+r.IntN(100))
			for _, line := range said {
				var d storetest.Done
				if _, err := fmt.Sscan(line, &d.Writer, &d.Step, &d.Number); err != nil {
					t.Fatalf("%q: %v", line, err)
				}
				done = append(done, d)
			}
			s := openIn(t, dir)
			tally, err := workload.Check(t.Context(), s, done)
			if err := errors.Join(err, s.Close()); err != nil {
				t.Fatal(err)
			}
			if killed {
				kills, unheard = kills+1, unheard+tally.Unheard
				continue
			}
			if want := workload.Writers * workload.Steps; tally.Acknowledged != want {
				t.Errorf("at the end %d writes are acknowledged; wanted %d", tally.Acknowledged, want)
			}
			sum.Acknowledged += tally.Acknowledged
			sum.Revisions += tally.Revisions
			sum.Papers += tally.Papers
		}
	}
	if kills == 0 {
		t.Error("nothing was killed")
	}
	t.Logf("| embedded, the process killed | %d | %d | %d | %d | %d | - |", kills, sum.Acknowledged, sum.Revisions, sum.Papers, unheard)
}

// checkCrashRevision checks that revision n is there, and whole.
func checkCrashRevision(t *testing.T, s graph.Store, n graph.RevisionNumber) {
	t.Helper()
	ctx := t.Context()
	snap, err := s.Snapshot(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	relations, err1 := graph.Collect(snap.FindRelations(ctx, graph.RelationQuery{}))
	edges, err2 := graph.Collect(graph.Edges(ctx, snap, graph.RelationFilter{}))
	evidence, err3 := graph.Collect(snap.FindEvidence(ctx, graph.EvidenceFilter{}, ""))
	actors, err4 := graph.Collect(snap.FindActors(ctx, graph.ActorFilter{}, ""))
	revisions, err5 := graph.Collect(s.Revisions(ctx, graph.RevisionFilter{Numbers: []graph.RevisionNumber{n}}))
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
	want := int(n) * perRevision
	if len(relations) != want || len(edges) != want || len(evidence) != want {
		t.Errorf("revision %d has %d relations, %d edges, %d pieces of evidence; wanted %d of each", n, len(relations), len(edges), len(evidence), want)
	}
	if len(actors) != 2 || actors[0].Names[0].Text != fmt.Sprintf("Mali %d", n) || actors[1].Revision != n {
		t.Errorf("revision %d has the actors %v", n, actors)
	}
	if len(revisions) != 1 || revisions[0].Key != fmt.Sprint("key ", n) {
		t.Errorf("revision %d is recorded as %v", n, revisions)
	}
}

func TestKilledLoadLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	if _, killed := killAfter(t, "load", dir, 600); !killed { // 15,000 relations are written, and not committed
		t.Fatal("the load came to an end")
	}
	s := openIn(t, dir)
	snap, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if snap.Revision() != 0 {
		t.Errorf("the newest revision after a killed load is %d", snap.Revision())
	}
	actors, err := graph.Collect(snap.FindActors(t.Context(), graph.ActorFilter{}, ""))
	if err != nil || len(actors) != 0 {
		t.Errorf("%d actors are left of a killed load, %v", len(actors), err)
	}
	if r, err := s.Apply(t.Context(), crashBatch(1)); err != nil || r.Number != 1 {
		t.Errorf("the revision after a killed load is %d, %v", r.Number, err)
	}
}

func TestFolderOfAnotherProcess(t *testing.T) {
	dir := t.TempDir()
	c, in, out := play(t, "hold", dir)
	if !out.Scan() || out.Text() != "open" {
		t.Fatal("the other process did not open the folder")
	}
	_, err := embedded.Open(t.Context(), dir, embedded.Options{})
	unavailable(t, err, dir, "in use by another process", strconv.Itoa(c.Process.Pid))
	if err := errors.Join(in.Close(), c.Wait()); err != nil {
		t.Fatal(err)
	}
	openIn(t, dir)
}
