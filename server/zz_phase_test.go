package main
import ("testing";"time";"github.com/entente/entente/graph/store/neo4j/neo4jtest";"github.com/entente/entente/server/explorer")
func TestPhase(t *testing.T){
 a:=time.Now()
 server := neo4jtest.Fresh(t)
 t.Log("fresh",time.Since(a)); a=time.Now()
 s:=startIn(t, []string{"ENTENTE_STORE=" + server.URI, "ENTENTE_NEO4J_USER=" + server.User, "ENTENTE_NEO4J_PASSWORD=" + server.Password})
 t.Log("start",time.Since(a)); a=time.Now()
 for _, e := range explorer.Examples() { s.ask(e.Query); t.Log(e.Name,time.Since(a)); a=time.Now() }
 s.stop(); t.Log("stop",time.Since(a)); a=time.Now()
 server.Wipe(t);t.Log("wipe",time.Since(a))
}
