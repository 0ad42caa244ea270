package measure

import (
	"context"
	"math"
	"slices"
)

// krylov is how many steps of Lanczos are taken before it begins anew from the
// best vector found: enough to part eigenvalues that lie close together, few enough
// to keep all vectors in memory.
const krylov = 24

// eigenvector gives the positive eigenvector of the greatest eigenvalue of the
// largest component, with length 1, by restarted Lanczos steps (Lanczos 1950;
// Saad 2011, 6.4), which also converge where a power iteration crawls. It has
// converged when A x differs from λ x by less than the tolerance.
func eigenvector(ctx context.Context, p *Projection) ([]float64, bool, error) {
	x := p.largestComponent()
	for range maxIterations / krylov {
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		basis, t := p.lanczos(x)
		if len(basis) == 0 {
			return x, true, nil // there is no component
		}
		value, weights := greatestEigenpair(t)
		clear(x)
		for i, w := range weights {
			for v, y := range basis[i] {
				x[v] += w * y
			}
		}
		scale(x, math.Copysign(1/length(x), sum(x))) // all of one sign (Perron, Frobenius)
		y := p.times(x)
		far := 0.0
		for v := range y {
			far += math.Abs(y[v] - value*x[v])
		}
		if far < tolerance {
			return x, true, nil
		}
	}
	return x, false, nil
}

// largestComponent marks the actors of the largest component with the same
// positive number; of components of the same size that with the smallest id. An
// actor alone is no component.
func (p *Projection) largestComponent() []float64 {
	out := make([]float64, len(p.Actors))
	if all := p.components(); len(all) > 0 && len(all[0]) > 1 {
		for _, v := range all[0] {
			out[v] = 1 / math.Sqrt(float64(len(all[0])))
		}
	}
	return out
}

// times multiplies the matrix of the weights with a vector.
func (p *Projection) times(x []float64) []float64 {
	y := make([]float64, len(x))
	for v := range y {
		nets := p.Nets[p.Offsets[v]:p.Offsets[v+1]]
		for k, w := range p.Neighbors[p.Offsets[v]:p.Offsets[v+1]] {
			y[v] += math.Abs(nets[k]) * x[w]
		}
	}
	return y
}

// lanczos gives an orthonormal basis of x, A x, A² x, … and what A is in it.
func (p *Projection) lanczos(x []float64) (basis, t [][]float64) {
	t = make([][]float64, krylov)
	for i := range t {
		t[i] = make([]float64, krylov)
	}
	for next := x; len(basis) < krylov; {
		size, i := length(next), len(basis)
		if size < 1e-13 { // the space is closed under A
			break
		}
		if i > 0 {
			t[i-1][i], t[i][i-1] = size, size
		}
		q := slices.Clone(next)
		scale(q, 1/size)
		basis = append(basis, q)
		next = p.times(q)
		t[i][i] = dot(next, q)
		for range 2 { // twice is enough (Giraud et al. 2005)
			for _, b := range basis {
				add(next, b, -dot(next, b))
			}
		}
	}
	t = t[:len(basis)]
	for i := range t {
		t[i] = t[i][:len(basis)]
	}
	return basis, t
}

// greatestEigenpair gives the greatest eigenvalue of a small symmetric matrix, which
// it takes apart, and its eigenvector, by rotations (Jacobi 1846).
func greatestEigenpair(a [][]float64) (float64, []float64) {
	n := len(a)
	vectors := make([][]float64, n) // in rows
	for i := range vectors {
		vectors[i] = make([]float64, n)
		vectors[i][i] = 1
	}
	for range 50 { // sweeps; some ten do
		off := 0.0
		for i := range n {
			for j := range i {
				off += math.Abs(a[i][j])
				rotate(a, vectors, i, j)
			}
		}
		if off < 1e-15 {
			break
		}
	}
	best := 0
	for i := range n {
		if a[i][i] > a[best][best] {
			best = i
		}
	}
	return a[best][best], vectors[best]
}

// rotate makes a[i][j] zero.
func rotate(a, vectors [][]float64, i, j int) {
	if a[i][j] == 0 {
		return
	}
	theta := (a[j][j] - a[i][i]) / (2 * a[i][j])
	t := math.Copysign(1, theta) / (math.Abs(theta) + math.Hypot(1, theta))
	c := 1 / math.Hypot(1, t)
	s := t * c
	for k := range a {
		a[k][i], a[k][j] = c*a[k][i]-s*a[k][j], s*a[k][i]+c*a[k][j]
	}
	for k := range a {
		a[i][k], a[j][k] = c*a[i][k]-s*a[j][k], s*a[i][k]+c*a[j][k]
		vectors[i][k], vectors[j][k] = c*vectors[i][k]-s*vectors[j][k], s*vectors[i][k]+c*vectors[j][k]
	}
}

func dot(x, y []float64) float64 {
	out := 0.0
	for i := range x {
		out += x[i] * y[i]
	}
	return out
}

func add(x, y []float64, by float64) {
	for i := range x {
		x[i] += by * y[i]
	}
}

func scale(x []float64, by float64) {
	for i := range x {
		x[i] *= by
	}
}

func sum(x []float64) float64 {
	out := 0.0
	for _, v := range x {
		out += v
	}
	return out
}

func length(x []float64) float64 { return math.Sqrt(dot(x, x)) }
