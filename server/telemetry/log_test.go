package telemetry_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"github.com/entente/entente/server/telemetry"
)

func TestLogLinesCarryTheRequest(t *testing.T) {
	var b bytes.Buffer
	log := telemetry.NewLogger(&b, telemetry.LogJSON, slog.LevelInfo).With("part", "test").WithGroup("g")
	ctx := telemetry.WithRequest(t.Context(), "abc")
	log.DebugContext(ctx, "not written")
	log.InfoContext(ctx, "written", "n", 1)
	log.Info("outside")
	log.InfoContext(ctx, "named already", "request", "abc")
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines:\n%s", len(lines), b.String())
	}
	var first struct {
		Part string
		G    struct {
			Request string
			N       int
		}
	}
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil {
		t.Fatal(err)
	}
	if first.Part != "test" || first.G.Request != "abc" || first.G.N != 1 {
		t.Errorf("got %s", lines[0])
	}
	if strings.Contains(lines[1], "request") {
		t.Errorf("outside of a request: %s", lines[1])
	}
	if strings.Count(lines[2], "abc") != 1 {
		t.Errorf("the request is named twice: %s", lines[2])
	}
}

func TestTextLog(t *testing.T) {
	var b bytes.Buffer
	telemetry.NewLogger(&b, telemetry.LogText, slog.LevelWarn).Warn("careful")
	if !strings.Contains(b.String(), "level=WARN msg=careful") {
		t.Errorf("got %s", b.String())
	}
}

func TestRequestIDsDiffer(t *testing.T) {
	if a, b := telemetry.NewRequestID(), telemetry.NewRequestID(); a == b || len(a) != 16 {
		t.Errorf("%q and %q", a, b)
	}
}
