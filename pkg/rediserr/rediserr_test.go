package rediserr_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/rediserr"
)

type answer string

func (a answer) Error() string { return string(a) }
func (answer) RedisError()     {}

func TestEveryCodeHasItsKind(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]rediserr.Kind{
		"LOADING Redis is loading the dataset in memory":                         rediserr.Unready,
		"BUSY Redis is busy running a script":                                    rediserr.Unready,
		"CLUSTERDOWN The cluster is down":                                        rediserr.Unready,
		"MASTERDOWN Link with MASTER is down":                                    rediserr.Unready,
		"TRYAGAIN Multiple keys request during rehashing of slot":                rediserr.Unready,
		"ERR max number of clients reached":                                      rediserr.Unready,
		"OOM command not allowed when used memory > 'maxmemory'.":                rediserr.Full,
		"MISCONF Redis is configured to save RDB snapshots":                      rediserr.Full,
		"READONLY You can't write against a read only replica.":                  rediserr.Full,
		"NOREPLICAS Not enough good replicas to write.":                          rediserr.Full,
		"NOSCRIPT No matching script. Please use EVAL.":                          rediserr.None,
		"WRONGTYPE Operation against a key holding the wrong kind of value":      rediserr.Refused,
		"NOAUTH Authentication required.":                                        rediserr.Refused,
		"NOPERM this user has no permissions to run the 'set' command":           rediserr.Refused,
		"ERR invalid expire time in 'set' command script: 8a, on @user_script:9": rediserr.Refused,
	} {
		require.Equal(t, want, rediserr.Classify(fmt.Errorf("doing: %w", answer(text))), text)
	}
	for kind, errs := range map[rediserr.Kind][]error{
		rediserr.None:    {nil, redis.Nil, context.Canceled},
		rediserr.Timeout: {context.DeadlineExceeded, redis.ErrPoolTimeout},
		rediserr.Connect: {io.EOF, redis.ErrClosed, errors.New("dial unix: connection refused")},
	} {
		for _, err := range errs {
			require.Equal(t, kind, rediserr.Classify(err), "%v", err)
		}
	}
}

// What a real server says, alone and out of a script.
func TestARealServersAnswers(t *testing.T) {
	t.Parallel()
	server := localtest.RedisServer(t)
	rdb, ctx := server.Client(), t.Context()
	set := redis.NewScript(`return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])`)
	require.NoError(t, rdb.HSet(ctx, "hash", "f", "v").Err())
	require.Equal(t, rediserr.Refused, rediserr.Classify(rdb.Get(ctx, "hash").Err()))
	require.Equal(t, rediserr.Refused, rediserr.Classify(set.Run(ctx, rdb, []string{"k"}, "v", 0).Err()), "an expiry of 0 is no outage")
	require.Equal(t, rediserr.None, rediserr.Classify(rdb.EvalSha(ctx, "0000000000000000000000000000000000000000", nil).Err()))
	require.NoError(t, rdb.ConfigSet(ctx, "maxmemory", "1").Err())
	require.Equal(t, rediserr.Full, rediserr.Classify(set.Run(ctx, rdb, []string{"k"}, "v", 1000).Err()))
	require.NoError(t, rdb.ConfigSet(ctx, "maxmemory", "0").Err())
	require.NoError(t, rdb.ReplicaOf(ctx, "127.0.0.1", "1").Err())
	require.Equal(t, rediserr.Full, rediserr.Classify(set.Run(ctx, rdb, []string{"k"}, "v", 1000).Err()))
	server.Stop()
	short, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	require.True(t, rediserr.Classify(rdb.Get(short, "k").Err()).Outage())
}
