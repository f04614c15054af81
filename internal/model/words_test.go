package model_test

import (
	"testing"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

func TestSays(t *testing.T) {
	for _, c := range []struct {
		kind, name string
		want       bool
	}{
		{"setting", "GetSiteConfig", true},
		{"setting", "file_viewers", false},
		{"setting", "thumb_proxy_policy", true},
		{"setting", "mailsettings", true},
		{"setting", "FeatureFlags", true},
		{"setting", "flags", false},
		{"setting", "*siteInfoRepo", true},
		{"setting", "Reconfigured", false},
		{"setting", "HTTPConfig", true},
		{"setting", "HTTPCfgLoader", true},
		{"setting", "adopted", false},
		{"cold", "adminUsers", true},
		{"cold", "SignUp", true},
		{"cold", "administer", false},
	} {
		if got := model.Says(c.kind, c.name); got != c.want {
			t.Errorf("Says(%q, %q) = %t", c.kind, c.name, got)
		}
	}
	for _, c := range []struct {
		kind, name string
		want       bool
	}{
		{"keep", "SetValue", true},
		{"keep", "Settings", false},
		{"keep", "address", false},
		{"later", "OnError", true},
		{"later", "", false},
	} {
		if got := model.Begins(c.kind, c.name); got != c.want {
			t.Errorf("Begins(%q, %q) = %t", c.kind, c.name, got)
		}
	}
}
