package telemetry_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/entente/entente/server/telemetry"
)

// named finds the metrics that an expression of Prometheus names.
var named = regexp.MustCompile(`\b(entente|go|process)_[a-z_]+\b`)

// known checks that each metric of an expression is one that the service has.
func known(t *testing.T, metrics, where, expression string) int {
	t.Helper()
	names := named.FindAllString(expression, -1)
	for _, name := range names {
		for _, suffix := range []string{"_bucket", "_sum", "_count"} {
			name = strings.TrimSuffix(name, suffix)
		}
		if !strings.Contains(metrics, "# TYPE "+name+" ") {
			t.Errorf("%s speaks of %s, which there is not", where, name)
		}
	}
	return len(names)
}

// everyMetric gives the metrics after each was counted once: a metric with labels
// shows only then.
func everyMetric(t *testing.T) string {
	t.Helper()
	told := telemetry.New("v1")
	told.Metrics.Answered("/", "GET", 200, 0)
	told.Metrics.Operated(telemetry.Operation{Type: "query", Outcome: "OK"}, 0)
	_, end := told.Observer().Begin(t.Context(), "Expand")
	end(1, nil)
	return metricsOf(t, told.Metrics)
}

// TestDashboard reads the dashboard for Grafana.
func TestDashboard(t *testing.T) {
	b, err := os.ReadFile("../../docs/operations/grafana.json")
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Title  string
		Panels []struct {
			ID      int
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	metrics := everyMetric(t)
	ids := map[int]bool{}
	for _, p := range d.Panels {
		if ids[p.ID] {
			t.Errorf("two panels have the id %d", p.ID)
		}
		ids[p.ID] = true
		for _, x := range p.Targets {
			if known(t, metrics, p.Title, x.Expr) == 0 {
				t.Errorf("%s shows no metric: %s", p.Title, x.Expr)
			}
		}
	}
	if d.Title != "Entente" || len(d.Panels) < 10 {
		t.Errorf("the dashboard %q has %d panels", d.Title, len(d.Panels))
	}
}

// TestAlerts reads the alert rules for Prometheus.
func TestAlerts(t *testing.T) {
	b, err := os.ReadFile("../../docs/operations/alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	var rules struct {
		Groups []struct {
			Name  string
			Rules []struct {
				Alert, Expr, For    string
				Labels, Annotations map[string]string
			}
		}
	}
	if err := yaml.UnmarshalWithOptions(b, &rules, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	metrics, n := everyMetric(t), 0
	for _, g := range rules.Groups {
		for _, r := range g.Rules {
			n++
			if known(t, metrics, r.Alert, r.Expr) == 0 || r.For == "" || r.Labels["severity"] == "" || r.Annotations["summary"] == "" {
				t.Errorf("%s is no whole rule: %+v", r.Alert, r)
			}
		}
	}
	if n < 5 {
		t.Errorf("only %d alerts", n)
	}
}
