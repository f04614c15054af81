// Package front asks for the rules by two ways, of which the shorter is told.
package front

import (
	"net/http"

	"siblings/rules"
)

func First(w http.ResponseWriter, r *http.Request) { rules.Far() }

func Second(w http.ResponseWriter, r *http.Request) { rules.Load() }
