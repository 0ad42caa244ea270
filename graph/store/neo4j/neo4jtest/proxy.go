package neo4jtest

import (
	"bytes"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// Proxy stands between a store and its database. It counts the transactions that were committed, reads too, and can lose the
// answer to a commit: the database has done it, and the store never hears of it.
type Proxy struct {
	Commits atomic.Int64 // how many commits went through
	Lose    atomic.Int64 // the number of the commit whose answer is lost; 0 for none

	listener net.Listener
	target   string

	mu    sync.Mutex
	conns []net.Conn
	away  bool // nobody gets through
}

// Away lets nobody through and breaks every connection off, as if the database were
// gone; or lets them through again.
func (p *Proxy) Away(is bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.away = is; is {
		for _, c := range p.conns {
			_ = c.Close()
		}
		p.conns = nil
	}
}

// commitMessage is how Bolt writes a COMMIT: a chunk of two bytes, and the end.
var commitMessage = []byte{0x00, 0x02, 0xb0, 0x12, 0x00, 0x00}

// Between puts a proxy before a server, and gives it as a server at another address. By bolt:// the driver goes to no other.
func Between(t testing.TB, server Server) (*Proxy, Server) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, address, _ := strings.Cut(server.URI, "://")
	p := &Proxy{listener: l, target: address}
	go p.serve()
	t.Cleanup(p.close)
	server.URI = "bolt://" + l.Addr().String()
	return p, server
}

func (p *Proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		database, err := net.Dial("tcp", p.target)
		if err != nil {
			_ = client.Close()
			continue
		}
		p.mu.Lock()
		away := p.away
		if !away {
			p.conns = append(p.conns, client, database)
		}
		p.mu.Unlock()
		if away {
			_, _ = client.Close(), database.Close()
			continue
		}
		var lost atomic.Bool
		go func() {
			defer func() { _ = database.Close() }()
			p.forward(client, database, &lost)
		}()
		go func() {
			defer func() { _ = client.Close() }()
			p.back(database, client, &lost)
		}()
	}
}

// forward copies what the store says, and notices the commit to be lost.
func (p *Proxy) forward(client, database net.Conn, lost *atomic.Bool) {
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		if bytes.HasSuffix(buffer[:n], commitMessage) && p.Commits.Add(1) == p.Lose.Load() {
			lost.Store(true)
		}
		if _, err := database.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// back copies what the database answers, until the answer that is lost: then the
// connection ends.
func (p *Proxy) back(database, client net.Conn, lost *atomic.Bool) {
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

func (p *Proxy) close() {
	_ = p.listener.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		_ = c.Close()
	}
}
