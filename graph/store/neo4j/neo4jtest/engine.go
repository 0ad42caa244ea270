package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// prepareWithin bounds the download of an image or of Neo4j's class path (some 130 MB) on a slow line.
const prepareWithin = 10 * time.Minute

// errNoEngine says how to get a Neo4j to test on.
var errNoEngine = errors.New("no Neo4j to test on: set " + EnvURL + " to neo4j://user:password@host:port, a database of " +
	"which everything is deleted; or start Docker; or install Maven and a Java development kit, 17 or newer " +
	"(on Debian, apt-get install openjdk-17-jre-headless maven will do)")

// findEngine looks for what can run a Neo4j here. The error is errNoEngine if there is nothing, and another one if what
// there is fails.
func findEngine(ctx context.Context) (engine, error) {
	ctx, cancel := context.WithTimeout(ctx, prepareWithin)
	defer cancel()
	docker, dockerErr := findDocker(ctx)
	if dockerErr == nil {
		return docker, nil
	}
	java, javaErr := findJava(ctx)
	if javaErr == nil {
		return java, nil
	}
	if errors.Is(dockerErr, errNoEngine) {
		return nil, javaErr
	}
	return nil, errors.Join(dockerErr, javaErr)
}

// say tells whoever waits why it takes long.
func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "neo4jtest: "+format+"\n", args...)
}

// run runs a tool; its error quotes what the tool said.
func run(ctx context.Context, name string, args ...string) (stdout string, err error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.WaitDelay = time.Second // its own children may hold on to the output
	var out, complaints strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s%s", cmd, err, &out, &complaints)
	}
	return out.String(), nil
}
