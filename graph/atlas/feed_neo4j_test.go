package atlas

import (
	"testing"
	"time"

	"github.com/entente/entente/graph/store/neo4j"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
	"github.com/entente/entente/graph/store/storetest"
)

// TestTortureFollowersOfTwoServersOnOneNeo4j has two stores over one database, as two
// servers have, and followers that go from one to the other.
func TestTortureFollowersOfTwoServersOnOneNeo4j(t *testing.T) {
	server := neo4jtest.Fresh(t)
	var atlases []*Atlas
	for range 2 {
		s, err := neo4j.Open(t.Context(), server.URI, neo4j.Options{User: server.User, Password: server.Password})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		atlases = append(atlases, New(s, Options{Poll: 5 * time.Millisecond}))
	}
	followers, revisions := 8, 40
	if storetest.Torture() {
		followers, revisions = 50, 1000
	}
	Followers(t, "one Neo4j", atlases, followers, revisions)
}
