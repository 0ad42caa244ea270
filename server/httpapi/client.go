package httpapi

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/entente/entente/server/access"
)

// clientOf names who is counted: the person, or else the address that a request
// comes from. An address of IPv6 counts by its first 64 bits, since who has one has
// all of those.
func (a *api) clientOf(r *http.Request, who access.Principal) string {
	if who.Known() {
		return "name " + who.Name
	}
	addr, ok := a.addressOf(r)
	if !ok {
		return "address " + r.RemoteAddr
	}
	if addr.Is6() {
		if network, err := addr.Prefix(64); err == nil {
			addr = network.Addr()
		}
	}
	return "address " + addr.String()
}

// addressOf gives the address that a request comes from. Of the addresses that
// proxies on the way say they have it from (X-Forwarded-For), it is the last one
// that is not itself a trusted proxy: what stands before it anybody can write.
func (a *api) addressOf(r *http.Request) (netip.Addr, bool) {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, false
	}
	addr := from.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !a.trusts(addr) {
			break
		}
		before, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		addr = before.Unmap().WithZone("")
	}
	return addr, true
}

// trusts reports whether an address is a proxy of the operator's.
func (a *api) trusts(addr netip.Addr) bool {
	return slices.ContainsFunc(a.Proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}
