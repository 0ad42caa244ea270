package neo4j

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/entente/entente/graph"
)

var (
	//go:embed cypher/meta.cypher
	metaCypher string
	//go:embed cypher/meta_constraint.cypher
	metaConstraintCypher string
	//go:embed cypher/meta_create.cypher
	metaCreateCypher string
	//go:embed cypher/foreign.cypher
	foreignCypher string
	//go:embed cypher/schema_set.cypher
	schemaSetCypher string
	//go:embed cypher/await_indexes.cypher
	awaitIndexesCypher string
)

// migrations brings the schema from one version to the next: 0001_first.cypher to
// version 1, and so on. Each statement can be run twice, and by two services at
// once.
//
//go:embed migrations/*.cypher
var migrations embed.FS

// oldestServer is the oldest Neo4j that understands our statements.
var oldestServer = [2]int{5, 26}

// checkServer refuses a server that would not understand the statements.
func (s *Store) checkServer(ctx context.Context) error {
	info, err := s.driver.GetServerInfo(ctx)
	if err != nil {
		return s.fault(ctx, err)
	}
	major, minor, ok := serverVersion(info.Agent())
	if ok && (major < oldestServer[0] || major == oldestServer[0] && minor < oldestServer[1]) {
		return graph.Errorf(graph.ErrConflict, "the server is Neo4j %d.%d; Entente needs %d.%d or newer", major, minor, oldestServer[0], oldestServer[1])
	}
	return nil
}

// serverVersion reads "Neo4j/5.26.3" and "Neo4j/2025.06.2".
func serverVersion(agent string) (major, minor int, ok bool) {
	_, version, _ := strings.Cut(agent, "/")
	parts := strings.FieldsFunc(version, func(c rune) bool { return c == '.' || c == '-' })
	if len(parts) < 2 {
		return 0, 0, false
	}
	major, err1 := strconv.Atoi(parts[0])
	minor, err2 := strconv.Atoi(parts[1])
	return major, minor, err1 == nil && err2 == nil
}

// migrate brings the schema up to date. It writes nothing where it is.
func (s *Store) migrate(ctx context.Context) error {
	files, err := fs.Glob(migrations, "migrations/*.cypher")
	if err != nil {
		return err
	}
	version, ours, err := s.schemaVersion(ctx)
	if err != nil {
		return err
	}
	switch {
	case version > len(files):
		return graph.Errorf(graph.ErrConflict, "the database has schema version %d, which a newer release of Entente wrote; this one knows versions up to %d, so use the newer one", version, len(files))
	case !ours:
		if err := s.execute(ctx, metaConstraintCypher, nil); err != nil {
			return err
		}
		if err := s.execute(ctx, metaCreateCypher, nil); err != nil {
			return err
		}
	}
	for i := version; i < len(files); i++ {
		if err := s.migrateTo(ctx, i+1, files[i]); err != nil {
			return fmt.Errorf("bring the schema to version %d: %w", i+1, err)
		}
	}
	return nil
}

// migrateTo runs one migration. Neo4j wants each change of the schema in a
// transaction without data, so it goes statement by statement.
func (s *Store) migrateTo(ctx context.Context, version int, file string) error {
	text, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	for statement := range strings.SplitSeq(string(text), ";\n") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if err := s.execute(ctx, statement, nil); err != nil {
			return err
		}
	}
	if err := s.execute(ctx, awaitIndexesCypher, nil); err != nil {
		return err
	}
	return s.execute(ctx, schemaSetCypher, parameters{"schema": version})
}

// schemaVersion reads the version of the schema, and whether the database is ours
// already. One that is not, and holds nodes under labels of ours, belongs to
// somebody else and is refused.
func (s *Store) schemaVersion(ctx context.Context) (version int, ours bool, err error) {
	// In this order: another service may be making the database its own meanwhile.
	foreign, err := s.query(ctx, foreignCypher, nil)
	if err != nil {
		return 0, false, err
	}
	rows, err := s.query(ctx, metaCypher, nil)
	if err != nil {
		return 0, false, err
	}
	if len(rows) == 1 {
		return int(integer(rows[0].Values[0])), true, nil
	}
	if len(foreign) > 0 {
		return 0, false, graph.Errorf(graph.ErrConflict, "the database holds nodes labeled %v that are not Entente's; nothing was changed; give Entente a database of its own", foreign[0].Values[0])
	}
	return 0, false, nil
}
