// Command quality writes docs/quality.md, and its summary in README.md, from the
// results that bench/mutants and bench/precision left as data.
//
//	cd bench && go run ./quality
//
// With -check it writes nothing and fails if the pages are not what the data says.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "quality:", err)
		os.Exit(1)
	}
}

func run() error {
	root := flag.String("root", "..", "the `folder` of the repository")
	check := flag.Bool("check", false, "fail if the pages are out of date, and write nothing")
	flag.Parse()
	d, err := readData(*root + "/bench")
	if err != nil {
		return err
	}
	var page bytes.Buffer
	d.page(&page)
	if err := put(*root+"/docs/quality.md", page.Bytes(), *check); err != nil {
		return err
	}
	name := *root + "/README.md"
	readme, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var section bytes.Buffer
	d.summary(&section)
	readme, err = replaceSection(readme, section.Bytes())
	if err != nil {
		return err
	}
	return put(name, readme, *check)
}

func put(name string, text []byte, check bool) error {
	old, err := os.ReadFile(name)
	if err == nil && bytes.Equal(old, text) {
		return nil
	}
	if check {
		return fmt.Errorf("%s is not what the data says: cd bench && go run ./quality", name)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o644)
}

const (
	begin = "<!-- quality: begin (cd bench && go run ./quality) -->\n"
	end   = "<!-- quality: end -->\n"
)

// replaceSection puts text between the marks.
func replaceSection(page, text []byte) ([]byte, error) {
	i, j := bytes.Index(page, []byte(begin)), bytes.Index(page, []byte(end))
	if i < 0 || j < i {
		return nil, fmt.Errorf("README.md lacks the marks %s%s", begin, end)
	}
	return bytes.Join([][]byte{page[:i+len(begin)], text, page[j:]}, nil), nil
}
