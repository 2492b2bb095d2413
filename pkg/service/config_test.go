package service_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/service"
)

type config struct {
	service.Config
	NATS    service.NATSConfig
	Redis   service.RedisConfig
	MaxSize int      `split_words:"true" default:"4" desc:"Largest."`
	Names   []string `required:"true"`
}

func (c *config) Validate() error {
	if c.MaxSize > 9 {
		return errors.New("too large")
	}
	return nil
}

func secretFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestLoad(t *testing.T) {
	t.Setenv("WIREROOM_NAMES", "a,b")
	t.Setenv("WIREROOM_DRAIN_DELAY", "5s")
	t.Setenv("WIREROOM_LOG_LEVEL", "warn")
	t.Setenv("WIREROOM_NATS_TLS_CA", "ca.pem")
	t.Setenv("WIREROOM_NATS_PASSWORD_FILE", secretFile(t, "hunter2\n"))
	t.Setenv("WIREROOM_REDIS_URL", "redis://:hunter3@h:1/0")
	var c config
	require.NoError(t, service.Load("WIREROOM", &c))
	require.Equal(t, []string{"a", "b"}, c.Names)
	require.Equal(t, 5*time.Second, c.DrainDelay)
	require.Equal(t, "warn", c.Log.Level)
	require.Equal(t, "ca.pem", c.NATS.TLS.CA)
	require.Equal(t, "hunter2", c.NATS.Password.Value())
	require.False(t, c.NATS.Token.IsSet())
	require.Equal(t, "redis://:hunter3@h:1/0", c.Redis.URL.Value())
	require.Equal(t, 500*time.Millisecond, c.Redis.ReadTimeout)
}

func TestLoadRefuses(t *testing.T) {
	for name, env := range map[string][2]string{
		"no such file":  {"WIREROOM_NATS_TOKEN_FILE", "/no/such/file"},
		"an empty file": {"WIREROOM_NATS_TOKEN_FILE", secretFile(t, "\n")},
		"no number":     {"WIREROOM_MAX_SIZE", "many"},
		"invalid":       {"WIREROOM_MAX_SIZE", "10"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("WIREROOM_NAMES", "a")
			t.Setenv(env[0], env[1])
			require.Error(t, service.Load("WIREROOM", &config{}))
		})
	}
	t.Run("both", func(t *testing.T) {
		t.Setenv("WIREROOM_NAMES", "a")
		t.Setenv("WIREROOM_NATS_TOKEN", "hunter2")
		t.Setenv("WIREROOM_NATS_TOKEN_FILE", secretFile(t, "hunter3"))
		err := service.Load("WIREROOM", &config{})
		require.ErrorContains(t, err, "both set")
		require.NotContains(t, err.Error(), "hunter")
	})
	require.ErrorContains(t, service.Load("WIREROOM", &config{}), "WIREROOM_NAMES")
	require.Error(t, service.Load("WIREROOM", config{}))
	require.ErrorContains(t, service.Load("X", &struct {
		Key service.Secret `required:"true"`
	}{}), "X_KEY")
}

func TestDescribe(t *testing.T) {
	fields := map[string]service.Field{}
	for _, f := range service.Describe("WIREROOM", config{}) {
		require.NotContains(t, fields, f.Name)
		fields[f.Name] = f
	}
	require.Equal(t, service.Field{Name: "WIREROOM_MAX_SIZE", Type: "int", Default: "4", Desc: "Largest."}, fields["WIREROOM_MAX_SIZE"])
	require.Equal(t, service.Field{Name: "WIREROOM_NAMES", Type: "list of string", Required: true}, fields["WIREROOM_NAMES"])
	require.Equal(t, "duration", fields["WIREROOM_DRAIN_DELAY"].Type)
	require.True(t, fields["WIREROOM_REDIS_URL"].Secret())
	require.Contains(t, fields, "WIREROOM_NATS_TLS_CERT")
	require.Contains(t, fields, "WIREROOM_LOG_FORMAT")
}

// What Describe says has to be what envconfig does.
func TestDescribedNamesAreTheOnesThatAreRead(t *testing.T) {
	type odd struct {
		HTTPAddrTLS string `split_words:"true"`
		URLPath2    string `split_words:"true"`
		PlainName   string
		Tagged      string `envconfig:"other_name"`
	}
	var got odd
	for _, f := range service.Describe("P", got) {
		t.Setenv(f.Name, "set "+f.Name)
	}
	require.NoError(t, service.Load("P", &got))
	for _, v := range []string{got.HTTPAddrTLS, got.URLPath2, got.PlainName, got.Tagged} {
		require.NotEmpty(t, v)
	}
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	type inner struct{ secret service.Secret }
	s := service.NewSecret("hunter2")
	c := config{Redis: service.RedisConfig{URL: s}}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb+verb+verb+verb, s, &s, c, inner{s})
	}
	b, err := json.Marshal(c)
	require.NoError(t, err)
	out.Write(b)
	log, err := service.NewLogger(service.LogConfig{Level: "debug", Format: "json"}, &out, nil)
	require.NoError(t, err)
	log.Info("config", zap.Any("config", c), zap.Any("secret", s), zap.Stringer("s", s))
	slog.New(slog.NewTextHandler(&out, nil)).Info("config", "c", c, "s", s)
	require.NotContains(t, out.String(), "hunter2")
	require.NotContains(t, out.String(), fmt.Sprintf("%x", "hunter2"))
	require.Contains(t, out.String(), "***")
}

func TestLogIsSampledUnderAFlood(t *testing.T) {
	var out bytes.Buffer
	var lost service.LostLines
	log, err := service.NewLogger(service.LogConfig{Level: "info", Format: "json"}, &out, &lost)
	require.NoError(t, err)
	const flood = 10_000
	for i := range flood {
		log.Warn("flood", zap.Int("i", i))
		log.Debug("below the level")
	}
	lines := bytes.Count(out.Bytes(), []byte("\n"))
	require.Positive(t, lines)
	require.Less(t, lines, 1000)
	require.EqualValues(t, flood, uint64(lines)+lost.Count(), "what is left out is counted")
	log.Error("something else")
	require.Equal(t, lines+1, bytes.Count(out.Bytes(), []byte("\n")), "a flood hides no other line")
	_, err = service.NewLogger(service.LogConfig{Level: "loud"}, &out, nil)
	require.ErrorContains(t, err, "WIREROOM_LOG_LEVEL")
	_, err = service.NewLogger(service.LogConfig{Level: "info", Format: "xml"}, &out, nil)
	require.ErrorContains(t, err, "WIREROOM_LOG_FORMAT")
}
