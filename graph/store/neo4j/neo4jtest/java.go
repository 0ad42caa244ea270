package neo4jtest

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

//go:embed pom.xml
var pom []byte

//go:embed Launch.java
var launcher []byte

// minJava is the oldest Java that runs Neo4j 5.26.
const minJava = 17

// javaEngine runs Neo4j Community from Maven Central.
type javaEngine struct {
	java      string // the program
	classpath string
	launcher  string // the path of Launch.java
}

// findJava answers errNoEngine if there is no suitable Java, or no Maven to fetch Neo4j with, even after a CI machine was
// given the chance to install them.
func findJava(ctx context.Context) (_ engine, err error) {
	unlock, err := lock("maven") // several test binaries come here at the same time
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, unlock()) }()

	found, err := installedJava(ctx)
	if errors.Is(err, errNoEngine) && installJava(ctx) {
		return installedJava(ctx)
	}
	return found, err
}

func installedJava(ctx context.Context) (engine, error) {
	java, err := javaProgram(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := cacheDir()
	if err != nil {
		return nil, err
	}
	dir = filepath.Join(dir, fmt.Sprintf("neo4j-%x", sha256.Sum256(slices.Concat(pom, launcher)))[:18])
	classpath, err := resolve(ctx, dir)
	if err != nil {
		return nil, err
	}
	return javaEngine{java: java, classpath: classpath, launcher: filepath.Join(dir, "Launch.java")}, nil
}

var compilerModule = regexp.MustCompile(`(?m)^jdk\.compiler@(\d+)`)

// javaProgram returns a Java that is new enough and, as Launch.java is run from its source, has a compiler. Debian's run-time
// packages do, most others do not.
func javaProgram(ctx context.Context) (string, error) {
	candidates := []string{"java"}
	if home := os.Getenv("JAVA_HOME"); home != "" {
		candidates = []string{filepath.Join(home, "bin", "java"), "java"}
	}
	for _, java := range candidates {
		modules, err := run(ctx, java, "--list-modules")
		if err != nil {
			continue
		}
		if m := compilerModule.FindStringSubmatch(modules); m != nil {
			if version, err := strconv.Atoi(m[1]); err == nil && version >= minJava {
				return java, nil
			}
		}
	}
	return "", errNoEngine
}

// installJava installs Java and Maven on a CI machine, where nobody is there to be told to do it.
func installJava(ctx context.Context) bool {
	if !underCI() || os.Geteuid() != 0 {
		return false
	}
	if _, err := exec.LookPath("apt-get"); err != nil {
		return false
	}
	say("installing Java and Maven")
	_, err := run(ctx, "sh", "-c",
		"apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y openjdk-17-jre-headless maven")
	if err != nil {
		say("%v", err)
	}
	return err == nil
}

// resolve returns the class path of the pom and leaves Launch.java in dir. Maven is asked once.
func resolve(ctx context.Context, dir string) (string, error) {
	file := filepath.Join(dir, "classpath")
	if classpath, err := os.ReadFile(file); err == nil && allExist(filepath.SplitList(string(classpath))) {
		return string(classpath), nil
	}
	if _, err := exec.LookPath("mvn"); err != nil {
		return "", errNoEngine
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	pomFile, fresh := filepath.Join(dir, "pom.xml"), file+".new"
	if err := os.WriteFile(pomFile, pom, 0o644); err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, "Launch.java"), launcher, 0o644); err != nil {
		return "", err
	}
	say("fetching Neo4j from Maven Central, once")
	if _, err := run(ctx, "mvn", "-q", "-B", "-f", pomFile, "dependency:build-classpath", "-Dmdep.outputFile="+fresh); err != nil {
		return "", err
	}
	classpath, err := os.ReadFile(fresh)
	if err != nil {
		return "", err
	}
	return string(classpath), os.Rename(fresh, file)
}

func allExist(files []string) bool {
	for _, file := range files {
		if _, err := os.Stat(file); err != nil {
			return false
		}
	}
	return true
}

func (e javaEngine) command(i *instance) *exec.Cmd {
	args := []string{fmt.Sprintf("-Xmx%dm", i.options.heapMiB())}
	for _, opened := range []string{"java.io", "java.lang", "java.nio", "java.util.concurrent", "sun.nio.ch"} {
		args = append(args, "--add-opens=java.base/"+opened+"=ALL-UNNAMED")
	}
	args = append(args, "-cp", e.classpath, e.launcher, startedPassword, i.dir)
	args = append(args, i.options.settings(i.port)...)
	args = append(args, fmt.Sprintf("server.bolt.listen_address=127.0.0.1:%d", i.port))
	return exec.Command(e.java, args...)
}

func (javaEngine) kill(i *instance) error { return i.cmd.Process.Kill() }
