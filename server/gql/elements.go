package gql

import "reflect"

// elements gives the objects that a value of a field holds, and whose fields are
// read together: of a page its entries, of a list its elements; nothing of what is
// not recorded.
func elements(value any) []any {
	if page, ok := value.(interface{ Elements() []any }); ok {
		return page.Elements()
	}
	v := reflect.ValueOf(value)
	switch {
	case !v.IsValid(), v.Kind() == reflect.Pointer && v.IsNil():
		return nil
	case v.Kind() != reflect.Slice:
		return []any{value}
	}
	out := make([]any, v.Len())
	for i := range out {
		out[i] = v.Index(i).Interface()
	}
	return out
}
