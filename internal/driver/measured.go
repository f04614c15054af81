package driver

import (
	"os"
	"path/filepath"

	"github.com/golint-incidents/golint-incidents/internal/measure"
)

// Measured is what a command measures of the tool's processes. All of them are run anew
// then, as nothing is known of what go's cache holds.
type Measured struct {
	Stats       bool   // print what each analyzer and package costs
	CPU, Memory string // files for the profiles of all, "" for none
}

// measuring returns where units write what flags ask for, by the flag.
func (r *runner) measuring() map[string]string {
	of := make(map[string]string)
	for name, asked := range map[string]bool{
		statsFlag:  r.Measured.Stats,
		cpuFlag:    r.Measured.CPU != "",
		memoryFlag: r.Measured.Memory != "",
	} {
		if asked {
			of[name] = filepath.Join(r.tmp, name)
		}
	}
	return of
}

// measure has the tool measure.
func (r *runner) measure() error {
	for name, folder := range r.measuring() {
		if err := os.Mkdir(folder, 0o777); err != nil {
			return err
		}
		r.vetter.toolFlags = append(r.vetter.toolFlags, "-"+name+"="+folder)
	}
	return nil
}

// measured writes the profiles, and prints what was measured to standard error.
func (r *runner) measured() error {
	of := r.measuring()
	for name, file := range map[string]string{cpuFlag: r.Measured.CPU, memoryFlag: r.Measured.Memory} {
		if file == "" {
			continue // nobody asked
		}
		if err := measure.Merge(of[name], file); err != nil {
			return err
		}
	}
	if !r.Measured.Stats {
		return nil
	}
	costs, err := measure.Read(of[statsFlag])
	if err != nil {
		return err
	}
	return measure.Print(r.Stderr, costs)
}
