package embedded

import (
	"context"
	"iter"
	"math"

	"github.com/entente/entente/graph"
)

const selectEvents = `SELECT version, born, id, record FROM event WHERE id IN (SELECT value FROM json_each(?1)) AND born <= ?2 AND died > ?2`

// Events yields the events among ids.
func (s *snapshot) Events(ctx context.Context, ids []graph.EventID) iter.Seq2[graph.Event, error] {
	return recordsOf(ctx, s, selectEvents, ids, finishEvent)
}

func finishEvent(e *graph.Event, r row) {
	e.Revision = r.born
	e.Own()
}

// The statements read the events after a day and id whose possible days meet a
// window, with certain words; findEventsOf those of the actors in ?7, which it
// finds first, as the + keeps SQLite from going over all events by day.
const (
	findEvents = `SELECT version, born, id, record FROM event
	WHERE born <= ?1 AND died > ?1 AND (start_min < ?2 OR (start_min = ?2 AND id > ?3)) AND start_min <= ?4 AND end_max >= ?5` +
		matchWordsOf + `?6` + inWords + ` ORDER BY start_min DESC, id LIMIT ?8`

	findEventsOf = `SELECT version, born, id, record FROM event
	WHERE version IN (SELECT event_version FROM participant WHERE actor IN (SELECT value FROM json_each(?7)))
	AND born <= ?1 AND died > ?1 AND (+start_min < ?2 OR (+start_min = ?2 AND id > ?3)) AND +start_min <= ?4 AND end_max >= ?5` +
		matchWordsOf + `?6` + inWords + ` ORDER BY +start_min DESC, id LIMIT ?8`
)

// FindEvents yields the events that match f, the newest first. The statement
// leaves out most that f does not keep; f has the last word.
func (s *snapshot) FindEvents(ctx context.Context, f graph.EventFilter, after *graph.Key) iter.Seq2[graph.Event, error] {
	return sequence(ctx, s.usable, func(put func(graph.Event) bool) error {
		day, id := int64(math.MaxInt64), ""
		if after != nil {
			day, id = int64(after.Day), after.ID
		}
		window := graph.Window{First: graph.MinDay, Last: graph.MaxDay}
		if w, ok := (graph.RelationFilter{On: f.On, During: f.During}).Window(graph.Tie); ok {
			window = w
		}
		text := findEvents
		if len(f.Actors) > 0 {
			text = findEventsOf
		}
		for s.rev > 0 {
			all, err := query(ctx, s.s, text, scanRecord(finishEvent),
				int64(s.rev), day, id, int64(window.Last), int64(window.First), queryWords(f.Text), list(f.Actors), readChunk)
			if err != nil {
				return err
			}
			for _, e := range all {
				if f.Match(e.value) && !put(e.value) {
					return nil
				}
			}
			if len(all) < readChunk {
				return nil
			}
			last := graph.KeyOfEvent(all[len(all)-1].value)
			day, id = int64(last.Day), last.ID
		}
		return nil
	})
}
