package graphtest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Python gives a Python with the libraries that a file of requirements pins, in a
// virtual environment that is made once a machine under a name. Without Python the
// test is skipped, except under CI.
func Python(t testing.TB, name, requirements string) string {
	t.Helper()
	venv := toolFolder(t, name)
	python := filepath.Join(venv, "bin", "python")
	install(t, venv, []string{requirements},
		[]string{"python3", "-m", "venv", "--clear", venv},
		[]string{python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements})
	return python
}

// NodeModules gives a folder with the packages that a package.json and its lock file
// in a folder pin, which is made once a machine under a name: what NODE_PATH names.
// Without Node the test is skipped, except under CI.
func NodeModules(t testing.TB, name, folder string) string {
	t.Helper()
	home := toolFolder(t, name)
	files := []string{filepath.Join(folder, "package.json"), filepath.Join(folder, "package-lock.json")}
	if err := os.MkdirAll(home, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(home, filepath.Base(f)), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	install(t, home, files, []string{"npm", "--prefix", home, "ci", "--no-audit", "--no-fund", "--silent"})
	return filepath.Join(home, "node_modules")
}

// toolFolder gives the folder of what is installed under a name.
func toolFolder(t testing.TB, name string) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(cache, "entente-test", name)
}

// install runs commands, unless they ran for files of the same content before.
func install(t testing.TB, folder string, pinned []string, commands ...[]string) {
	t.Helper()
	var wanted []byte
	for _, f := range pinned {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		wanted = append(wanted, b...)
	}
	stamp := filepath.Join(folder, "installed")
	if have, err := os.ReadFile(stamp); err == nil && bytes.Equal(have, wanted) {
		return
	}
	for _, args := range commands {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			out = out[:min(len(out), 6000)]
			if os.Getenv("CI") == "" {
				t.Skipf("the test needs %s: %v\n%s", args[0], err, out)
			}
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	if err := os.WriteFile(stamp, wanted, 0o644); err != nil {
		t.Fatal(err)
	}
}
