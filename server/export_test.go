package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// A file that is there is a whole one: what could not be written to its end leaves
// what was there before, and nothing beside it.
func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "record.csv")
	write := func(text string, err error) error {
		return writeFile(name, func(w io.Writer) error {
			if _, err := io.WriteString(w, text); err != nil {
				return err
			}
			return err
		})
	}
	broken := errors.New("broken")
	if err := write("half", broken); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if err := write("whole", nil); err != nil {
		t.Fatal(err)
	}
	if err := write("half again", broken); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(name)
	if err != nil || string(b) != "whole" || len(files) != 1 {
		t.Errorf("the file holds %q, %v, beside %d others", b, err, len(files)-1)
	}
}
