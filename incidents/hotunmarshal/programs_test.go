package hotunmarshal

import (
	cloudrevethumbBug "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/cloudreve-thumb/bug"
	cloudrevethumbFix "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/cloudreve-thumb/fix"
	cloudreveviewersBug "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/cloudreve-viewers/bug"
	cloudreveviewersFix "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/cloudreve-viewers/fix"
	configcat13Bug "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/configcat-13/bug"
	configcat13Fix "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/configcat-13/fix"
	exportertoolkit443Bug "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/exporter-toolkit-443/bug"
	exportertoolkit443Fix "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/exporter-toolkit-443/fix"
	gonyx44Bug "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/gonyx-44/bug"
	gonyx44Fix "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/gonyx-44/fix"
	kratoshooksBug "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/kratos-hooks/bug"
	kratoshooksFix "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/kratos-hooks/fix"
	kratosoidcBug "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/kratos-oidc/bug"
	kratosoidcFix "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/kratos-oidc/fix"
	memosrssBug "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/memos-rss/bug"
	memosrssFix "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/memos-rss/fix"
	memosvisibilityBug "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/memos-visibility/bug"
	memosvisibilityFix "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/memos-visibility/fix"
	morozconfigBug "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/moroz-config/bug"
	morozconfigFix "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/moroz-config/fix"
	oathkeeper348Bug "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/oathkeeper-348/bug"
	oathkeeper348Fix "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/oathkeeper-348/fix"
	thunderid3561Bug "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/thunderid-3561/bug"
	thunderid3561Fix "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/thunderid-3561/fix"
	warden352Bug "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/warden-352/bug"
	warden352Fix "github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/warden-352/fix"
)

// programs are the bug and the fix of each incident.
var programs = map[string]struct{ bug, fix func() error }{
	"cloudreve-thumb":      {cloudrevethumbBug.Request, cloudrevethumbFix.Request},
	"cloudreve-viewers":    {cloudreveviewersBug.Request, cloudreveviewersFix.Request},
	"configcat-13":         {configcat13Bug.Request, configcat13Fix.Request},
	"exporter-toolkit-443": {exportertoolkit443Bug.Request, exportertoolkit443Fix.Request},
	"gonyx-44":             {gonyx44Bug.Request, gonyx44Fix.Request},
	"kratos-hooks":         {kratoshooksBug.Request, kratoshooksFix.Request},
	"kratos-oidc":          {kratosoidcBug.Request, kratosoidcFix.Request},
	"memos-rss":            {memosrssBug.Request, memosrssFix.Request},
	"memos-visibility":     {memosvisibilityBug.Request, memosvisibilityFix.Request},
	"moroz-config":         {morozconfigBug.Request, morozconfigFix.Request},
	"oathkeeper-348":       {oathkeeper348Bug.Request, oathkeeper348Fix.Request},
	"thunderid-3561":       {thunderid3561Bug.Request, thunderid3561Fix.Request},
	"warden-352":           {warden352Bug.Request, warden352Fix.Request},
}
