package contract

import (
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// BucketViews is the key-value bucket of view snapshots and of the days' salts.
const BucketViews = "wireroom-views"

// BucketLeases is the key-value bucket that says who counts which shard of views:
// emptied, it costs a moment.
const BucketLeases = BucketViews + "-leases"

// BucketPoll is the key-value bucket of what is polled: when next, and what was
// seen last.
const BucketPoll = "wireroom-poll"

// BucketWebSub is the key-value bucket of subscriptions at hubs.
const BucketWebSub = "wireroom-websub"

// BucketWebhooks is the key-value bucket of webhooks and subscriptions to feeds: which
// there are, how far each is, what is to be sent again, and the latest deliveries.
const BucketWebhooks = "wireroom-webhooks"

// BucketMedia is the object store of pictures and other binaries that came with
// articles, under the names that MediaName gives.
const BucketMedia = "wireroom-media"

// MediaSlack is how much longer the object store keeps what it holds than NEWS keeps
// the articles that name it: what is older is stored anew with a later version.
const MediaSlack = 24 * time.Hour

// prefixes of the streams behind buckets and object stores (NATS ADR-8, ADR-20).
const (
	bucketStream  = "KV_"
	objectsStream = "OBJ_"
)

// BucketStream is the stream behind a key-value bucket.
func BucketStream(bucket string) string { return bucketStream + bucket }

// ObjectsStream is the stream behind an object store.
func ObjectsStream(store string) string { return objectsStream + store }

// Buckets declares every key-value bucket and the object store, as the streams that
// they are.
func Buckets(o StreamOptions) []jetstream.StreamConfig {
	o = o.WithDefaults()
	return []jetstream.StreamConfig{
		o.bucket(BucketPoll, "what is polled, and when next", 0),
		o.bucket(BucketWebSub, "subscriptions at hubs", 0),
		o.bucket(BucketWebhooks, "webhooks, and how far each is", 0),
		o.bucket(BucketViews, "snapshots of view counts", 0),
		o.bucket(BucketLeases, "who counts which shard of views", o.Lease),
		o.objects(),
	}
}

// Declared is all that the wire keeps on the broker.
func Declared(o StreamOptions) []jetstream.StreamConfig { return append(Streams(o), Buckets(o)...) }

// Plain names a stream as people do: a bucket by its own name.
func Plain(stream string) string {
	return strings.TrimPrefix(strings.TrimPrefix(stream, bucketStream), objectsStream)
}

// bucket is what nats.go makes of a jetstream.KeyValueConfig.
func (o StreamOptions) bucket(name, description string, ttl time.Duration) jetstream.StreamConfig {
	c := jetstream.StreamConfig{
		Name: BucketStream(name), Description: description, Subjects: []string{"$KV." + name + ".>"},
		MaxMsgsPerSubject: 1, MaxAge: ttl, Duplicates: 2 * time.Minute, Discard: jetstream.DiscardNew,
		AllowRollup: true, DenyDelete: true, AllowDirect: true,
	}
	o.shared(&c, name)
	return c
}

// objects is what nats.go makes of a jetstream.ObjectStoreConfig. What it holds is
// kept a day longer than NEWS keeps the articles that name it.
func (o StreamOptions) objects() jetstream.StreamConfig {
	c := jetstream.StreamConfig{
		Name: ObjectsStream(BucketMedia), Description: "pictures and other binaries of articles",
		Subjects: []string{"$O." + BucketMedia + ".C.>", "$O." + BucketMedia + ".M.>"},
		MaxAge:   o.NewsAge + MediaSlack, Duplicates: 2 * time.Minute, Discard: jetstream.DiscardNew,
		AllowRollup: true, AllowDirect: true,
	}
	o.shared(&c, LimitMedia)
	return c
}
