package exchange

import (
	"reflect"
	"strings"
)

// members are the members of the structs that a line is made of, by the names that
// they have in JSON.
var members = membersBelow(reflect.TypeFor[jsonLine](), map[reflect.Type]map[string]reflect.Type{})

// membersBelow adds the members of t, and of all that it is made of, to m.
func membersBelow(t reflect.Type, m map[reflect.Type]map[string]reflect.Type) map[reflect.Type]map[string]reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if _, there := m[t]; there || t.Kind() != reflect.Struct || readsText(t) {
		return m
	}
	m[t] = map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" && name != "-" {
			m[t][name] = f.Type
			membersBelow(f.Type, m)
		}
	}
	return m
}

// wanting says what belongs where a value of type t is read.
func wanting(t reflect.Type) string {
	switch {
	case t.Kind() == reflect.String || readsText(t):
		return "a text in quotes"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Slice:
		return "a list in [ ]"
	case t.Kind() == reflect.Struct:
		return "an object in { }"
	case t.Kind() == reflect.Int:
		return "a whole number"
	}
	return "a number"
}
