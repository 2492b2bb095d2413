package local

import (
	"crypto/rand"
	"fmt"
	"net/url"

	"github.com/alicebob/miniredis/v2"
)

const memoryNotice = `No redis-server or valkey-server was found and WIREROOM_REDIS_URL is not set.
Redis is imitated in memory: its records, lists and view counts end with this
process and are filled again from the streams at the next start, and its speed
says nothing about a real one. Install redis-server for anything but a first look.`

func redisMemory() (*Redis, error) {
	m := miniredis.NewMiniRedis()
	// It listens on loopback, where everybody on the machine could reach it.
	password := rand.Text()
	m.RequireAuth(password)
	if err := m.Start(); err != nil {
		return nil, fmt.Errorf("start the Redis in memory: %w", err)
	}
	// Without this nothing in it ever expires.
	m.ClockTTL(true)
	u := url.URL{Scheme: "redis", User: url.UserPassword("default", password), Host: m.Addr(), Path: "/0"}
	return &Redis{
		kind: KindMemory, url: u.String(), notice: memoryNotice,
		closer: func() error { m.Close(); return nil },
	}, nil
}
