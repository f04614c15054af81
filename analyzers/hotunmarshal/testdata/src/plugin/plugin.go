// Package plugin decodes the settings of its instance, which each request
// brings along.
package plugin

import (
	"context"
	"encoding/json"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

type settings struct{ Database, Interval string }

type client interface{ interval() string }

type impl struct {
	ds       *backend.DataSourceInstanceSettings
	settings settings
}

func newClient(ds *backend.DataSourceInstanceSettings) (client, error) {
	raw := ds.JSONData
	var s settings
	if err := json.Unmarshal(raw, &s); err != nil { // want `each time \(\*plugin.datasource\).QueryData .* through plugin.newClient; it comes from backend.DataSourceInstanceSettings.JSONData`
		return nil, err
	}
	return &impl{ds, s}, nil
}

func (c *impl) interval() string {
	var s settings
	json.Unmarshal(c.ds.JSONData, &s) // want `it comes from backend.DataSourceInstanceSettings.JSONData`
	return s.Interval
}

type datasource struct{ settings settings }

// newDatasource runs once for each version of the settings.
func newDatasource(ds backend.DataSourceInstanceSettings) (*datasource, error) {
	var s settings
	err := json.Unmarshal(ds.JSONData, &s)
	return &datasource{s}, err
}

func (d *datasource) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	c, err := newClient(req.PluginContext.DataSourceInstanceSettings)
	if err != nil {
		return nil, err
	}
	for _, q := range req.Queries {
		var v struct{ Expr string }
		if err := json.Unmarshal(q.JSON, &v); err != nil {
			return nil, err
		}
		c.interval()
	}
	return &backend.QueryDataResponse{}, nil
}
