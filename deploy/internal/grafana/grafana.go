// Package grafana writes Grafana dashboards as JSON from a short description of their
// panels.
//
// It knows Grafana's format and how panels lie on a page, and must know nothing of
// what is shown.
package grafana

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Dashboard is one page.
type Dashboard struct {
	UID, Title, Description string
	Variables               []Variable
	Rows                    []Row
}

// Variable is a choice at the page's top: the values of a label.
type Variable struct{ Name, Label, Metric, Of string }

// Row is a heading with the panels below it, which share its width.
type Row struct {
	Title  string
	Height int // in grid units of 30 pixels; 0 is 8
	Panels []Panel
}

// Kind is how a panel shows its queries.
type Kind string

// The kinds.
const (
	Lines Kind = "timeseries"
	Stat  Kind = "stat"
	Table Kind = "table"
)

// Panel is one picture.
type Panel struct {
	Title, Description string
	Unit               string // Grafana's name of it
	Kind               Kind   // Lines if empty
	Queries            []Query
	Warn, Critical     float64 // thresholds of a Stat, from which on it is yellow and red; 0 is none
	Stacked            bool
}

// Query is one PromQL expression with the legend of its series.
type Query struct{ Expr, Legend string }

const gridWidth = 24

// JSON writes the dashboard as Grafana imports it.
func (d Dashboard) JSON() ([]byte, error) {
	out := object{
		"uid": d.UID, "title": d.Title, "description": d.Description, "tags": []string{"wireroom"}, "schemaVersion": 39,
		"editable": true, "graphTooltip": 1, "refresh": "30s", "time": object{"from": "now-6h", "to": "now"},
		"templating": object{"list": d.variables()}, "panels": d.panels(),
		"links": []object{{"title": "wireroom", "type": "dashboards", "tags": []string{"wireroom"}, "asDropdown": true, "keepTime": true}},
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		return nil, fmt.Errorf("write dashboard %s: %w", d.UID, err)
	}
	return text.Bytes(), nil
}

type object map[string]any

func source() object { return object{"type": "prometheus", "uid": "${datasource}"} }

func (d Dashboard) variables() []object {
	list := []object{{"name": "datasource", "label": "Prometheus", "type": "datasource", "query": "prometheus"}}
	for _, v := range d.Variables {
		query := fmt.Sprintf("label_values(%s, %s)", v.Metric, v.Of)
		list = append(list, object{"name": v.Name, "label": v.Label, "type": "query", "datasource": source(),
			"query": object{"query": query, "refId": v.Name}, "definition": query, "refresh": 2, "sort": 1})
	}
	return list
}

func (d Dashboard) panels() []object {
	var out []object
	y, id := 0, 1
	for _, row := range d.Rows {
		out = append(out, object{"id": id, "type": "row", "title": row.Title, "collapsed": false, "panels": []object{},
			"gridPos": object{"x": 0, "y": y, "w": gridWidth, "h": 1}})
		y, id = y+1, id+1
		height := row.Height
		if height == 0 {
			height = 8
		}
		width := gridWidth / max(len(row.Panels), 1)
		for i, p := range row.Panels {
			out = append(out, p.object(id, object{"x": i * width, "y": y, "w": width, "h": height}))
			id++
		}
		y += height
	}
	return out
}
