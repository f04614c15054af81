package measure

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"sync"

	"github.com/google/pprof/profile"
)

// A Profiler writes the profiles of one process that ends without a word: whatever was
// measured until the last [Profiler.Save] is kept. The zero value writes nothing. Several
// goroutines may use it.
type Profiler struct {
	CPU, Memory string // folders for the profiles, "" for none

	mu   sync.Mutex
	n    int // profiles of the processor so far
	file *os.File
}

// Start begins to profile.
func (p *Profiler) Start() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.start()
}

func (p *Profiler) start() error {
	if p.CPU == "" {
		return nil
	}
	p.n++
	f, err := os.Create(filepath.Join(p.CPU, fmt.Sprintf("cpu-%d-%d.pprof", os.Getpid(), p.n)))
	if err != nil {
		return err
	}
	p.file = f
	return pprof.StartCPUProfile(f)
}

// Save writes what was measured so far, and goes on.
func (p *Profiler) Save() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.Memory != "" {
		f, err := os.Create(filepath.Join(p.Memory, fmt.Sprintf("memory-%d.pprof", os.Getpid())))
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.Lookup("allocs").WriteTo(f, 0); err != nil {
			return err
		}
	}
	if p.CPU == "" {
		return nil
	}
	pprof.StopCPUProfile()
	if err := p.file.Close(); err != nil {
		return err
	}
	return p.start()
}

// Merge writes the sum of the profiles in a folder to a file. The profiles that a process
// had just begun when it ended are left out.
func Merge(folder, file string) error {
	names, err := filepath.Glob(filepath.Join(folder, "*.pprof"))
	if err != nil {
		return err
	}
	var all []*profile.Profile
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if p, err := profile.ParseData(data); err == nil { // else it was not ended
			all = append(all, p)
		}
	}
	if len(all) == 0 {
		return fmt.Errorf("no unit was analyzed: there is no profile for %s", file)
	}
	sum, err := profile.Merge(all)
	if err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(sum.Write(f), f.Close())
}
