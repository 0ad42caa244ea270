package main

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"runtime/debug"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/server/httpapi"
)

// bound sets what the service may use and whom it answers what, where a flag needs
// more than to be handed on.
func (c *serveCommand) bound(o *httpapi.Options) error {
	for _, l := range []struct {
		flag string
		fine bool
	}{{"--per-client", c.PerClient >= 0}, {"--rate", c.Rate >= 0}, {"--max-memory", c.MaxMemory >= 0}} {
		if !l.fine {
			return graph.InField(l.flag, graph.Errorf(graph.ErrInvalid, "must not be below 0"))
		}
	}
	for _, p := range c.Proxy {
		network, err := parseNetwork(p)
		if err != nil {
			return graph.InField("--proxy", graph.Errorf(graph.ErrInvalid, "%q is no address; write 10.0.0.7 or 10.0.0.0/8", p))
		}
		o.Proxies = append(o.Proxies, network)
	}
	if c.MaxMemory > 0 {
		debug.SetMemoryLimit(c.MaxMemory)
	}
	o.MemoryShort = measure.MemoryShort
	return c.trust(o)
}

// parseNetwork reads an address, or a network of them.
func parseNetwork(s string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	return netip.ParsePrefix(s)
}

// trust reads the operations that are trusted.
func (c *serveCommand) trust(o *httpapi.Options) error {
	o.OnlyDocuments = c.OnlyDocuments
	if c.Documents == "" {
		if c.OnlyDocuments {
			return graph.InField("--only-documents", graph.Errorf(graph.ErrInvalid, "name the file of the operations that are trusted in --documents"))
		}
		return nil
	}
	b, err := os.ReadFile(c.Documents)
	if err != nil {
		return graph.InField("--documents", &graph.Error{Kind: graph.ErrNotFound, Message: fmt.Sprintf("the file %s cannot be read", c.Documents), Err: err})
	}
	if err := json.Unmarshal(b, &o.Documents); err != nil || len(o.Documents) == 0 {
		return graph.InField("--documents", graph.Errorf(graph.ErrInvalid, `%s is not a JSON object of texts by id, as {"names": "{ actors { nodes { name } } }"}`, c.Documents))
	}
	return nil
}
