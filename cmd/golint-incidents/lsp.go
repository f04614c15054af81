package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/finding"
	"github.com/golint-incidents/golint-incidents/internal/format"
	"github.com/golint-incidents/golint-incidents/internal/lsp"
	"github.com/golint-incidents/golint-incidents/internal/proc"
)

// lspUsage is the help for lsp.
const lspUsage = "usage: golint-incidents lsp [flags of analyzers]"

// serveEditor is the command lsp: a language server on standard input and output. Each
// analysis is a run of this command in the folder of a file, so both share go's cache and
// the user's settings.
func serveEditor(ctx context.Context, args []string, stdout, stderr io.Writer) (int, error) {
	o, err := parse(args)
	if err != nil {
		return 0, fmt.Errorf("lsp: %w", err)
	}
	if o.help {
		_, err := fmt.Fprintln(stdout, lspUsage)
		return 0, err
	}
	if len(o.Args) > 0 {
		return 0, fmt.Errorf("lsp takes no arguments but flags; %s", lspUsage)
	}
	exe, err := os.Executable()
	if err != nil {
		return 0, err
	}
	analyze := func(ctx context.Context, dir string) ([]finding.Finding, error) {
		cmd := proc.Command(ctx, exe, append([]string{"-format=json", "-nested=false"}, append(args, ".")...)...)
		cmd.Dir = dir
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		runErr := cmd.Run() // findings are an error to it
		found, err := format.ReadJSON(&out)
		if err != nil {
			return nil, fmt.Errorf("%s: %w: %s", filepath.Base(dir), runErr, strings.TrimSpace(errs.String()))
		}
		return found, nil
	}
	return 0, lsp.Serve(ctx, os.Stdin, os.Stdout, contain.Version(), analyze)
}
