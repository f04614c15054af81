package written

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"

	"github.com/google/renameio/maybe"
	"github.com/natefinch/atomic"
)

type leases struct{ dbFile, auditFile, logFile, policyFile, defaultsFile string }

func (s *leases) store(b []byte) error { return replace(s.dbFile, b) }

func replace(path string, b []byte) error { return maybe.WriteFile(path, b, 0o600) }

func (s *leases) audit(b []byte) error { return atomic.WriteFile(s.auditFile, bytes.NewReader(b)) }

func (s *leases) log(b []byte) {
	f, err := os.OpenFile(s.logFile, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err == nil {
		f.Write(b)
	}
}

func (s *leases) check(b []byte) bool { return maybe.Allowed(s.policyFile, b) }

func (s *leases) size() int64 {
	f, err := os.OpenFile(s.defaultsFile, os.O_RDONLY, 0)
	if err != nil {
		return 0
	}
	info, _ := f.Stat()
	return info.Size()
}

func (s *leases) load(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(s.dbFile)
	var v rules
	json.Unmarshal(raw, &v)
	w.Write([]byte(v.Allow[0]))
}

func (s *leases) audits(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(s.auditFile)
	var v rules
	json.Unmarshal(raw, &v)
	w.Write([]byte(v.Allow[0]))
}

func (s *leases) entries(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(s.logFile)
	var v rules
	json.Unmarshal(raw, &v)
	w.Write([]byte(v.Allow[0]))
}

func (s *leases) policy(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(s.policyFile)
	var v rules
	json.Unmarshal(raw, &v) // want `json.Unmarshal decodes what does not depend on the request`
	w.Write([]byte(v.Allow[0]))
}

func (s *leases) defaults(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(s.defaultsFile)
	var v rules
	json.Unmarshal(raw, &v) // want `json.Unmarshal decodes what does not depend on the request`
	w.Write([]byte(v.Allow[0]))
}
