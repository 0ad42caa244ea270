package neo4j_test

import (
	"bytes"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

// proxy stands between a store and its database, and can lose the answer to a
// commit: the database has done it, and the store never hears of it.
type proxy struct {
	listener net.Listener
	target   string
	commits  atomic.Int64 // how many commits went through
	lose     atomic.Int64 // the number of the commit whose answer is lost; 0 for none

	mu    sync.Mutex
	conns []net.Conn
}

// commitMessage is how Bolt writes a COMMIT: a chunk of two bytes, and the end.
var commitMessage = []byte{0x00, 0x02, 0xb0, 0x12, 0x00, 0x00}

// between puts a proxy before a server, and gives it as a server at another
// address. By bolt:// the driver goes to no other.
func between(t *testing.T, server neo4jtest.Server) (*proxy, neo4jtest.Server) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, address, _ := strings.Cut(server.URI, "://")
	p := &proxy{listener: l, target: address}
	go p.serve()
	t.Cleanup(p.close)
	server.URI = "bolt://" + l.Addr().String()
	return p, server
}

func (p *proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		database, err := net.Dial("tcp", p.target)
		if err != nil {
			client.Close()
			continue
		}
		p.mu.Lock()
		p.conns = append(p.conns, client, database)
		p.mu.Unlock()
		var lost atomic.Bool
		go func() {
			defer database.Close()
			p.forward(client, database, &lost)
		}()
		go func() {
			defer client.Close()
			p.back(database, client, &lost)
		}()
	}
}

// forward copies what the store says, and notices the commit to be lost.
func (p *proxy) forward(client, database net.Conn, lost *atomic.Bool) {
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		if bytes.HasSuffix(buffer[:n], commitMessage) && p.commits.Add(1) == p.lose.Load() {
			lost.Store(true)
		}
		if _, err := database.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// back copies what the database answers, until the answer that is lost: then the
// connection ends.
func (p *proxy) back(database, client net.Conn, lost *atomic.Bool) {
	buffer := make([]byte, 1<<16)
	for {
		n, err := database.Read(buffer)
		if err != nil || lost.Load() {
			return
		}
		if _, err := client.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func (p *proxy) close() {
	p.listener.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		c.Close()
	}
}
