package status

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/wireroom/wireroom/pkg/service"
)

// Ready is what an admin port says: that of one service, or of all in one process.
type Ready struct {
	Addr    string            `json:"addr"`
	Service string            `json:"service,omitempty"`
	Version string            `json:"version,omitempty"`
	Status  string            `json:"status"`           // ready, unready, draining or unreachable
	Checks  map[string]string `json:"checks,omitempty"` // what is not well, and why
	Well    []string          `json:"well,omitempty"`   // the checks that are well, such as redis
	// Degraded names those of Checks that the services go on without.
	Degraded []string `json:"degraded,omitempty"`
}

const readyTimeout = 3 * time.Second

// Readiness asks admin ports, at the same time.
func Readiness(ctx context.Context, addrs []string) []Ready {
	out := make([]Ready, len(addrs))
	var wg sync.WaitGroup
	for i, addr := range addrs {
		wg.Go(func() { out[i] = readiness(ctx, addr) })
	}
	wg.Wait()
	return out
}

func readiness(ctx context.Context, addr string) Ready {
	out := Ready{Addr: addr, Status: "unreachable"}
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	base := addr
	if !strings.Contains(base, "://") {
		base = "http://" + base
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(base, "/")+"/readyz", nil)
	if err != nil {
		return out
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return out
	}
	defer func() { _ = resp.Body.Close() }()
	var health service.Health
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&health); err == nil {
		out.Service, out.Version, out.Status, out.Degraded = health.Service, health.Version, health.Status, health.Degraded
		for name, word := range health.Checks {
			if word == "ok" {
				out.Well = append(out.Well, name)
				continue
			}
			if out.Checks == nil {
				out.Checks = map[string]string{}
			}
			out.Checks[name] = word
		}
		slices.Sort(out.Well)
	}
	return out
}
