package neo4jtest

import (
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// ask runs a statement and returns the first value of its first record, nil if there is none.
func ask(t *testing.T, server Server, statement string) any {
	t.Helper()
	value, err := try(t, server, statement)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return value
}

func try(t *testing.T, server Server, statement string) (any, error) {
	t.Helper()
	var value any
	err := server.inSession(t.Context(), neo4j.AccessModeWrite, func(session neo4j.SessionWithContext) error {
		records, err := query(t.Context(), session, statement, nil)
		if len(records) > 0 {
			value = records[0].Values[0]
		}
		return err
	})
	return value, err
}

func TestWrongPasswordIsRefusedAndLocksNobodyOut(t *testing.T) {
	server := Fresh(t)
	wrong := server
	wrong.Password += "?"
	for range 5 { // two more than Neo4j's default before it locks an account
		_, err := try(t, wrong, `RETURN 1`)
		var refused *neo4j.Neo4jError
		if !errors.As(err, &refused) || refused.Code != "Neo.ClientError.Security.Unauthorized" {
			t.Fatalf("a wrong password: %v, want Neo.ClientError.Security.Unauthorized", err)
		}
	}
	if got := ask(t, server, `RETURN 1`); got != int64(1) {
		t.Errorf("RETURN 1 with the right password after wrong ones = %v", got)
	}
}

func TestProcessKeepsItsDataAndAddress(t *testing.T) {
	dir := t.TempDir()
	p := Start(t, dir, Options{})
	before := p.Server
	ask(t, p.Server, `CREATE (:Kept {name: 'before the kill'})`)

	p.Kill(t)
	if answers(p.Server) {
		t.Fatal("a killed server answers")
	}
	p.Restart(t)
	if p.Server != before {
		t.Errorf("restarted at %+v, want %+v", p.Server, before)
	}
	if got := ask(t, p.Server, `MATCH (n:Kept) RETURN n.name`); got != "before the kill" {
		t.Errorf("after kill and restart the node is %v", got)
	}

	p.Stop(t)
	limited := Start(t, dir, Options{HeapMiB: 512, TransactionMaxMiB: 16, ReadOnly: true})
	if got := ask(t, limited.Server, `MATCH (n:Kept) RETURN n.name`); got != "before the kill" {
		t.Errorf("after stop and start the node is %v", got)
	}
	for statement, code := range map[string]string{
		`CREATE (:Refused)`: "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase",
		`UNWIND range(1, 1000000) AS i WITH collect(i) AS numbers RETURN size(numbers)`: "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
	} {
		_, err := try(t, limited.Server, statement)
		if err == nil || !strings.Contains(err.Error(), code) {
			t.Errorf("%s: %v, want %s", statement, err, code)
		}
	}
}

func TestStartFailureQuotesTheServer(t *testing.T) {
	skipWithoutEngine(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, err = launchAt(t.Context(), taken.Addr().(*net.TCPAddr).Port, "", Options{})
	if err == nil || !strings.Contains(strings.ToLower(err.Error()), "address already in use") {
		t.Errorf("a server that cannot start: %v, want an error with its own reason, the address already in use", err)
	}
}
