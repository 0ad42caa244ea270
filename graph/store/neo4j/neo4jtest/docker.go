package neo4jtest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

const dockerImage = "neo4j:5-community"

// dockerScript ends the server when standard input does: a container does not end with the client that started it. A
// background job of a shell reads /dev/null, unless its input is named.
const dockerScript = `/startup/docker-entrypoint.sh neo4j & server=$!
exec 3<&0
(cat <&3 >/dev/null; kill "$server") &
wait "$server"`

// dockerEngine runs Neo4j's own image.
type dockerEngine struct{}

// findDocker answers errNoEngine if there is no Docker whose engine answers.
func findDocker(ctx context.Context) (engine, error) {
	// An engine that is just starting, or hangs, would let the client wait for ever.
	answer, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if _, err := run(answer, "docker", "info"); err != nil {
		return nil, errNoEngine
	}
	if _, err := run(ctx, "docker", "image", "inspect", dockerImage); err == nil {
		return dockerEngine{}, nil
	}
	say("fetching %s, once", dockerImage)
	if _, err := run(ctx, "docker", "pull", "--quiet", dockerImage); err != nil {
		return nil, err
	}
	return dockerEngine{}, nil
}

func (dockerEngine) command(i *instance) *exec.Cmd {
	// Beside the heap: the page cache, Java's own and Bolt's buffers.
	const besideHeapMiB = 1024
	heap := i.options.heapMiB()
	args := []string{
		"run", "--rm", "--interactive", "--name", containerName(i),
		"--publish", fmt.Sprintf("127.0.0.1:%d:7687", i.port),
		"--memory", fmt.Sprintf("%dm", heap+besideHeapMiB),
		"--env", "NEO4J_AUTH=" + startedUser + "/" + startedPassword,
	}
	if i.dir != "" {
		// The test deletes the folder: its files have to be of the same owner.
		args = append(args, "--volume", i.dir+":/data", "--user", fmt.Sprintf("%d:%d", os.Getuid(), os.Getgid()))
	}
	settings := append(i.options.settings(i.port), fmt.Sprintf("server.memory.heap.max_size=%dm", heap))
	for _, setting := range settings {
		name, value, _ := strings.Cut(setting, "=")
		args = append(args, "--env", dockerEnv(name)+"="+value)
	}
	args = append(args, "--entrypoint", "tini", dockerImage, "-g", "--", "bash", "-c", dockerScript)
	return exec.Command("docker", args...)
}

// dockerEnv is the variable from which the image takes a setting.
func dockerEnv(setting string) string {
	return "NEO4J_" + strings.NewReplacer("_", "__", ".", "_").Replace(setting)
}

// kill signals the container's first process, with which the system kills all others; the client ends when the container
// is removed.
func (dockerEngine) kill(i *instance) error {
	_, err := run(context.Background(), "docker", "kill", containerName(i))
	return err
}

func containerName(i *instance) string { return fmt.Sprintf("entente-test-neo4j-%d", i.port) }
