package faults

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// leader gives the number of the node that leads NEWS.
func leader(t *testing.T, r *rig.Rig) int {
	t.Helper()
	js := r.JetStream()
	var n int
	localtest.Eventually(t, 30*time.Second, func() error {
		s, err := js.Stream(t.Context(), contract.StreamNews)
		if err != nil {
			return err
		}
		c := s.CachedInfo().Cluster
		if c == nil || c.Leader == "" {
			return errors.New("NEWS has no leader")
		}
		n, err = strconv.Atoi(strings.TrimPrefix(c.Leader, "n"))
		return err
	})
	return n
}

// awaitWhole waits until every stream has all its replicas, up to date.
func awaitWhole(t *testing.T, r *rig.Rig) {
	t.Helper()
	js := r.JetStream()
	localtest.Eventually(t, time.Minute, func() error {
		for _, c := range contract.Streams(contract.StreamOptions{}) {
			s, err := js.Stream(t.Context(), c.Name)
			if err != nil {
				return err
			}
			if err := whole(s.CachedInfo()); err != nil {
				return err
			}
		}
		return nil
	})
}

func whole(i *jetstream.StreamInfo) error {
	if i.Cluster == nil || i.Cluster.Leader == "" || len(i.Cluster.Replicas) != 2 {
		return fmt.Errorf("%s is not whole", i.Config.Name)
	}
	for _, p := range i.Cluster.Replicas {
		if p.Offline || !p.Current {
			return fmt.Errorf("%s: replica %s lags", i.Config.Name, p.Name)
		}
	}
	return nil
}
