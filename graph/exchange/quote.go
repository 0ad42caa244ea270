package exchange

import (
	"strconv"
	"strings"
)

// quote writes s in quotes for a message, cut to a length a person reads and with
// everything unprintable escaped.
func quote(s string) string {
	const most = 60
	cut := s
	if len(cut) > most {
		cut = strings.ToValidUTF8(cut[:most], "") + "…"
	}
	return strconv.Quote(cut)
}
