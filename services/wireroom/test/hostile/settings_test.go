package hostile

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
)

// settingRows start the wire with settings at the edge of what is allowed.
func settingRows() []row {
	return []row{{name: "WIREROOM_STREAMS_NEWS_AGE=0", env: []string{"WIREROOM_STREAMS_NEWS_AGE=0"}, attack: defaultAge}}
}

// defaultAge expects that normalize knows what is published: the record was written.
func defaultAge(ctx context.Context, s *scene) (string, error) {
	body := story("remembered", map[string]any{"version": "1"})
	first, err := s.deliver(ctx, ninjs, body)
	if err != nil {
		return "", err
	}
	second, err := s.deliver(ctx, ninjs, body)
	if err != nil {
		return "", err
	}
	saw := fmt.Sprintf("%s, then %s", first, second)
	if len(second.Articles) != 1 || second.Articles[0].Reason != contract.ReasonDuplicate {
		return saw, errors.New("the second push is no duplicate")
	}
	if second.Articles[0].Stage != contract.Normalize {
		return saw, fmt.Errorf("found by %s: nothing was recorded", second.Articles[0].Stage)
	}
	for line := range strings.Lines(s.proc.Log()) {
		if strings.Contains(line, `"level":"warn"`) && strings.Contains(line, "redis") {
			return saw, fmt.Errorf("the log says %s", strings.TrimSpace(line))
		}
	}
	return saw, nil
}
