package exchange

import (
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
)

// encoding/json reads what it knows and passes over the rest: a misspelled member
// would be lost in silence, and so would all but the last of two of one name. So
// the members of a line are checked against the types before it is read.

// checkMembers reports the first member of a line of JSON that the format does
// not have, or that stands twice, and whatever is not JSON at all.
func checkMembers(line []byte) error {
	if err := json.Unmarshal(line, &struct{}{}); err != nil {
		return explain(line, err)
	}
	w := walker{b: line, object: checkObject}
	return w.value(reflect.TypeFor[jsonLine]())
}

// checkTexts reports the first value that its own type cannot read from its text.
func checkTexts(line []byte) error {
	w := walker{b: line, object: func(walkedObject) error { return nil }, text: func(t reflect.Type, literal []byte) error {
		return json.Unmarshal(literal, reflect.New(t).Interface())
	}}
	return w.value(reflect.TypeFor[jsonLine]())
}

// walker goes over a line of valid JSON beside the type that it is read into. An
// error names where it stands.
type walker struct {
	b      []byte
	at     int
	object func(walkedObject) error
	text   func(t reflect.Type, literal []byte) error // called for texts that a type reads by itself; may be nil
}

// walkedObject is an object with the names that stand in it, up to the newest.
type walkedObject struct {
	names []string
	of    reflect.Type
}

// readsText reports whether values of type t read themselves from a text.
func readsText(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// value passes over one value that is read into a t; nil for what no type waits
// for.
func (w *walker) value(t reflect.Type) error {
	w.space()
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	start := w.at
	switch w.b[w.at] {
	case '{':
		return w.members(t)
	case '[':
		return w.elements(t)
	case '"':
		w.string()
	default:
		for w.at < len(w.b) && !strings.ContainsRune(",]} \t\r\n", rune(w.b[w.at])) {
			w.at++
		}
	}
	if w.text != nil && t != nil && readsText(t) {
		return w.text(t, w.b[start:w.at])
	}
	return nil
}

func (w *walker) members(t reflect.Type) error {
	fields := members[t]
	var names []string
	for w.at++; w.until('}'); {
		start := w.at
		w.string()
		name := string(w.b[start+1 : w.at-1])
		if fields != nil {
			names = append(names, name)
			if err := w.object(walkedObject{names, t}); err != nil {
				return err
			}
		}
		w.space()
		w.at++ // the colon
		if err := w.value(fields[name]); err != nil {
			return graph.InField(name, err)
		}
	}
	return nil
}

func (w *walker) elements(t reflect.Type) error {
	var of reflect.Type
	if t != nil && t.Kind() == reflect.Slice {
		of = t.Elem()
	}
	i := 0
	for w.at++; w.until(']'); i++ {
		if err := w.value(of); err != nil {
			return graph.InField(fmt.Sprintf("[%d]", i), err)
		}
	}
	return nil
}

// until goes to the next member or element, or past the end of the list.
func (w *walker) until(end byte) bool {
	w.space()
	if w.b[w.at] == ',' {
		w.at++
		w.space()
	}
	if w.b[w.at] == end {
		w.at++
		return false
	}
	return true
}

func (w *walker) space() {
	for w.at < len(w.b) && strings.IndexByte(" \t\r\n", w.b[w.at]) >= 0 {
		w.at++
	}
}

// string passes over a string.
func (w *walker) string() {
	for w.at++; w.b[w.at] != '"'; w.at++ {
		if w.b[w.at] == '\\' {
			w.at++
		}
	}
	w.at++
}

func checkObject(o walkedObject) error {
	name := o.names[len(o.names)-1]
	if slices.Contains(o.names[:len(o.names)-1], name) {
		return graph.Errorf(graph.ErrInvalid, "the member %s stands twice", quote(name))
	}
	fields := members[o.of]
	if _, known := fields[name]; !known && o.of != reflect.TypeFor[About]() { // later versions may say more of a file
		all := slices.Sorted(maps.Keys(fields))
		return graph.Errorf(graph.ErrInvalid, "%s is no member here; there are %s", quote(name), strings.Join(all, ", "))
	}
	return nil
}
