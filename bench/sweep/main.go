// The sweep command runs the suite over code that nobody wrote for it: the
// standard library, the go command's own packages, and the programs that test
// compilers and type checkers. Findings there say little. What it looks for is
// an analyzer that panics, one that does not end, and findings that depend on the
// order of packages or on how much runs in parallel.
//
//	cd bench && go run ./sweep            # everything, at night
//	cd bench && go run ./sweep -every=50 -targets=linux/amd64 -cgo=0 net/...
//
// Packages are loaded from source and analyzed in process, as go vet runs no
// analyzer on standard packages that are dependencies. Exit status: 0 if all went
// well, 1 if not, 2 if packages could not be loaded.
package main

import (
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/packages"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/contain"
)

var (
	targets = flag.String("targets", "linux/amd64,windows/amd64,darwin/arm64,js/wasm", "comma-separated GOOS/GOARCH")
	cgo     = flag.String("cgo", "0,1", "comma-separated values of CGO_ENABLED; js/wasm has 0 only")
	every   = flag.Int("every", 1, "take each nth test program of GOROOT, 0 for none")
	bound   = flag.Duration("bound", 2*time.Minute, "time that one analyzer may take on one package")
	seed    = flag.Uint64("seed", uint64(time.Now().UnixNano()), "of the order of the second run")
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("sweep: ")
	flag.Parse()
	patterns := flag.Args()
	if len(patterns) == 0 {
		patterns = []string{"std", "cmd"}
	}
	if *every < 0 {
		log.Fatalf("-every=%d is negative", *every)
	}
	contain.Standard, contain.Debug = true, true
	watch(analyzers.All, *bound)

	failed := false
	for target := range strings.SplitSeq(*targets, ",") {
		for enabled := range strings.SplitSeq(*cgo, ",") {
			if target == "js/wasm" && enabled != "0" {
				continue
			}
			if !sweep(target, enabled, patterns) {
				failed = true
			}
		}
	}
	if failed {
		os.Exit(1)
	}
}

// sweep analyzes what there is for a target, twice, and reports whether all went well.
func sweep(target, cgo string, patterns []string) bool {
	goos, goarch, ok := strings.Cut(target, "/")
	if !ok {
		log.Fatalf("target %q is not GOOS/GOARCH", target)
	}
	name := target + " cgo=" + cgo
	start := time.Now()
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax | packages.NeedModule,
		Env:  append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED="+cgo),
	}, patterns...)
	if err != nil {
		log.Print(err)
		os.Exit(2)
	}
	loaded := len(pkgs)
	var ill []string
	pkgs = slices.DeleteFunc(pkgs, func(p *packages.Package) bool {
		skip := p.IllTyped || p.Types == nil
		if skip {
			ill = append(ill, p.PkgPath)
		}
		return skip
	})
	if len(pkgs) == 0 {
		log.Printf("%s: none of %d packages loads", name, loaded)
		os.Exit(2)
	}
	good := len(pkgs)
	programs, untyped, err := testPrograms(pkgs, goos, goarch, *every)
	if err != nil {
		log.Print(err)
		os.Exit(2)
	}
	pkgs = append(pkgs, programs...)
	fmt.Printf("%s: %d packages (not loaded: %d %s), %d test programs (do not type-check for this target: %d), loaded in %v\n",
		name, good, len(ill), strings.Join(ill, " "), len(programs), untyped, time.Since(start).Round(time.Second))

	start = time.Now()
	first, err := analyze(pkgs, 8)
	if err != nil {
		log.Fatalf("%s: %v", name, err)
	}
	between := time.Now()
	order := rand.New(rand.NewPCG(*seed, 0))
	order.Shuffle(len(pkgs), func(i, j int) { pkgs[i], pkgs[j] = pkgs[j], pkgs[i] })
	second, err := analyze(pkgs, 1)
	if err != nil {
		log.Fatalf("%s: %v", name, err)
	}

	bad := slices.Concat(first.failures, second.failures, diff(first.findings, second.findings))
	for _, line := range bad {
		fmt.Printf("%s: %s\n", name, line)
	}
	fmt.Printf("%s: %d findings, %d failures, GOMAXPROCS=8 in %v, GOMAXPROCS=1 in %v with seed %d, slowest %v, %s\n", name, len(first.findings), len(bad),
		between.Sub(start).Round(time.Second), time.Since(between).Round(time.Second), *seed, slowest(), memory())
	return len(bad) == 0
}

// memory returns the size of the heap, which is at its largest now.
func memory() string {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return fmt.Sprintf("%d MiB", stats.HeapSys>>20)
}
