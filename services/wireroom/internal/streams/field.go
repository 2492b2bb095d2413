package streams

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// field is one of those that contract declares. Placement, compression, metadata and
// the number of consumers are the operator's.
type field struct {
	name string // as the server and the nats command line call it
	text func(jetstream.StreamConfig) string
	take func(to *jetstream.StreamConfig, from jetstream.StreamConfig)
}

type config = jetstream.StreamConfig

func fields() []field {
	return []field{
		{"description", func(c config) string { return c.Description }, func(to *config, c config) { to.Description = c.Description }},
		{"subjects", func(c config) string { return strings.Join(c.Subjects, " ") }, func(to *config, c config) { to.Subjects = c.Subjects }},
		{"subject_transform", transform, func(to *config, c config) { to.SubjectTransform = c.SubjectTransform }},
		{"republish", republish, func(to *config, c config) { to.RePublish = c.RePublish }},
		{"retention", func(c config) string { return strings.ToLower(c.Retention.String()) }, func(to *config, c config) { to.Retention = c.Retention }},
		{"discard", func(c config) string { return strings.ToLower(c.Discard.String()) }, func(to *config, c config) { to.Discard = c.Discard }},
		{"storage", func(c config) string { return strings.ToLower(c.Storage.String()) }, func(to *config, c config) { to.Storage = c.Storage }},
		{"num_replicas", func(c config) string { return strconv.Itoa(max(c.Replicas, 1)) }, func(to *config, c config) { to.Replicas = c.Replicas }},
		{"max_age", func(c config) string { return age(c.MaxAge) }, func(to *config, c config) { to.MaxAge = c.MaxAge }},
		{"max_bytes", func(c config) string { return limit(c.MaxBytes) }, func(to *config, c config) { to.MaxBytes = c.MaxBytes }},
		{"max_msgs", func(c config) string { return limit(c.MaxMsgs) }, func(to *config, c config) { to.MaxMsgs = c.MaxMsgs }},
		{"max_msgs_per_subject", func(c config) string { return limit(c.MaxMsgsPerSubject) }, func(to *config, c config) { to.MaxMsgsPerSubject = c.MaxMsgsPerSubject }},
		{"max_msg_size", func(c config) string { return limit(int64(c.MaxMsgSize)) }, func(to *config, c config) { to.MaxMsgSize = c.MaxMsgSize }},
		{"duplicate_window", func(c config) string { return window(c).String() }, func(to *config, c config) { to.Duplicates = window(c) }},
		flag("no_ack", func(c *config) *bool { return &c.NoAck }),
		flag("sealed", func(c *config) *bool { return &c.Sealed }),
		flag("deny_delete", func(c *config) *bool { return &c.DenyDelete }),
		flag("deny_purge", func(c *config) *bool { return &c.DenyPurge }),
		flag("allow_direct", func(c *config) *bool { return &c.AllowDirect }),
		flag("allow_rollup_hdrs", func(c *config) *bool { return &c.AllowRollup }),
		flag("allow_msg_ttl", func(c *config) *bool { return &c.AllowMsgTTL }),
		flag("allow_msg_schedules", func(c *config) *bool { return &c.AllowMsgSchedules }),
	}
}

func flag(name string, at func(*config) *bool) field {
	return field{name, func(c config) string { return strconv.FormatBool(*at(&c)) }, func(to *config, c config) { *at(to) = *at(&c) }}
}

func transform(c config) string {
	if c.SubjectTransform == nil {
		return "none"
	}
	return c.SubjectTransform.Source + " to " + c.SubjectTransform.Destination
}

func republish(c config) string {
	if c.RePublish == nil {
		return "none"
	}
	text := c.RePublish.Source + " to " + c.RePublish.Destination
	if c.RePublish.HeadersOnly {
		text += ", headers only"
	}
	return text
}

// limit writes a limit; the server takes 0 and -1 alike for none.
func limit(n int64) string {
	if n <= 0 {
		return "none"
	}
	return strconv.FormatInt(n, 10)
}

func age(d time.Duration) string {
	if d <= 0 {
		return "none"
	}
	return fmt.Sprint(d)
}

// window is the server's two minutes where none is said.
func window(c config) time.Duration {
	if c.Duplicates == 0 {
		return 2 * time.Minute
	}
	return c.Duplicates
}
