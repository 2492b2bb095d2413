package cluster

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/provider"
)

func (t *Test) namespaced(ctx context.Context) error {
	_, err := run(ctx, fmt.Sprintf(`{"apiVersion":"v1","kind":"Namespace","metadata":{"name":%q,"labels":{
		"pod-security.kubernetes.io/enforce":"restricted","pod-security.kubernetes.io/warn":"restricted"}}}`, t.Namespace), "kubectl", "apply", "-f", "-")
	return err
}

// providerID pushes in the test.
const providerID = "cluster"

func (t *Test) helmArgs(verb, tag string, replicas int) []string {
	args := []string{verb, t.release, t.Chart, "--wait", "--timeout", "8m", "--set", "image.tag=" + tag}
	for _, s := range stages() {
		args = append(args, "--set", fmt.Sprintf("%s.replicas=%d", s, replicas))
	}
	for _, v := range t.Values {
		flag := "--set"
		if key, _, _ := strings.Cut(v, "="); strings.HasSuffix(key, ".tag") {
			flag = "--set-string" // 7 is a tag too
		}
		args = append(args, flag, v)
	}
	if t.agency != nil {
		args = append(args, "--set-json", fmt.Sprintf(`consumers.entries=[{"id":%q,"keys":[%q]}]`, deskID, provider.HashKey(t.deskKey)),
			// the webhook's receiver is the machine of the test
			"--set", "webhooks.allowPrivate=true", "--set-json", `networkPolicy.webhooks.to=[{"ipBlock":{"cidr":"0.0.0.0/0"}}]`)
		// an operator, so that publish has its second NATS user, of the works
		args = append(args, "--set-json", fmt.Sprintf(`operators.entries=[{"id":"anna","keys":[%q]}]`, provider.HashKey(t.deskKey+"-operator")))
		args = append(args, "--set-json", fmt.Sprintf(`providers.entries=[{"id":%q,"name":"Cluster Test","keys":[%q]}]`, providerID, provider.HashKey(t.agency.key)))
	}
	return args
}

func (t *Test) install(ctx context.Context) error {
	key, _ := provider.NewKey(rand.Reader)
	t.agency = newAgency("", providerID, key)
	t.deskKey, _ = provider.NewKey(rand.Reader)
	started := time.Now()
	out, err := t.helm(ctx, t.helmArgs("install", t.Tag, 1)...)
	if err != nil {
		return err
	}
	t.say("%s", indent(out))
	t.figure("installed and ready in %.0f s", time.Since(started).Seconds())
	return nil
}

func (t *Test) helmTest(ctx context.Context) error {
	out, err := t.helm(ctx, "test", t.release, "--logs", "--timeout", "5m")
	t.say("%s", indent(out))
	return err
}

func (t *Test) password(user string) string {
	p, err := t.secret(context.Background(), t.release+"-nats-auth", user)
	if err != nil {
		t.say("   %v", err)
	}
	return p
}

// open finds the addresses outside and subscribes.
func (t *Test) open(ctx context.Context) error {
	address, err := t.outside(ctx, t.release+"-ingest", "http")
	if err != nil {
		return err
	}
	t.agency.url = "http://" + address
	nats, err := t.outside(ctx, t.release+"-nats", "nats")
	if err != nil {
		return err
	}
	t.natsURL = "nats://" + nats
	t.consumer, err = subscribe(context.WithoutCancel(ctx), t.natsURL, "consumer", t.password("consumer"))
	return err
}

// corpus pushes what agencies really send, and has a receipt for each article.
func (t *Test) corpus(ctx context.Context) error {
	files, err := filepath.Glob(filepath.Join(t.Corpus, "wire", "*"))
	if err != nil {
		return err
	}
	outcomes, docs := map[string]int{}, 0
	for _, name := range files {
		if strings.HasSuffix(name, "expected.json") {
			continue
		}
		body, err := os.ReadFile(name)
		if err != nil {
			continue // a folder
		}
		d, err := t.agency.push(ctx, "corpus-"+filepath.Base(name), "", body)
		if err != nil {
			return err
		}
		docs++
		all, err := t.agency.receipts(ctx, d)
		if err != nil {
			return err
		}
		for _, o := range all {
			outcomes[strings.TrimSpace(o.Outcome+" "+o.Reason)]++
			if o.Outcome == "dead" {
				t.say("   %s: dead, %s: %s", filepath.Base(name), o.Reason, o.Error)
			}
			if o.Outcome == "published" {
				if err := t.arrives(ctx, o.URI); err != nil {
					return err
				}
			}
		}
	}
	if docs == 0 {
		return fmt.Errorf("no documents under %s", t.Corpus)
	}
	t.figure("%d documents of the corpus: %v", docs, outcomes)
	return nil
}

// arrives waits until the consumer has an article.
func (t *Test) arrives(ctx context.Context, uri string) error {
	return eventually(ctx, time.Minute, func(context.Context) error {
		if absent, _ := t.consumer.missing(map[string]bool{uri: true}); len(absent) > 0 {
			return fmt.Errorf("%s did not come", uri)
		}
		return nil
	})
}

