package neo4j_test

import (
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

func TestDebugLoad(t *testing.T) {
	server := neo4jtest.Fresh(t)
	s := open(t, server)
	d := graphtest.ReadICEWS(t)
	t0 := time.Now()
	_, err := s.Load(t.Context(), graph.BatchHead{Author: "x", Reason: "y"}, d.All())
	t.Log("load", time.Since(t0), err, len(d.Records), d.Hub, d.Other)
}
