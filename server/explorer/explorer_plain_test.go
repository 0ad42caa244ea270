//go:build !explorer

package explorer

import (
	"net/http"
	"strings"
	"testing"
)

func TestWithoutTheBundle(t *testing.T) {
	if page := body(get(t, "GET", "/graphiql")); !strings.Contains(page, "make run") {
		t.Errorf("/graphiql does not say how to get the query page:\n%s", page)
	}
	if page := body(get(t, "GET", "/")); !strings.Contains(page, "make run") || strings.Contains(page, `href="/graphiql"`) {
		t.Error("the plain page must say how to get the query page, and not lead there")
	}
}

func TestWithoutTheBundleThereAreNoAddressesOfTheExplorer(t *testing.T) {
	if body(get(t, "GET", "/")) != body(get(t, "GET", "/plain")) {
		t.Error("/ is not the plain page")
	}
	if r := get(t, "GET", "/actor/mali"); r.Code != http.StatusNotFound {
		t.Errorf("/actor/mali: status %d, want 404", r.Code)
	}
}