func (t *Test) scale(ctx context.Context) error {
	if _, err := t.helm(ctx, t.helmArgs("upgrade", t.Tag, 3)...); err != nil {
		return err
	}
	for _, s := range stages() {
		if err := t.allReady(ctx, s, 3); err != nil {
			return err
		}
	}
	return nil
}

// evict asks the API to evict two servers of NATS at once: the disruption budget lets
// one go.
func (t *Test) evict(ctx context.Context) error {
	all, err := t.pods(ctx, "nats")
	if err != nil {
		return err
	}
	if len(all) < 2 {
		return fmt.Errorf("%d pods of nats: a budget needs two", len(all))
	}
	refused := 0
	for _, p := range all[:2] {
		body := fmt.Sprintf(`{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":%q,"namespace":%q}}`, p.Metadata.Name, t.Namespace)
		_, err := run(ctx, body, "kubectl", "create", "--raw", fmt.Sprintf("/api/v1/namespaces/%s/pods/%s/eviction", t.Namespace, p.Metadata.Name), "-f", "-")
		if err != nil && strings.Contains(err.Error(), "disruption budget") {
			refused++
		} else if err != nil {
			return err
		}
	}
	if refused != 1 {
		return fmt.Errorf("%d of two evictions were refused, want one", refused)
	}
	return t.allReady(ctx, "nats", len(all))
}

// settled waits until the consumer has everything that was acknowledged, once.
func (t *Test) settled(ctx context.Context) error {
	started := time.Now()
	err := eventually(ctx, 5*time.Minute, func(context.Context) error {
		if absent, _ := t.consumer.missing(t.load.acked); len(absent) > 0 {
			return fmt.Errorf("%d of %d did not come, such as %s", len(absent), len(t.load.acked), absent[0])
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, doubled := t.consumer.missing(t.load.acked); len(doubled) > 0 {
		return fmt.Errorf("%d came more than once, such as %s", len(doubled), doubled[0])
	}
	t.figure("%d articles acknowledged, each published exactly once; the last %.0f s after the last push", len(t.load.acked), time.Since(started).Seconds())
	return t.rereads(ctx)
}

// rereads reads NEWS from its beginning, as who comes later does.
func (t *Test) rereads(ctx context.Context) error {
	again, err := subscribe(ctx, t.natsURL, "consumer", t.password("consumer"))
	if err != nil {
		return err
	}
	defer again.close()
	return eventually(ctx, 2*time.Minute, func(context.Context) error {
		absent, doubled := again.missing(t.load.acked)
		if len(absent)+len(doubled) > 0 {
			return fmt.Errorf("read again from the beginning: %d absent, %d doubled", len(absent), len(doubled))
		}
		return nil
	})
}

// noRestarts: a pod that was deleted is another pod; a container that was restarted
// was killed by a probe, or died.
func (t *Test) noRestarts(ctx context.Context) error {
	all, err := t.pods(ctx, "")
	if err != nil {
		return err
	}
	var restarted []string
	for _, p := range all {
		if n := p.restarts(); n > 0 {
			restarted = append(restarted, fmt.Sprintf("%s (%d)", p.Metadata.Name, n))
		}
	}
	if len(restarted) > 0 {
		return fmt.Errorf("restarted: %s", strings.Join(restarted, ", "))
	}
	t.figure("%d pods, no container restarted", len(all))
	return nil
}

func (t *Test) uninstall(ctx context.Context) error {
	if t.Keep {
		return nil
	}
	if _, err := t.helm(ctx, "uninstall", t.release, "--wait", "--timeout", "3m"); err != nil {
		return err
	}
	return eventually(ctx, 2*time.Minute, func(ctx context.Context) error {
		all, err := t.pods(ctx, "")
		if err == nil && len(all) > 0 {
			err = fmt.Errorf("%d pods are still there", len(all))
		}
		return err
	})
}

func (t *Test) cleanUp(ctx context.Context) {
	if t.consumer != nil {
		t.consumer.close()
	}
	if t.receiver != nil {
		t.receiver.close()
	}
	if t.stopFollowing != nil {
		t.stopFollowing()
	}
	if t.Keep {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	_, _ = t.helm(ctx, "uninstall", t.release, "--ignore-not-found", "--timeout", "1m")
	_, _ = t.ctl(ctx, "delete", "namespace", t.Namespace, "--ignore-not-found", "--timeout=90s")
}

// autopsy shows what an operator would look at.
func (t *Test) autopsy(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for _, args := range [][]string{{"get", "pods", "-o", "wide"}, {"get", "events", "--sort-by=.lastTimestamp"},
		{"logs", "-l", "app.kubernetes.io/instance=" + t.release, "--all-containers", "--prefix", "--tail=15", "--max-log-requests=40"}} {
		out, _ := t.ctl(ctx, args...)
		t.say("%s", indent(tail(out, 12_000)))
	}
}

func tail(s string, n int) string {
	if len(s) > n {
		return s[len(s)-n:]
	}
	return s
}

func indent(s string) string {
	return "   | " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n   | ")
}
