package status

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/service"
)

// Ready is what an admin port says.
type Ready struct {
	Addr   string            `json:"addr"`
	Status string            `json:"status"`           // ready, unready, draining or unreachable
	Checks map[string]string `json:"checks,omitempty"` // what is not well, and why
	// Degraded names those of Checks that the services go on without.
	Degraded []string `json:"degraded,omitempty"`
}

const readyTimeout = 3 * time.Second

// Readiness asks an admin port; nil where none is known.
func Readiness(ctx context.Context, addr string) *Ready {
	if addr == "" {
		return nil
	}
	out := &Ready{Addr: addr, Status: "unreachable"}
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
		out.Status, out.Degraded = health.Status, health.Degraded
		for name, word := range health.Checks {
			if word != "ok" {
				if out.Checks == nil {
					out.Checks = map[string]string{}
				}
				out.Checks[name] = word
			}
		}
	}
	return out
}
