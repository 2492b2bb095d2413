package local_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"github.com/wireroom/wireroom/pkg/local"
)

// helperEnv makes this binary a process that has a Redis and waits to be killed.
const helperEnv = "WIREROOM_TEST_REDIS_PARENT"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperEnv); dir != "" {
		if err := redisParent(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	goleak.VerifyTestMain(m)
}

func redisParent(dir string) error {
	ctx := context.Background()
	r, err := local.StartRedis(ctx, local.RedisConfig{Dir: dir})
	if err != nil {
		return err
	}
	opt, err := r.Options()
	if err != nil {
		return err
	}
	if err := redis.NewClient(opt).Set(ctx, "k", "from the helper", 0).Err(); err != nil {
		return err
	}
	fmt.Print(".")
	select {}
}
