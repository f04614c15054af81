// Package backend is a stub.
package backend

type DataSourceInstanceSettings struct {
	URL      string
	JSONData []byte
}

type PluginContext struct{ DataSourceInstanceSettings *DataSourceInstanceSettings }

type DataQuery struct{ JSON []byte }

type QueryDataRequest struct {
	PluginContext PluginContext
	Queries       []DataQuery
}

type QueryDataResponse struct{}
