package main

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"syscall"

	"github.com/entente/entente/graph"
)

// listen takes the address. One that other machines reach must be asked for.
func (c *serveCommand) listen(ctx context.Context) (net.Listener, error) {
	host, _, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return nil, graph.InField("--addr", graph.Errorf(graph.ErrInvalid, "%q is no address; write HOST:PORT, as 127.0.0.1:8080, or port 0 for one that is free", c.Addr))
	}
	if !c.Public && !isLoopback(host) {
		return nil, graph.InField("--addr", graph.Errorf(graph.ErrInvalid,
			"%s can be reached from other machines; add --public if that is meant, or listen on 127.0.0.1", c.Addr))
	}
	if !isLoopback(host) && c.TLSCert == "" && !c.TLSByProxy {
		return nil, graph.InField("--addr", graph.Errorf(graph.ErrInvalid,
			"%s can be reached from other machines, and without TLS whoever is on the way reads the keys; give a certificate (--tls-cert, --tls-key), or say --tls-by-proxy if something in front does TLS", c.Addr))
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, graph.Errorf(graph.ErrUnavailable,
			"another program listens on %s, perhaps another Entente; stop that one, or choose another port: -addr 127.0.0.1:0 takes one that is free", c.Addr)
	case errors.Is(err, syscall.EACCES):
		return nil, graph.Errorf(graph.ErrUnavailable, "this user may not listen on %s; choose a port above 1023", c.Addr)
	case err != nil:
		return nil, &graph.Error{Kind: graph.ErrUnavailable, Message: "cannot listen on " + c.Addr, Err: err}
	}
	return l, nil
}

// isLoopback reports whether only this machine reaches a host.
func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}
