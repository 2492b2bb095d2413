package docs

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/local"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/enrich"
	"github.com/wireroom/wireroom/services/ingest"
	"github.com/wireroom/wireroom/services/normalize"
	"github.com/wireroom/wireroom/services/publish"
	"github.com/wireroom/wireroom/services/wireroom/internal/journal"
)

// Metric is one metric as the page tells it.
type Metric struct {
	Name, Type, Help string
	Labels           []string
	Services         []string
}

// Metrics lists what the services measure themselves, by name.
func Metrics() ([]Metric, error) {
	nobody, silent := provider.NewStore(), zap.NewNop()
	base := func(r prometheus.Registerer) error {
		return errors.Join(r.Register(service.BuildInfo()), r.Register((&service.LostLines{}).Metric()), service.NATSMetrics(r, nil), service.ConnectionMetrics(r, "admin"))
	}
	redis := func(r prometheus.Registerer) error { _, err := service.NewRedisMetrics(r, nil); return err }
	m := measured{}
	err := errors.Join(
		m.of("ingest", base, func(r prometheus.Registerer) error { _, err := ingest.NewMetrics(r, nobody, time.Now); return err }),
		m.of("normalize", base, redis, func(r prometheus.Registerer) error { _, err := normalize.NewMetrics(r, nobody); return err }),
		m.of("enrich", base, func(r prometheus.Registerer) error { _, err := enrich.NewMetrics(r, silent); return err }),
		m.of("publish", base, redis, func(r prometheus.Registerer) error { _, err := publish.NewMetrics(r); return err }),
	)
	err = errors.Join(err, m.of("wireroom", func(r prometheus.Registerer) error {
		return errors.Join(local.NATSMetrics(r, nil), (&journal.Guard{}).Register(r))
	}))
	slices.SortFunc(m.list, func(a, b *Metric) int { return strings.Compare(a.Name, b.Name) })
	out := make([]Metric, len(m.list))
	for i, one := range m.list {
		out[i] = *one
	}
	return out, err
}

// measured gathers what services register.
type measured struct{ list []*Metric }

func (m *measured) of(name string, register ...func(prometheus.Registerer) error) error {
	var errs []error
	for _, r := range register {
		errs = append(errs, r(&recorder{measured: m, service: name}))
	}
	return errors.Join(errs...)
}

// recorder is a Registerer that only notes.
type recorder struct {
	*measured
	service string
}

// Register is of prometheus.Registerer.
func (r *recorder) Register(c prometheus.Collector) error {
	descs := make(chan *prometheus.Desc, 16)
	go func() { c.Describe(descs); close(descs) }()
	for d := range descs {
		r.note(c, d)
	}
	return nil
}

// MustRegister is of prometheus.Registerer.
func (r *recorder) MustRegister(all ...prometheus.Collector) {
	for _, c := range all {
		_ = r.Register(c)
	}
}

// Unregister is of prometheus.Registerer.
func (r *recorder) Unregister(prometheus.Collector) bool { return false }

// A description shows itself in this form alone.
var (
	described = regexp.MustCompile(`^Desc\{fqName: "([^"]+)", help: "(.*?)"(?:, unit: "[^"]*")?, constLabels: \{(.*)\}, variableLabels: \{(.*)\}\}$`)
	constant  = regexp.MustCompile(`(\w+)="`)
)

func (r *recorder) note(c prometheus.Collector, d *prometheus.Desc) {
	p := described.FindStringSubmatch(d.String())
	if p == nil {
		return
	}
	i := slices.IndexFunc(r.list, func(m *Metric) bool { return m.Name == p[1] })
	if i < 0 {
		one := &Metric{Name: p[1], Type: typeOf(c, p[1]), Help: strings.ReplaceAll(p[2], `\"`, `"`)}
		for _, m := range constant.FindAllStringSubmatch(p[3], -1) {
			one.Labels = append(one.Labels, m[1])
		}
		if p[4] != "" {
			one.Labels = append(one.Labels, strings.Split(p[4], ",")...)
		}
		r.list, i = append(r.list, one), len(r.list)
	}
	r.list[i].Services = append(r.list[i].Services, r.service)
}

// typeOf knows what a collector that only collects can be by its name alone.
func typeOf(c prometheus.Collector, name string) string {
	switch c.(type) {
	case *prometheus.HistogramVec, prometheus.Histogram:
		return "histogram"
	case *prometheus.GaugeVec, prometheus.Gauge:
		return "gauge"
	}
	if strings.HasSuffix(name, "_total") {
		return "counter"
	}
	return "gauge"
}
