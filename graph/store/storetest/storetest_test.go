package storetest

import (
	"testing"

	"github.com/entente/entente/graph"
)

func TestModelKeepsTheLaws(t *testing.T) {
	Run(t, func(*testing.T) graph.Store { return NewModel() })
}

func TestModelIsTheSameAsItself(t *testing.T) {
	for seed := range uint64(3) {
		Same(t, NewModel(), NewModel(), seed, 30)
	}
}

func FuzzModelIsTheSameAsItself(f *testing.F) {
	model := func(*testing.T) graph.Store { return NewModel() }
	Fuzz(f, model, model)
}
