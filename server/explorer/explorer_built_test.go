//go:build explorer

package explorer

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestBundledQueryPage(t *testing.T) {
	page := body(t, get(t, "GET", "/graphiql"))
	assets := regexp.MustCompile(`"(/assets/[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(assets) < 2 {
		t.Fatalf("the page loads %d assets, want its script and its style", len(assets))
	}
	for _, m := range assets {
		r := get(t, "GET", m[1])
		if r.StatusCode != http.StatusOK || r.Header.Get("Cache-Control") != keepForever || r.Header.Get("Content-Security-Policy") != bundlePolicy {
			t.Errorf("%s: status %d, %v", m[1], r.StatusCode, r.Header)
		}
	}
	if !strings.Contains(page, `lang="en"`) || !strings.Contains(page, "<title>Entente – query page</title>") {
		t.Error("the page lacks its language or its title")
	}
	if !strings.Contains(body(t, get(t, "GET", "/")), `href="/graphiql"`) {
		t.Error("the plain page does not lead to the query page")
	}
}

func TestBundleHasItsWorkers(t *testing.T) {
	dist, _ := bundle()
	for _, worker := range []string{"editor", "graphql", "json"} {
		if len(glob(dist, "assets/"+worker+".worker-*.js")) != 1 {
			t.Errorf("no %s worker in the bundle", worker)
		}
	}
}
