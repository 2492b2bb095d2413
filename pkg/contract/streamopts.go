package contract

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// MaxPayload is the broker's max_payload that the wire needs, in bytes; MaxArticle
// leaves room in it for headers.
const (
	MaxPayload = 8 << 20
	MaxArticle = MaxPayload - 64<<10
)

// StreamOptions is what an operator chooses about the streams. Zero values are
// good: one replica, files, 30 days of NEWS and DEAD, 7 of RECEIPTS, no size
// limit.
type StreamOptions struct {
	Replicas   int               `split_words:"true" default:"1" desc:"replicas of every stream: 1, 3 or 5"`
	NewsAge    time.Duration     `split_words:"true" default:"720h" desc:"how long NEWS keeps a message; kills are kept for ever"`
	ReceiptAge time.Duration     `split_words:"true" default:"168h" desc:"how long RECEIPTS keeps a receipt"`
	DeadAge    time.Duration     `split_words:"true" default:"720h" desc:"how long DEAD keeps a dead letter"`
	MaxBytes   map[string]int64  `split_words:"true" desc:"size limits in bytes by stream, such as RAW:50000000000,NEWS:100000000000; a full stream refuses, and the refusal is felt at the door as 503"`
	Memory     bool              `split_words:"true" default:"false" desc:"keep streams in memory instead of files: for tests"`
	Metadata   map[string]string `ignored:"true"`
}

func (o StreamOptions) withDefaults() StreamOptions {
	day := 24 * time.Hour
	o.Replicas = max(o.Replicas, 1)
	if o.NewsAge == 0 {
		o.NewsAge = 30 * day
	}
	if o.ReceiptAge == 0 {
		o.ReceiptAge = 7 * day
	}
	if o.DeadAge == 0 {
		o.DeadAge = 30 * day
	}
	return o
}

func (o StreamOptions) stream(name, description, subjects string, c jetstream.StreamConfig) jetstream.StreamConfig {
	c.Name, c.Description, c.Subjects = name, description, strings.Fields(subjects)
	c.Replicas, c.Metadata = o.Replicas, o.Metadata
	c.Discard, c.MaxBytes = jetstream.DiscardNew, -1
	if limit := o.MaxBytes[name]; limit > 0 {
		c.MaxBytes = limit
	}
	// message schedules forbid discard new (server 2.15); with discard old a limit
	// would delete what is held, so HELD has none
	if c.AllowMsgSchedules {
		c.Discard, c.MaxBytes = jetstream.DiscardOld, -1
	}
	if name == StreamAdvisories {
		c.Discard = jetstream.DiscardOld
	}
	if o.Memory {
		c.Storage = jetstream.MemoryStorage
	}
	return c
}

// Ensure makes the streams that are missing and leaves those that exist as they
// are: a change of a live stream is an operator's act.
func Ensure(ctx context.Context, js jetstream.JetStream, o StreamOptions) error {
	for _, cfg := range Streams(o) {
		s, err := js.Stream(ctx, cfg.Name)
		switch {
		case errors.Is(err, jetstream.ErrStreamNotFound):
			_, err = js.CreateStream(ctx, cfg)
		case err == nil && cfg.SubjectTransform != nil && s.CachedInfo().Config.SubjectTransform == nil:
			err = adopt(ctx, js, s.CachedInfo().Config, cfg)
		}
		// another service may have made it in between
		if err != nil && !errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) {
			return fmt.Errorf("make stream %s: %w", cfg.Name, err)
		}
	}
	for name, description := range map[string]string{BucketWebSub: "subscriptions at hubs", BucketPoll: "what is polled, and when next"} {
		if err := ensureBucket(ctx, js, o, name, description); err != nil {
			return err
		}
	}
	return ensureMedia(ctx, js, o)
}

// adopt gives NEWS as it was before 0.1, which was written on its own subjects, the
// way in that it has now. Nothing of what it holds is touched, nor what an operator
// set.
func adopt(ctx context.Context, js jetstream.JetStream, have, want jetstream.StreamConfig) error {
	have.Subjects, have.SubjectTransform, have.RePublish = want.Subjects, want.SubjectTransform, want.RePublish
	_, err := js.UpdateStream(ctx, have)
	return err
}

func ensureBucket(ctx context.Context, js jetstream.JetStream, o StreamOptions, name, description string) error {
	if _, err := js.KeyValue(ctx, name); !errors.Is(err, jetstream.ErrBucketNotFound) {
		return err
	}
	cfg := jetstream.KeyValueConfig{Bucket: name, Description: description, Replicas: o.withDefaults().Replicas}
	if o.Memory {
		cfg.Storage = jetstream.MemoryStorage
	}
	if _, err := js.CreateKeyValue(ctx, cfg); err != nil && !errors.Is(err, jetstream.ErrBucketExists) {
		return fmt.Errorf("make bucket %s: %w", name, err)
	}
	return nil
}

// MediaSlack is how much longer the object store keeps what it holds than NEWS keeps
// the articles that name it: what is older is stored anew with a later version.
const MediaSlack = 24 * time.Hour

// ensureMedia makes the object store.
func ensureMedia(ctx context.Context, js jetstream.JetStream, o StreamOptions) error {
	o = o.withDefaults()
	if _, err := js.ObjectStore(ctx, BucketMedia); !errors.Is(err, jetstream.ErrBucketNotFound) {
		return err
	}
	cfg := jetstream.ObjectStoreConfig{Bucket: BucketMedia, Description: "pictures and other binaries of articles",
		TTL: o.NewsAge + MediaSlack, Replicas: o.Replicas, MaxBytes: -1}
	if limit := o.MaxBytes["MEDIA"]; limit > 0 {
		cfg.MaxBytes = limit
	}
	if o.Memory {
		cfg.Storage = jetstream.MemoryStorage
	}
	_, err := js.CreateObjectStore(ctx, cfg)
	if err != nil && !errors.Is(err, jetstream.ErrBucketExists) && !errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) {
		return fmt.Errorf("make object store %s: %w", BucketMedia, err)
	}
	return nil
}
