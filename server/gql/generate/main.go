// Command generate writes what is generated of the schema: the enum of the kinds
// of relations, from the registry, and gqlgen's code. Run it in the root of the
// repository.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen/config"

	"github.com/entente/entente/graph"
)

func main() {
	if err := run("schema.graphqls", "gqlgen.yml"); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(schema, settings string) error {
	if err := writeKinds(schema); err != nil {
		return err
	}
	files, err := generate(settings)
	if err != nil {
		return err
	}
	for name, code := range files {
		if err := os.WriteFile(name, code, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// generate gives gqlgen's code by the files that it belongs in. It is made beside
// that file's folder, since the code names the schema by its path from there, and
// so that code which does not come about leaves the old one in place. The go
// command passes over folders that begin with an underscore.
func generate(settings string) (files map[string][]byte, err error) {
	cfg, err := config.LoadConfig(settings)
	if err != nil {
		return nil, err
	}
	target := cfg.Exec.Filename
	folder, err := os.MkdirTemp(filepath.Dir(filepath.Dir(target)), "_gen")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	cfg.Exec.Filename = filepath.Join(folder, filepath.Base(target))
	// No plugins: every type is bound, so there are no models to write.
	if err := api.Generate(cfg, api.NoPlugins()); err != nil {
		return nil, err
	}
	code, err := os.ReadFile(cfg.Exec.Filename)
	if err != nil {
		return nil, err
	}
	parts, err := split(code, filepath.Base(target))
	files = map[string][]byte{}
	for name, part := range parts {
		files[filepath.Join(filepath.Dir(target), name)] = part
	}
	return files, err
}

// writeKinds writes the kinds into the schema, if that changes it.
func writeKinds(schema string) error {
	was, err := os.ReadFile(schema)
	if err != nil {
		return err
	}
	now, err := withKinds(was, graph.Kinds())
	if err != nil || bytes.Equal(was, now) {
		return err
	}
	return os.WriteFile(schema, now, 0o644)
}

// The comments of the schema between which the enum stands.
const (
	begin = "# begin KindName\n"
	end   = "# end KindName\n"
)

// withKinds gives the schema with the kinds as values of the enum KindName.
func withKinds(schema []byte, kinds []graph.Kind) ([]byte, error) {
	before, rest, ok1 := strings.Cut(string(schema), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		return nil, fmt.Errorf("the schema has no lines %q and %q to write the kinds between", begin, end)
	}
	var b strings.Builder
	b.WriteString(before + begin)
	b.WriteString("\"What a relation says; the field `kinds` tells more about each. Names are only ever added.\"\nenum KindName {\n")
	for _, k := range kinds {
		if strings.ContainsAny(k.Description, "\"\\\n") {
			return nil, fmt.Errorf("the description of %s has a quotation mark, a backslash or a line break", k.Name)
		}
		fmt.Fprintf(&b, "  \"%s\"\n  %s\n", k.Description, k.Name)
	}
	b.WriteString("}\n" + end + after)
	return []byte(b.String()), nil
}
