package cluster

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// deskID reads over HTTP in the test.
const deskID = "desk"

// readers subscribes a consumer by server-sent events and by a webhook. Both follow until
// the end of the test.
func (t *Test) readers(ctx context.Context) error {
	address, err := t.outside(ctx, t.release+"-publish", "http")
	if err != nil {
		return err
	}
	publish := "http://" + address
	if err := refusedWithoutKey(ctx, publish+"/v1/articles"); err != nil {
		return err
	}
	if t.receiver, err = receive(ctx, address); err != nil {
		return err
	}
	if err := t.receiver.subscribe(ctx, publish, t.deskKey); err != nil {
		return err
	}
	t.follower = &follower{url: publish, key: t.deskKey, events: seen{}}
	following, stop := context.WithCancel(context.WithoutCancel(ctx))
	t.stopFollowing = stop
	go t.follower.follow(following)
	return t.heard(ctx)
}

// heard pushes an article, and waits until both have it. What is pushed before a reader of
// the stream is connected does not come to it, so that it is pushed again as another.
func (t *Test) heard(ctx context.Context) error {
	started := time.Now()
	first := ""
	for i := 0; ; i++ {
		uri := fmt.Sprintf("urn:example:cluster:readers:%d", i)
		if _, err := t.agency.push(ctx, uri, "application/json", document(uri, i)); err != nil {
			return err
		}
		err := eventually(ctx, 10*time.Second, func(context.Context) error { return t.bothHave(map[string]bool{uri: true}) })
		if err == nil {
			t.figure("an article came by server-sent events and by a signed webhook, %.1f s after the first push", time.Since(started).Seconds())
			return nil
		}
		if first == "" {
			first = err.Error()
		}
		if i == 6 {
			return fmt.Errorf("%w (at first: %s; stream: %w)", err, first, t.follower.lastError())
		}
	}
}

func (t *Test) bothHave(uris map[string]bool) error {
	for name, missing := range map[string]func(map[string]bool) ([]string, []string){"the stream of events": t.follower.missing, "the webhook": t.receiver.missing} {
		absent, doubled := missing(uris)
		if len(absent) > 0 {
			return fmt.Errorf("%s: %d of %d did not come, such as %s", name, len(absent), len(uris), absent[0])
		}
		if len(doubled) > 0 {
			return fmt.Errorf("%s: %d came more than once, such as %s", name, len(doubled), doubled[0])
		}
	}
	return nil
}

// readersHaveAll waits until both readers have everything that was acknowledged, once:
// through roll-outs and deleted pods.
func (t *Test) readersHaveAll(ctx context.Context) error {
	if err := eventually(ctx, 5*time.Minute, func(context.Context) error { return t.bothHave(t.load.acked) }); err != nil {
		return err
	}
	t.follower.mu.Lock()
	defer t.follower.mu.Unlock()
	t.figure("the same by server-sent events, through %d broken connections, and by webhook, each message once by its id", t.follower.breaks)
	return nil
}

// refusedWithoutKey: with consumers named, nobody reads without a key.
func refusedWithoutKey(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized {
		return fmt.Errorf("without a key %s is answered with %s", url, res.Status)
	}
	return nil
}
