package service

import (
	"context"
	"slices"
	"sync"
	"time"
)

const checkLimit = time.Second

type namedCheck struct {
	name     string
	check    Check
	required bool
}

// Health is the body of /healthz and /readyz.
type Health struct {
	// Status is alive (on /healthz), ready, unready or draining.
	Status string `json:"status"`
	// Service and Version say who answers: the service's name, its build.
	Service string `json:"service,omitempty"`
	Version string `json:"version,omitempty"`
	// Checks has for each check "ok" or what is wrong.
	Checks map[string]string `json:"checks,omitempty"`
	// Failing names the checks for whose sake the status is unready.
	Failing []string `json:"failing,omitempty"`
	// Degraded names the checks that fail and that the service goes on without.
	Degraded []string `json:"degraded,omitempty"`
}

// Health runs all checks at the same time, a second at most, and says whether
// the service is ready.
func (a *Admin) Health(ctx context.Context) (health Health, ready bool) {
	a.mu.Lock()
	checks := slices.Clone(a.checks)
	a.mu.Unlock()
	health = Health{Service: a.name, Version: ThisBuild().Version, Status: "ready", Checks: make(map[string]string, len(checks))}
	for i, err := range runChecks(ctx, checks) {
		health.Checks[checks[i].name] = word(err)
		switch {
		case err == nil:
		case checks[i].required:
			health.Status = "unready"
			health.Failing = append(health.Failing, checks[i].name)
		default:
			health.Degraded = append(health.Degraded, checks[i].name)
		}
	}
	if a.draining.Load() {
		health.Status = "draining"
	}
	return health, health.Status == "ready"
}

func word(err error) string {
	if err != nil {
		return err.Error()
	}
	return "ok"
}

func runChecks(ctx context.Context, checks []namedCheck) []error {
	ctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	errs := make([]error, len(checks))
	var wg sync.WaitGroup
	for i, c := range checks {
		wg.Go(func() { errs[i] = c.check(ctx) })
	}
	wg.Wait()
	return errs
}
