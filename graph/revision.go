package graph

import (
	"slices"
	"time"
)

// RevisionNumber numbers the revisions of a store from 1, without gaps. 0 asks
// for the newest.
type RevisionNumber uint64

// Revision is one recorded change of the record.
type Revision struct {
	Number RevisionNumber
	Time   time.Time // when it was recorded, UTC, to the microsecond; later than that of the revision before
	Author string    // who recorded it
	Reason string    // why
	Key    string    // the idempotency key of its batch, or empty
}

// RevisionFilter chooses revisions.
type RevisionFilter struct {
	Numbers    []RevisionNumber // only these; nil for all
	After      RevisionNumber   // only those after it, in the order asked for; 0 for all
	RecordedBy time.Time        // only those recorded at or before it; zero for all
	Descending bool             // the newest first
}

// Match reports whether the filter keeps r.
func (f RevisionFilter) Match(r Revision) bool {
	if f.Numbers != nil && !slices.Contains(f.Numbers, r.Number) {
		return false
	}
	if !f.RecordedBy.IsZero() && r.Time.After(f.RecordedBy) {
		return false
	}
	if f.After == 0 {
		return true
	}
	if f.Descending {
		return r.Number < f.After
	}
	return r.Number > f.After
}

// CheckTime reports why a batch with the head cannot be recorded after a revision of
// time last, as ErrInvalid. A conflict goes before.
func (h BatchHead) CheckTime(last time.Time) error {
	if t := h.Time.UTC().Truncate(time.Microsecond); !h.Time.IsZero() && !t.After(last) {
		return InField("time", Errorf(ErrInvalid, "%s is not later than the newest revision, of %s; revisions follow one another in time",
			t.Format(time.RFC3339Nano), last.UTC().Format(time.RFC3339Nano)))
	}
	return nil
}

// RevisionTime gives the time of the revision that a batch makes at a moment after
// one of time last: that of the head, which CheckTime has passed, or the next one.
func (h BatchHead) RevisionTime(now, last time.Time) time.Time {
	if !h.Time.IsZero() {
		now = h.Time
	}
	return NextRevisionTime(now, last)
}

// NextRevisionTime gives the time of a revision recorded now after one of time
// last: never earlier than the microsecond after it, so that the order of times
// is the order of numbers even when a clock jumps back.
func NextRevisionTime(now, last time.Time) time.Time {
	now = now.UTC().Truncate(time.Microsecond)
	if earliest := last.Add(time.Microsecond); now.Before(earliest) {
		return earliest.UTC()
	}
	return now
}
