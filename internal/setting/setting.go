// Package setting has the values of flags that are checked when they are set,
// so that nonsense is an error in every way to run the analyzers.
package setting

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Int is a whole number with a smallest value.
type Int struct {
	p   *int
	min int
}

// AtLeast returns a value that sets *p, which is value now and never below min.
func AtLeast(p *int, value, min int) *Int {
	*p = value
	return &Int{p, min}
}

func (i *Int) String() string {
	if i.p == nil {
		return "0" // package flag asks the zero value
	}
	return strconv.Itoa(*i.p)
}

// Set parses the number.
func (i *Int) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < i.min {
		return fmt.Errorf("want a whole number of at least %d", i.min)
	}
	*i.p = n
	return nil
}

// Share is a percentage.
type Share struct{ p *float64 }

// Percent returns a value that sets *p, which is 0 now.
func Percent(p *float64) *Share {
	*p = 0
	return &Share{p}
}

func (p *Share) String() string {
	if p.p == nil {
		return "0" // package flag asks the zero value
	}
	return strconv.FormatFloat(*p.p, 'g', -1, 64)
}

// Set parses the number.
func (p *Share) Set(s string) error {
	v, err := strconv.ParseFloat(strings.TrimSuffix(s, "%"), 64)
	if err != nil || !(0 <= v && v <= 100) {
		return fmt.Errorf("want a percentage from 0 to 100")
	}
	*p.p = v
	return nil
}

// Names is a list of full names of functions, separated by commas.
type Names struct{ p *string }

// Functions returns a value that sets *p, which is empty now.
func Functions(p *string) *Names {
	*p = ""
	return &Names{p}
}

func (n *Names) String() string {
	if n.p == nil {
		return "" // package flag asks the zero value
	}
	return *n.p
}

// fullName matches path.Func, (path.Type).Method and (*path.Type).Method.
var fullName = regexp.MustCompile(`^([^\s()*]+\.[\pL_][\pL\pN_]*|\(\*?[^\s()*]+\.[\pL_][\pL\pN_]*\)\.[\pL_][\pL\pN_]*)$`)

// Set checks the form of each name.
func (n *Names) Set(s string) error {
	for name := range strings.SplitSeq(s, ",") {
		if name = strings.TrimSpace(name); name != "" {
			if err := checkName(name); err != nil {
				return err
			}
		}
	}
	*n.p = s
	return nil
}

// Package returns the import path in the full name of a function, as [Names] has it,
// "" if there is none.
func Package(name string) string {
	name = strings.TrimLeft(strings.TrimSpace(name), "(*")
	name, _, _ = strings.Cut(name, ")")
	return name[:max(0, strings.LastIndexByte(name, '.'))]
}
