package store

import (
	"encoding/json"
	"net/http"
)

// kinds has the schemas of all kinds of users: rows, though a constant is part of
// their key: the rest of it is what a store had.
type kinds interface {
	ConfigNames(category string) ([]string, error)
	ByName(category, name string) (kind, error)
}

type kind struct{ Schema json.RawMessage }

type schemas struct{ kinds kinds }

type property interface{ valid() bool }

type text struct{ required bool }

func (t *text) valid() bool { return t.required }

func (s *schemas) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	names, _ := s.kinds.ConfigNames("user")
	for _, name := range names {
		s.compiled("user", name)
	}
}

func (s *schemas) compiled(category, name string) (map[string]property, error) {
	k, err := s.kinds.ByName(category, name)
	if err != nil {
		return nil, err
	}
	return compile(k.Schema)
}

func compile(schema json.RawMessage) (map[string]property, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(schema, &all); err != nil {
		return nil, err
	}
	out := make(map[string]property)
	for name, raw := range all {
		p, err := compileProperty(name, raw)
		if err != nil {
			return nil, err
		}
		out[name] = p
	}
	return out, nil
}

func compileProperty(name string, raw json.RawMessage) (property, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	var typ string
	if err := json.Unmarshal(fields["type"], &typ); err != nil {
		return nil, err
	}
	return compileText(fields)
}

func compileText(fields map[string]json.RawMessage) (property, error) {
	t := new(text)
	if raw, ok := fields["required"]; ok {
		if err := json.Unmarshal(raw, &t.required); err != nil {
			return nil, err
		}
	}
	return t, nil
}
