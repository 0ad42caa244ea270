package embedded_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"testing"

	"go.uber.org/goleak"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/embedded"
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

var roles = map[string]func(context.Context, string) error{"hold": hold, "write": writeForever, "load": loadForever}

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
// the last number that it said.
func killAfter(t *testing.T, role, dir string, lines int) (said int) {
	t.Helper()
	c, _, out := play(t, role, dir)
	for n := 0; out.Scan(); n++ {
		v, err := strconv.Atoi(out.Text())
		if err != nil {
			t.Fatal(err)
		}
		said = v
		if n == lines {
			if err := c.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := c.Wait(); err == nil || runtime.GOOS != "windows" && c.ProcessState.Exited() {
		t.Fatalf("%s ended with %v; it was to be killed", role, err)
	}
	return said
}

func TestNothingAcknowledgedIsLost(t *testing.T) {
	dir := t.TempDir()
	for round, lines := range []int{3, 17, 1, 40, 8} {
		acknowledged := killAfter(t, "write", dir, lines)
		s := openIn(t, dir)
		snap, err := s.Snapshot(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		newest := snap.Revision()
		if newest < graph.RevisionNumber(acknowledged) {
			t.Fatalf("round %d: revision %d was acknowledged, and the newest is %d", round, acknowledged, newest)
		}
		for n := graph.RevisionNumber(1); n <= newest; n++ {
			checkCrashRevision(t, s, n)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
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
	killAfter(t, "load", dir, 600) // 15,000 relations are written, and not committed
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
