package main

import (
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/entente/entente/graph/atlas"
	"github.com/entente/entente/server/access"
)

// greet tells where to look.
func (c *serveCommand) greet(p *process, a *atlas.Atlas, r *record, at net.Addr, key string) error {
	s, err := a.Service(p.ctx)
	if err != nil {
		return err
	}
	var b strings.Builder
	url := "http://" + reachable(at.String())
	if c.TLSCert != "" {
		url = "https://" + reachable(at.String())
	}
	fmt.Fprintf(&b, "Entente %s\n", s.Version)
	fmt.Fprintf(&b, "  page      %s/\n", url)
	fmt.Fprintf(&b, "  GraphQL   %s/graphql\n", url)
	fmt.Fprintf(&b, "  GraphiQL  %s/graphiql\n", url)
	fmt.Fprintf(&b, "  record    %s (%s)\n", r.place, r.kind)
	switch {
	case s.Newest == nil:
		b.WriteString("            nothing is recorded yet\n")
	case r.begun:
		fmt.Fprintf(&b, "            revision %d: the bundled data, recorded just now\n", s.Newest.Number)
	default:
		fmt.Fprintf(&b, "            revision %d of %s\n", s.Newest.Number, s.Newest.Time.Format(time.RFC3339))
	}
	fmt.Fprintf(&b, "            %s, %s\n", plural(s.Actors, "actor"), plural(s.Relations, "relation"))
	if key != "" {
		fmt.Fprintf(&b, "  key       %s\n", key)
		b.WriteString("            the administrator's, told only now: keep it. It writes, and makes other keys:\n")
		b.WriteString("            entente key create --service " + url + " --role editor NAME\n")
	}
	switch {
	case c.Public && c.unknown() == access.Reader:
		fmt.Fprintf(&b, "Other machines can reach %s and read everything. Writing takes a key.\n", at)
	case c.Public:
		fmt.Fprintf(&b, "Other machines can reach %s. Reading and writing take a key.\n", at)
	}
	b.WriteString("Interrupt (Ctrl-C) to stop.\n")
	_, err = fmt.Fprint(p.stdout, b.String())
	return err
}

// reachable gives an address that a browser on this machine can open.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return addr
}
