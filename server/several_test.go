package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

// Two servers on one Neo4j are one service: the record begins once, one of them makes
// the first key, what one records the other shows to who has seen it, and a key that
// one revokes is good for nothing at the other within seconds.
func TestTwoServersOnOneNeo4j(t *testing.T) {
	db := neo4jtest.Fresh(t)
	env := []string{"ENTENTE_STORE=" + db.URI, "ENTENTE_NEO4J_USER=" + db.User, "ENTENTE_NEO4J_PASSWORD=" + db.Password}
	one, two := startIn(t, env, "-empty"), startIn(t, env, "-empty")
	token := tokenLine.FindString(one.out.String())
	if token == "" || tokenLine.MatchString(two.out.String()) {
		t.Fatalf("the first key is told by\n%s\nand\n%s", one.out, two.out)
	}
	for n, from := range []*service{one, two, one, two} {
		to := map[*service]*service{one: two, two: one}[from]
		id := "actor-" + string(rune('a'+n))
		askAs(t, from, token, `mutation { record(input: {actors: [{id: "`+id+`", kind: STATE, names: [{text: "A", isPrimary: true}]}], reason: "r"}) { revision { number } } }`)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, to.url+"/graphql?query={service{newest{number}}}", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Entente-Revision", string(rune('1'+n)))
		if status, body := to.do(r); status != 200 || !strings.Contains(body, `"number":`+string(rune('1'+n))) {
			t.Errorf("after revision %d of the other: %d %s", n+1, status, body)
		}
	}
	if got := runIn(t, append(env, "ENTENTE_ROLE=administrator"), nil, "key", "create", "Second"); got.status != 0 {
		t.Fatalf("%+v", got)
	} else if body, err := await(t.Context(), func() (int, string) { // a server that was just asked with a wrong key looks again by and by
		return two.with(strings.TrimSpace(got.stdout), http.MethodGet, "/keys", "")
	}, http.StatusOK); err != nil {
		t.Errorf("a key that a command made beside the servers: %v %s", err, body)
	}
	if status, _ := two.with(token, http.MethodGet, "/keys", ""); status != 200 {
		t.Fatalf("the first key at the other server: %d", status)
	}
	if status, body := one.with(token, http.MethodDelete, "/keys/first", ""); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for status := 0; status != http.StatusUnauthorized; {
		if status, _ = two.with(token, http.MethodGet, "/keys", ""); status != 200 && status != http.StatusUnauthorized {
			t.Fatalf("%d", status)
		}
		select {
		case <-again.C:
		case <-t.Context().Done():
			t.Fatal("a key that was revoked at one server stays good at the other")
		}
	}
}
