package hostile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/contract"
)

// viewRows are about the counts of views.
func viewRows() []row {
	return []row{
		{name: "POST /v1/views of 1,555,000 invented ids", attack: inventedViews, limit: 2 * time.Minute},
		{name: "views, a snapshot, kill -9, a start", attack: keptViews, limit: 2 * time.Minute},
		{name: "VIEWS made anew under a running publish", attack: remadeViews},
	}
}

type count struct {
	Views  int `json:"views"`
	Unique int `json:"unique_viewers"`
}

func (s *scene) count(ctx context.Context, article string) (c count, err error) {
	data, status, err := s.get(ctx, s.publish+"/v1/articles/"+article+"/views", "")
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("the count is answered with %d", status)
	}
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	return c, err
}

// await waits until an article has exactly this count.
func (s *scene) await(ctx context.Context, article string, want count) error {
	end := time.Now().Add(20 * time.Second)
	for {
		got, err := s.count(ctx, article)
		if err == nil && got == want {
			return nil
		}
		if ctx.Err() != nil || time.Now().After(end) {
			return errors.Join(fmt.Errorf("counted %+v, not %+v", got, want), err)
		}
		pause(ctx, 100*time.Millisecond)
	}
}

func (s *scene) view(ctx context.Context, views []map[string]string) (status int, err error) {
	body, _ := json.Marshal(views)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.publish+"/v1/views", strings.NewReader(string(body)))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	_, status, err = s.do(req)
	return status, err
}

// viewUntil posts one view until it is accepted.
func (s *scene) viewUntil(ctx context.Context, article, viewer string) error {
	for {
		status, err := s.view(ctx, []map[string]string{{"article": article, "viewer": viewer}})
		if err == nil && status == http.StatusAccepted {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("a view is answered with %d: %w", status, errors.Join(err, ctx.Err()))
		}
		pause(ctx, 200*time.Millisecond)
	}
}

func inventedViews(ctx context.Context, s *scene) (string, error) {
	batches := 1555
	if s.short {
		batches = 300
	}
	var next, accepted, refused atomic.Int64
	// a wire that refuses slowly is not wrong: what it took within a minute is judged
	minute, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	g, posting := errgroup.WithContext(minute)
	for range 8 {
		g.Go(func() error {
			for n := next.Add(1); n <= int64(batches) && posting.Err() == nil; n = next.Add(1) {
				views := make([]map[string]string, 1000)
				for i := range views {
					views[i] = map[string]string{"article": contract.ArticleID("invented", fmt.Sprint(n, i)), "viewer": "v"}
				}
				status, err := s.view(posting, views)
				if err == nil && status == http.StatusAccepted {
					accepted.Add(1)
				} else {
					refused.Add(1)
				}
			}
			return nil
		})
	}
	err := g.Wait()
	saw := fmt.Sprintf("%d batches of 1,000 accepted, %d refused", accepted.Load(), refused.Load())
	if err != nil {
		return saw, err
	}
	pause(ctx, 5*time.Second)
	if err := s.ready(ctx); err != nil {
		return saw, err
	}
	if c, err := s.count(ctx, contract.ArticleID("invented", fmt.Sprint(1, 1))); err == nil && c.Views > 0 {
		return saw, errors.New("a view of an article that does not exist was counted")
	}
	return saw, nil
}

func keptViews(ctx context.Context, s *scene) (string, error) {
	const articles, viewers = 40, 5
	// one that nobody is known to have viewed stands before each in its shard's snapshot
	for i := range articles {
		name := fmt.Sprintf("anonymously viewed %d", i)
		if _, err := s.deliver(ctx, ninjs, story(name, nil)); err != nil {
			return "", err
		}
		if err := s.viewUntil(ctx, articleOf(name), ""); err != nil {
			return "", err
		}
	}
	for i := range articles {
		name := fmt.Sprintf("viewed %d", i)
		if _, err := s.deliver(ctx, ninjs, story(name, nil)); err != nil {
			return "", err
		}
		for v := range viewers {
			if err := s.viewUntil(ctx, articleOf(name), fmt.Sprint("viewer ", v)); err != nil {
				return "", err
			}
		}
	}
	counted := func(when string) error {
		for i := range articles {
			if err := s.await(ctx, articleOf(fmt.Sprintf("viewed %d", i)), count{viewers, viewers}); err != nil {
				return fmt.Errorf("%s: %w", when, err)
			}
		}
		return nil
	}
	if err := counted("before the restart"); err != nil {
		return "", err
	}
	pause(ctx, 6*time.Second) // three snapshots
	s.traffic.hold(s.restart)
	return "40 articles", counted("after the restart")
}

func remadeViews(ctx context.Context, s *scene) (string, error) {
	if _, err := s.deliver(ctx, ninjs, story("viewed", nil)); err != nil {
		return "", err
	}
	article := articleOf("viewed")
	post := func(from, to int) error {
		for i := from; i < to; i++ {
			if err := s.viewUntil(ctx, article, fmt.Sprint("viewer ", i)); err != nil {
				return err
			}
		}
		return s.await(ctx, article, count{to, to})
	}
	if err := post(0, 20); err != nil {
		return "", fmt.Errorf("before: %w", err)
	}
	js, err := s.jetStream()
	if err != nil {
		return "", err
	}
	if err := js.DeleteStream(ctx, contract.StreamViews); err != nil {
		return "", err
	}
	out, err := exec.CommandContext(ctx, s.bin, "streams", "apply", "--data", filepath.Join(s.dir, "data"), "--server", s.nats).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("streams apply: %w: %s", err, out)
	}
	if err := post(20, 45); err != nil {
		return "", fmt.Errorf("on the new stream: %w", err)
	}
	s.traffic.hold(s.restart)
	if err := s.await(ctx, article, count{45, 45}); err != nil {
		return "", fmt.Errorf("after a restart: %w", err)
	}
	return "45 of 45 views counted", nil
}
