// Package probe sends requests to the incident programs, within the process.
package probe

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	"github.com/gofiber/fiber/v2"
)

// Get sends a request to a handler.
func Get(h http.Handler, target string) error {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	if w.Code >= http.StatusInternalServerError {
		return fmt.Errorf("status %d: %s", w.Code, w.Body)
	}
	return nil
}

// Fiber sends a request to an app.
func Fiber(app *fiber.App, target string) error {
	resp, err := app.Test(httptest.NewRequest(http.MethodGet, target, nil), -1)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusInternalServerError {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return nil
}

// folders are those that File made.
var folders []string

// Clean removes the files that File wrote. The programs write them when they are
// initialized, so only the end of the tests can do it.
func Clean() error {
	var errs []error
	for _, dir := range folders {
		errs = append(errs, os.RemoveAll(dir))
	}
	return errors.Join(errs...)
}

// File writes a file into a folder of its own and returns its path.
func File(name, content string) string {
	dir, err := os.MkdirTemp("", "hotunmarshal")
	if err != nil {
		panic(err)
	}
	folders = append(folders, dir)
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		panic(err)
	}
	return path
}
