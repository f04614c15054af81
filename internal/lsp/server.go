// Package lsp serves findings to editors: diagnostics when a file is opened or saved, with
// the trace as related places, and actions that fix or suppress them.
package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"sync"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/golint-incidents/golint-incidents/internal/finding"
)

// An Analysis returns the findings in the package in a folder. The error says why there are
// none.
type Analysis func(ctx context.Context, dir string) ([]finding.Finding, error)

// Serve speaks the protocol on a stream until the client ends it.
func Serve(ctx context.Context, in io.ReadCloser, out io.WriteCloser, version string, analyze Analysis) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &server{analyze: analyze, version: version, dirs: make(chan string, 64), found: make(map[string][]finding.Finding)}
	conn := jsonrpc2.NewConn(ctx, jsonrpc2.NewBufferedStream(stream{in, out}, jsonrpc2.VSCodeObjectCodec{}), jsonrpc2.HandlerWithError(s.handle))
	s.conn = conn
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.work(ctx)
	}()
	select {
	case <-conn.DisconnectNotify():
	case <-ctx.Done():
		conn.Close() // it may be closed
	}
	cancel()
	<-done
	return nil
}

// A stream is standard input and output.
type stream struct {
	io.ReadCloser
	io.WriteCloser
}

// Close closes both.
func (s stream) Close() error {
	s.ReadCloser.Close() // the other end has said what there was
	return s.WriteCloser.Close()
}

// A server is one session with an editor.
type server struct {
	conn    *jsonrpc2.Conn
	analyze Analysis
	version string
	dirs    chan string // folders to analyze

	mu    sync.Mutex
	found map[string][]finding.Finding // by the folder whose analysis found them
}

// handle answers one request or notification.
func (s *server) handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) (any, error) {
	switch req.Method {
	case "initialize":
		return initializeResult{
			Capabilities: capabilities{
				TextDocumentSync:   syncOptions{OpenClose: true, Save: true},
				CodeActionProvider: actionOptions{[]string{"quickfix"}},
			},
			ServerInfo: map[string]string{"name": "golint-incidents", "version": s.version},
		}, nil
	case "shutdown":
		return nil, nil
	case "exit":
		return nil, conn.Close()
	case "textDocument/didOpen", "textDocument/didSave":
		var p documentParams
		if err := decode(req, &p); err != nil {
			return nil, err
		}
		if file := fileOf(p.TextDocument.URI); filepath.Ext(file) == ".go" {
			select {
			case s.dirs <- filepath.Dir(file):
			default:
				// many are waiting: the next save asks again
			}
		}
		return nil, nil
	case "textDocument/codeAction":
		var p actionParams
		if err := decode(req, &p); err != nil {
			return nil, err
		}
		return s.actions(fileOf(p.TextDocument.URI), p.Range), nil
	}
	if req.Notif {
		return nil, nil // not for this server
	}
	return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: "no method " + req.Method}
}

func decode(req *jsonrpc2.Request, into any) error {
	if req.Params == nil {
		return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: req.Method + " has no parameters"}
	}
	if err := json.Unmarshal(*req.Params, into); err != nil {
		return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: err.Error()}
	}
	return nil
}

// work analyzes folders one after another. One that waits several times is analyzed once.
func (s *server) work(ctx context.Context) {
	for {
		var dir string
		select {
		case <-ctx.Done():
			return
		case dir = <-s.dirs:
		}
		waiting := map[string]bool{dir: true}
		for more := true; more; {
			select {
			case next := <-s.dirs:
				waiting[next] = true
			default:
				more = false
			}
		}
		for dir := range waiting {
			found, err := s.analyze(ctx, dir)
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				s.conn.Notify(ctx, "window/logMessage", messageParams{severityWarning, err.Error()}) // the client may be gone
				continue                                                                             // what was found before may still hold
			}
			s.publish(ctx, dir, found)
		}
	}
}

// publish tells the client what was found in a folder, of each file that has or had findings.
func (s *server) publish(ctx context.Context, dir string, found []finding.Finding) {
	s.mu.Lock()
	files := make(map[string]bool)
	for _, f := range append(s.found[dir], found...) {
		files[f.Start.File] = true
	}
	s.found[dir] = found
	lists := make(map[string][]diagnostic)
	sources := new(finding.Sources)
	for file := range files {
		lists[file] = []diagnostic{}
		for _, list := range s.found {
			for i := range list {
				if list[i].Start.File == file {
					lists[file] = append(lists[file], convert(&list[i], sources))
				}
			}
		}
	}
	s.mu.Unlock()
	for file, list := range lists {
		s.conn.Notify(ctx, "textDocument/publishDiagnostics", publishParams{uriOf(file), list}) // the client may be gone
	}
}

// fileOf returns the file of a URI, "" if it is none.
func fileOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return ""
	}
	return filepath.FromSlash(u.Path)
}

func uriOf(file string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()
}

// name renders a finding's rule for a title.
func name(f *finding.Finding) string { return fmt.Sprintf("%s at line %d", f.Rule, f.Start.Line) }
