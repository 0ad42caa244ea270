package neo4jtest

import "testing"

// Process is a private server that a test can break.
type Process struct {
	Server
	inst *instance
}

// Start runs a server on the data folder dir, which keeps what it held when a server ran there before, and kills it when
// the test ends. A server on a new folder holds an empty database. Where no Neo4j can be run the test is skipped, but under
// CI (the variable CI is set) it fails.
func Start(t testing.TB, dir string, options Options) *Process {
	t.Helper()
	inst, err := launch(t.Context(), dir, options)
	failOrSkip(t, err)
	p := &Process{Server: inst.server, inst: inst}
	t.Cleanup(func() { p.Kill(t) })
	return p
}

// Kill ends the server as a power cut would (SIGKILL) and returns when it is gone.
func (p *Process) Kill(t testing.TB) {
	t.Helper()
	if err := p.inst.kill(); err != nil {
		t.Fatalf("kill Neo4j: %v", err)
	}
}

// Stop shuts the server down in good order and returns when it is gone.
func (p *Process) Stop(t testing.TB) {
	t.Helper()
	if err := p.inst.stop(); err != nil {
		t.Fatal(err)
	}
}

// Restart starts the server again, on the same data and at the same address. One that still runs is stopped first.
func (p *Process) Restart(t testing.TB) {
	t.Helper()
	p.Stop(t)
	if err := p.inst.start(t.Context()); err != nil {
		t.Fatal(err)
	}
}
