package cgoalloc

import (
	kafkaaclbindingBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/kafka-aclbinding/bug"
	kafkaaclbindingFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/kafka-aclbinding/fix"
	kafkaaclerrorBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/kafka-aclerror/bug"
	kafkaaclerrorFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/kafka-aclerror/fix"
	kafkalogeventsBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/kafka-logevents/bug"
	kafkalogeventsFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/kafka-logevents/fix"
	kafkametadataBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/kafka-metadata/bug"
	kafkametadataFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/kafka-metadata/fix"
	kafkaproduceBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/kafka-produce/bug"
	kafkaproduceFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/kafka-produce/fix"
	libvirtifparamsBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/libvirt-ifparams/bug"
	libvirtifparamsFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/libvirt-ifparams/fix"
	libxml2c14nBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/libxml2-c14n/bug"
	libxml2c14nFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/libxml2-c14n/fix"
	libxml2nodevalueBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/libxml2-nodevalue/bug"
	libxml2nodevalueFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/libxml2-nodevalue/fix"
	lpmsbypassBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/lpms-bypass/bug"
	lpmsbypassFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/lpms-bypass/fix"
	nvmldlopenBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/nvml-dlopen/bug"
	nvmldlopenFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/nvml-dlopen/fix"
	pamenvlistBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/pam-envlist/bug"
	pamenvlistFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/pam-envlist/fix"
	sqlitebusytimeoutBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/sqlite-busytimeout/bug"
	sqlitebusytimeoutFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/sqlite-busytimeout/fix"
	sqliteexpandedsqlBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/sqlite-expandedsql/bug"
	sqliteexpandedsqlFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/sqlite-expandedsql/fix"
	sqlitefilenameBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/sqlite-filename/bug"
	sqlitefilenameFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/sqlite-filename/fix"
	sqliteloadextensionBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/sqlite-loadextension/bug"
	sqliteloadextensionFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/sqlite-loadextension/fix"
	sqliteresulttextBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/sqlite-resulttext/bug"
	sqliteresulttextFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/sqlite-resulttext/fix"
	sqliteserializeBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/sqlite-serialize/bug"
	sqliteserializeFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/sqlite-serialize/fix"
	sqliteuserauthBug "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/sqlite-userauth/bug"
	sqliteuserauthFix "github.com/golint-incidents/golint-incidents/incidents/cgoalloc/sqlite-userauth/fix"
)

// A program is a round of an incident's service.
type program struct{ bug, fix func() }

var programs = map[string]program{
	"kafka-aclbinding":     {kafkaaclbindingBug.Round, kafkaaclbindingFix.Round},
	"kafka-aclerror":       {kafkaaclerrorBug.Round, kafkaaclerrorFix.Round},
	"kafka-logevents":      {kafkalogeventsBug.Round, kafkalogeventsFix.Round},
	"kafka-metadata":       {kafkametadataBug.Round, kafkametadataFix.Round},
	"kafka-produce":        {kafkaproduceBug.Round, kafkaproduceFix.Round},
	"libvirt-ifparams":     {libvirtifparamsBug.Round, libvirtifparamsFix.Round},
	"libxml2-c14n":         {libxml2c14nBug.Round, libxml2c14nFix.Round},
	"libxml2-nodevalue":    {libxml2nodevalueBug.Round, libxml2nodevalueFix.Round},
	"lpms-bypass":          {lpmsbypassBug.Round, lpmsbypassFix.Round},
	"nvml-dlopen":          {nvmldlopenBug.Round, nvmldlopenFix.Round},
	"pam-envlist":          {pamenvlistBug.Round, pamenvlistFix.Round},
	"sqlite-busytimeout":   {sqlitebusytimeoutBug.Round, sqlitebusytimeoutFix.Round},
	"sqlite-expandedsql":   {sqliteexpandedsqlBug.Round, sqliteexpandedsqlFix.Round},
	"sqlite-filename":      {sqlitefilenameBug.Round, sqlitefilenameFix.Round},
	"sqlite-loadextension": {sqliteloadextensionBug.Round, sqliteloadextensionFix.Round},
	"sqlite-resulttext":    {sqliteresulttextBug.Round, sqliteresulttextFix.Round},
	"sqlite-serialize":     {sqliteserializeBug.Round, sqliteserializeFix.Round},
	"sqlite-userauth":      {sqliteuserauthBug.Round, sqliteuserauthFix.Round},
}
