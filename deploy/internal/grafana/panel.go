package grafana

import "fmt"

func (p Panel) object(id int, at object) object {
	kind := p.Kind
	if kind == "" {
		kind = Lines
	}
	out := object{"id": id, "type": string(kind), "title": p.Title, "description": p.Description, "datasource": source(),
		"gridPos": at, "targets": p.targets(kind), "fieldConfig": object{"defaults": p.defaults(kind), "overrides": []object{}}}
	switch kind {
	case Stat:
		out["options"] = object{"reduceOptions": object{"calcs": []string{"lastNotNull"}, "fields": "", "values": false}, "colorMode": "background", "graphMode": "area"}
	case Table:
		out["transformations"] = []object{{"id": "labelsToFields", "options": object{"mode": "columns"}}, {"id": "merge", "options": object{}}}
	default:
		out["options"] = object{"legend": object{"displayMode": "list", "placement": "bottom"}, "tooltip": object{"mode": "multi", "sort": "desc"}}
	}
	return out
}

func (p Panel) targets(kind Kind) []object {
	var out []object
	for i, q := range p.Queries {
		out = append(out, object{"refId": fmt.Sprintf("%c", 'A'+i), "expr": q.Expr, "legendFormat": q.Legend, "datasource": source(),
			"range": kind != Table, "instant": kind == Table, "exemplar": kind == Lines})
	}
	return out
}

func (p Panel) defaults(kind Kind) object {
	out := object{"unit": p.Unit}
	if kind == Lines {
		custom := object{"lineWidth": 1, "fillOpacity": 10, "showPoints": "never", "spanNulls": false}
		if p.Stacked {
			custom["stacking"] = object{"mode": "normal", "group": "A"}
		}
		out["custom"], out["min"] = custom, 0
	}
	if kind == Stat {
		steps := []object{{"color": "green", "value": nil}}
		if p.Warn > 0 {
			steps = append(steps, object{"color": "yellow", "value": p.Warn})
		}
		if p.Critical > 0 {
			steps = append(steps, object{"color": "red", "value": p.Critical})
		}
		out["thresholds"] = object{"mode": "absolute", "steps": steps}
	}
	return out
}
