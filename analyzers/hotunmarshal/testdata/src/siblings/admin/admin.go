// Package admin asks for them seldom.
package admin

import (
	"net/http"

	"siblings/rules"
)

func Show(w http.ResponseWriter, r *http.Request) { rules.Load() }
