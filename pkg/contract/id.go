package contract

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

var lower32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// ArticleID is the short name of an article: 16 characters of a-z2-7 (80 bits of
// SHA-256) over its provider and its uri without the version.
func ArticleID(provider, uri string) string {
	sum := sha256.Sum256([]byte(provider + "\x00" + uri))
	return lower32.EncodeToString(sum[:10])
}

// Incarnation names one life of a stream, by the second it was made in: a
// sequence says nothing once its stream was made anew.
func Incarnation(created time.Time) string {
	return strconv.FormatInt(created.Unix(), 36)
}

// MetadataLife is in the metadata of a stream that was found damaged, whose sequences went
// back: the second since which it is in a new life, as decimal Unix time.
const MetadataLife = "wireroom-life"

// IncarnationOf names the present life of a stream: since it was made, or since it was
// found damaged.
func IncarnationOf(i *jetstream.StreamInfo) string {
	since, err := strconv.ParseInt(i.Config.Metadata[MetadataLife], 10, 64)
	if err != nil || since <= i.Created.Unix() {
		return Incarnation(i.Created)
	}
	return Incarnation(time.Unix(since, 0))
}

// DeliveryID names a delivery by RAW's incarnation and sequence.
func DeliveryID(incarnation string, seq uint64) string {
	return incarnation + "-" + strconv.FormatUint(seq, 10)
}

// ParseDeliveryID takes a delivery id apart.
func ParseDeliveryID(id string) (incarnation string, seq uint64, err error) {
	inc, num, ok := strings.Cut(id, "-")
	if ok {
		seq, err = strconv.ParseUint(num, 10, 64)
	}
	if !ok || err != nil || seq == 0 || num[0] == '0' || inc == "" || len(inc) > 13 || strings.ContainsFunc(inc, notBase36) {
		return "", 0, fmt.Errorf("%q is not a delivery id", id)
	}
	return inc, seq, nil
}

func notBase36(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'z') }

// IdempotencyID is the Nats-Msg-Id on RAW of a push with an Idempotency-Key.
func IdempotencyID(provider, key string) string {
	sum := sha256.Sum256([]byte(provider + "\x00" + key))
	return "push-" + hex.EncodeToString(sum[:16])
}

// MsgID is the deterministic Nats-Msg-Id of what a stage writes for one article
// of a delivery. It follows from the input alone: retry and replay are counted
// so that a deliberate second run is not taken for a redelivery.
func MsgID(e *Envelope, kind string) string {
	id := e.Delivery + "." + strconv.Itoa(e.Position) + "." + kind
	if e.Replay > 0 {
		id += ".y" + strconv.Itoa(e.Replay)
	}
	if e.Retry > 0 {
		id += ".r" + strconv.Itoa(e.Retry)
	}
	return id
}
