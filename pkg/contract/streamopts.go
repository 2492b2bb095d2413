package contract

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// StreamOptions is what an operator chooses about the streams. Zero values are
// good: one replica, files, 30 days of NEWS and DEAD, 7 of RECEIPTS, no size
// limit.
type StreamOptions struct {
	Replicas   int              `split_words:"true" default:"1" desc:"replicas of every stream and bucket: 1, 3 or 5"`
	NewsAge    time.Duration    `split_words:"true" default:"720h" desc:"how long NEWS keeps a message, 0 is the default; kills are kept for ever"`
	ReceiptAge time.Duration    `split_words:"true" default:"168h" desc:"how long RECEIPTS keeps a receipt, 0 is the default"`
	DeadAge    time.Duration    `split_words:"true" default:"720h" desc:"how long DEAD keeps a dead letter, 0 is the default"`
	MaxBytes   map[string]int64 `split_words:"true" desc:"size limits in bytes by stream or bucket, such as RAW:50000000000,MEDIA:20000000000; while one is full, ingest answers 503"`
	Memory     bool             `split_words:"true" default:"false" desc:"keep streams in memory instead of files: for tests"`
	// BatchWrites is for the writers of RAW, NORMALIZED, ENRICHED and RECEIPTS.
	BatchWrites bool              `split_words:"true" default:"false" desc:"write what waits for the same stream at the same time as one atomic batch: much faster where the NATS servers sync every write (sync_interval: always), slower where they do not and have one replica"`
	Metadata    map[string]string `ignored:"true"`
	// Lease is how long a reader of views holds a shard: publish's setting, which
	// only its bucket of leases takes. 0 is 5 s.
	Lease time.Duration `ignored:"true"`
}

// minAge is the shortest age that the server takes.
const minAge = 100 * time.Millisecond

// Validate checks the ranges, and that every size limit is one of a stream or bucket
// that can have one.
func (o StreamOptions) Validate() error {
	switch o.Replicas {
	case 0, 1, 3, 5:
	default:
		return fmt.Errorf("WIREROOM_STREAMS_REPLICAS is %d: it has to be 1, 3 or 5", o.Replicas)
	}
	for _, age := range []time.Duration{o.NewsAge, o.ReceiptAge, o.DeadAge} {
		if age != 0 && age < minAge {
			return fmt.Errorf("an age of streams (WIREROOM_STREAMS_…_AGE) is %s: it has to be %s at least, or 0, which is the default", age, minAge)
		}
	}
	limited := Limited()
	for _, name := range slices.Sorted(maps.Keys(o.MaxBytes)) {
		if !slices.Contains(limited, name) {
			return fmt.Errorf("WIREROOM_STREAMS_MAX_BYTES names %q: a size limit can have %s", name, strings.Join(limited, ", "))
		}
	}
	return nil
}

// LimitMedia is the name of the object store in the size limits.
const LimitMedia = "MEDIA"

// Limited lists what can have a size limit: HELD can't, for it would lose what it
// holds.
func Limited() []string {
	var out []string
	for _, c := range Streams(StreamOptions{}) {
		if !c.AllowMsgSchedules {
			out = append(out, c.Name)
		}
	}
	return append(out, LimitMedia, BucketPoll, BucketWebSub, BucketWebhooks, BucketViews)
}

// WithDefaults puts the defaults in the place of zero values. A service calls it once,
// when it starts: all that it does goes by the same ages.
func (o StreamOptions) WithDefaults() StreamOptions {
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
	if o.Lease == 0 {
		o.Lease = 5 * time.Second
	}
	return o
}

func (o StreamOptions) stream(name, description, subjects string, c jetstream.StreamConfig) jetstream.StreamConfig {
	c.Name, c.Description, c.Subjects = name, description, strings.Fields(subjects)
	c.Discard = jetstream.DiscardNew
	o.shared(&c, name)
	// message schedules forbid discard new (server 2.15); with discard old a limit
	// would delete what is held, so HELD has none
	if c.AllowMsgSchedules {
		c.Discard, c.MaxBytes = jetstream.DiscardOld, -1
	}
	if name == StreamAdvisories {
		c.Discard = jetstream.DiscardOld
	}
	return c
}

// shared sets what streams and buckets have alike.
func (o StreamOptions) shared(c *jetstream.StreamConfig, limit string) {
	c.Replicas, c.Metadata, c.MaxBytes = o.Replicas, o.Metadata, -1
	if bytes := o.MaxBytes[limit]; bytes > 0 {
		c.MaxBytes = bytes
	}
	// the server takes no window that is longer than the age
	if c.MaxAge > 0 {
		c.Duplicates = min(c.Duplicates, c.MaxAge)
	}
	if o.Memory {
		c.Storage = jetstream.MemoryStorage
	}
}
