//go:build unix

// The growth command measures how the cost of an analyzer grows with the code: it
// generates packages of one shape in several sizes, runs go vet with the suite as its
// tool on each, and fits the exponent of a power of the size to the processor time and
// to the memory of the tool's process. Both include parsing, type checking and SSA.
//
//	cd bench && go run ./growth                      # all analyzers, some minutes
//	cd bench && go run ./growth -analyzer=timerreset -shapes=branches,methods -sizes=500,2000
package main

import (
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/golint-incidents/golint-incidents/bench/internal/usage"
	"github.com/golint-incidents/golint-incidents/bench/internal/vet"
)

var (
	tool     = flag.String("tool", "", "binary of the suite; default: built from this repository")
	analyzer = flag.String("analyzer", "", "run this analyzer alone; default: all")
	only     = flag.String("shapes", "", "comma-separated shapes; default: all that need no C")
	sizes    = flag.String("sizes", "500,1000,2000,5000,10000,20000", "comma-separated numbers of functions or branches")
	keep     = flag.String("keep", "", "write the generated modules to this folder, and keep them")
)

func main() {
	usage.Main()
	log.SetFlags(0)
	log.SetPrefix("growth: ")
	flag.Parse()
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	var ns []int
	for field := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(field)
		if err != nil || n <= 0 {
			return fmt.Errorf("-sizes: %q is not a positive number", field)
		}
		ns = append(ns, n)
	}
	chosen, err := choose(*only)
	if err != nil {
		return err
	}
	dir := *keep
	if dir == "" {
		if dir, err = os.MkdirTemp("", "growth"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	bin, err := vet.Tool(*tool, filepath.Join(dir, "bin"))
	if err != nil {
		return err
	}
	for _, s := range chosen {
		var points []point
		for _, n := range ns {
			p, err := measure(bin, filepath.Join(dir, s.name+strconv.Itoa(n)), s, n)
			if err != nil {
				return fmt.Errorf("%s of %d: %v", s.name, n, err)
			}
			fmt.Printf("%-10s %6d  %7.2f s  %6.0f MiB  %d findings\n", s.name, n, p.cpu, p.rss, p.findings)
			points = append(points, p)
		}
		if len(points) > 1 {
			fmt.Printf("%-10s exponent of time %.2f, of memory %.2f\n", s.name,
				exponent(points, func(p point) float64 { return p.cpu }), exponent(points, func(p point) float64 { return p.rss }))
		}
	}
	return nil
}

// choose returns the shapes of a comma-separated list.
func choose(list string) ([]shape, error) {
	if list == "" {
		return slices.DeleteFunc(slices.Clone(shapes), func(s shape) bool { return s.cgo }), nil
	}
	var chosen []shape
	for name := range strings.SplitSeq(list, ",") {
		i := slices.IndexFunc(shapes, func(s shape) bool { return s.name == name })
		if i < 0 {
			return nil, fmt.Errorf("-shapes: there is no shape %q", name)
		}
		chosen = append(chosen, shapes[i])
	}
	return chosen, nil
}

// A point is what the analysis of one package costs.
type point struct {
	size     int
	cpu      float64 // seconds, user and system
	rss      float64 // MiB
	findings int
}

// exponent fits y = c * size^k by least squares of the logarithms, and returns k.
func exponent(points []point, y func(point) float64) float64 {
	var sx, sy, sxx, sxy float64
	for _, p := range points {
		x, y := math.Log(float64(p.size)), math.Log(y(p))
		sx, sy, sxx, sxy = sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	n := float64(len(points))
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}
