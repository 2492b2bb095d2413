package docs

import (
	"cmp"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/enrich"
	"github.com/wireroom/wireroom/services/ingest"
	"github.com/wireroom/wireroom/services/normalize"
	"github.com/wireroom/wireroom/services/publish"
)

// Service is a service's name and its configuration.
type Service struct {
	Name   string
	Config any
}

// Services lists the services in the order of the wire.
func Services() []Service {
	return []Service{
		{"ingest", &ingest.Config{}}, {"normalize", &normalize.Config{}}, {"enrich", &enrich.Config{}}, {"publish", &publish.Config{}},
	}
}

// variable is one setting and who reads it.
type variable struct {
	service.Field
	readers []string
}

// Configuration writes the page of the environment variables.
func Configuration(services []Service) string {
	p := &page{}
	p.addf("# Configuration\n\n%s", generated)
	p.addf("Every service is configured by environment variables; `wireroom up` reads the same. A variable of type secret can be\ngiven as a file instead, whose name is in the variable with `_FILE` appended. Durations are like `500ms`, `10s`, `2h`.\n\n")
	p.addf("Traces go where OpenTelemetry's own variables say (`OTEL_EXPORTER_OTLP_ENDPOINT` and its kin); without them there are none.\nA push's trace is sampled if its caller's `traceparent` says so, and always if it brings none; to take one in ten of those\nset `OTEL_TRACES_SAMPLER=parentbased_traceidratio` and `OTEL_TRACES_SAMPLER_ARG=0.1`.\n\n")
	vars := variables(services)
	p.section("All services", vars, func(v variable) bool { return len(v.readers) == len(services) })
	p.section("Several services", vars, func(v variable) bool { return len(v.readers) > 1 && len(v.readers) < len(services) })
	for _, s := range services {
		p.section(s.Name, vars, func(v variable) bool { return len(v.readers) == 1 && v.readers[0] == s.Name })
	}
	return strings.TrimRight(p.String(), "\n") + "\n"
}

// variables merges what the services read, in the order in which it first comes.
func variables(services []Service) []variable {
	var out []variable
	add := func(name string, fields []service.Field) {
		for _, f := range fields {
			i := slices.IndexFunc(out, func(v variable) bool { return v.Name == f.Name })
			if i < 0 {
				out, i = append(out, variable{Field: f}), len(out)
			}
			out[i].readers = append(out[i].readers, name)
		}
	}
	for _, s := range services {
		add(s.Name, service.Describe(service.Prefix, &service.Config{}))
		add(s.Name, service.Describe(service.Prefix, s.Config))
	}
	return out
}

func (p *page) section(title string, vars []variable, of func(variable) bool) {
	head := []string{"variable", "type", "default", "means"}
	several := title == "Several services"
	if several {
		head = append(head, "read by")
	}
	var rows [][]string
	for _, v := range vars {
		if !of(v) {
			continue
		}
		def := code(v.Default)
		if v.Required {
			def = "required"
		}
		row := []string{code(v.Name), v.Type, cmp.Or(def, "none"), strings.TrimSuffix(v.Desc, ".")}
		if several {
			row = append(row, strings.Join(v.readers, ", "))
		}
		rows = append(rows, row)
	}
	if len(rows) > 0 {
		p.addf("## %s\n\n", title)
		p.table(head, rows)
	}
}
