package overlay_test

import (
	"context"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/overlay"
	"github.com/entente/entente/graph/store/embedded"
	"github.com/entente/entente/graph/store/storetest"
)

func lay(ctx context.Context, base graph.Snapshot, b graph.Batch) (graph.Snapshot, error) {
	l, err := overlay.New(ctx, base, overlay.Of(b))
	if err != nil {
		return nil, err
	}
	return l.Over(base), nil
}

// TestAnOverlayAnswersAsTheRecordDoes is the law of the package.
func TestAnOverlayAnswersAsTheRecordDoes(t *testing.T) {
	for seed := range uint64(3) {
		storetest.Overlaid(t, storetest.NewModel(), lay, seed+1, 6)
	}
}

func TestAnOverlayOverTheEmbeddedStore(t *testing.T) {
	s, err := embedded.OpenMemory(t.Context(), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	storetest.Overlaid(t, s, lay, 77, 8)
}
