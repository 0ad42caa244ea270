package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/store/embedded"
	"github.com/entente/entente/graph/store/neo4j"
)

// storeKind is a kind of store that --store can name: by its own name, or by an
// address of one of its schemes.
type storeKind struct {
	name    string
	schemes []string
	absent  func(f storeFlags) bool // tells without opening it that there is none; may be nil
	open    func(ctx context.Context, f storeFlags, env map[string]string, log *slog.Logger) (graph.Store, error)
}

// storeKinds lists them. A new store is one line here and what opens it.
var storeKinds = []storeKind{
	{name: "embedded", absent: noDatabase, open: openEmbedded},
	{name: "neo4j", schemes: []string{"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"}, open: openNeo4j},
}

// kind finds the kind of store that the flags name.
func (f storeFlags) kind() (storeKind, error) {
	scheme, _, address := strings.Cut(f.Store, "://")
	for _, k := range storeKinds {
		if f.Store == k.name && len(k.schemes) == 0 || address && slices.Contains(k.schemes, scheme) {
			return k, nil
		}
	}
	return storeKind{}, graph.InField("--store", graph.Errorf(graph.ErrInvalid, "%q is no store; write embedded, or the address of a Neo4j as neo4j://host:7687", f.Store))
}

func openEmbedded(ctx context.Context, f storeFlags, _ map[string]string, log *slog.Logger) (graph.Store, error) {
	return embedded.Open(ctx, f.Data, embedded.Options{Log: log})
}

// noDatabase reports whether the data folder lacks the file that the embedded store
// keeps a record in. Whatever else is wrong with the folder, opening it tells.
func noDatabase(f storeFlags) bool {
	_, err := os.Stat(filepath.Join(f.Data, "entente.db"))
	return errors.Is(err, fs.ErrNotExist)
}

// passwordVariable holds the password of the Neo4j. There is no flag of that name:
// arguments are seen by everybody on a machine.
const passwordVariable = envPrefix + "NEO4J_PASSWORD"

func openNeo4j(ctx context.Context, f storeFlags, env map[string]string, log *slog.Logger) (graph.Store, error) {
	o := neo4j.Options{User: f.Neo4jUser, Password: env[passwordVariable], Database: f.Neo4jDatabase, Log: log}
	if file := f.Neo4jPasswordFile; file != "" {
		if o.Password != "" {
			return nil, graph.InField("--neo4j-password-file", graph.Errorf(graph.ErrInvalid, "is given together with %s; give one of them", passwordVariable))
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, unreadable(file, err)
		}
		o.Password = strings.TrimRight(string(b), "\r\n")
	}
	if o.User == "" && o.Password != "" {
		o.User = "neo4j"
	}
	return neo4j.Open(ctx, f.Store, o)
}
