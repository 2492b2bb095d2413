package streams

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// judge says of a change what it costs: what the server can't do, what would be lost
// and how much of it.
func judge(ctx context.Context, s jetstream.Stream, want jetstream.StreamConfig, now time.Time, c *Change) (err error) {
	have, state := s.CachedInfo().Config, s.CachedInfo().State
	switch c.Field {
	case "storage":
		c.Cannot = cannot("move a stream between files and memory")
	case "retention":
		if have.Retention == jetstream.WorkQueuePolicy || want.Retention == jetstream.WorkQueuePolicy {
			c.Cannot = cannot("make a work queue of a stream, or a stream of a work queue")
		} else if want.Retention == jetstream.InterestPolicy {
			c.Loss = some(state.Msgs) + " that every consumer has acknowledged"
		}
	case "sealed", "deny_delete", "deny_purge", "allow_msg_ttl", "allow_msg_schedules":
		if c.Have == "true" {
			c.Cannot = cannot("take " + c.Field + " away again")
		}
	case "subjects":
		c.Loss, err = uncovered(ctx, s, want)
	case "max_age":
		c.Loss, err = tooOld(ctx, s, have.MaxAge, want.MaxAge, now)
	case "max_bytes":
		c.Loss = tooMany(want, state.Bytes, uint64(max(want.MaxBytes, 0)), console.Bytes[uint64])
	case "max_msgs":
		c.Loss = tooMany(want, state.Msgs, uint64(max(want.MaxMsgs, 0)), messages)
	case "max_msgs_per_subject":
		c.Loss = revisions(state, uint64(max(want.MaxMsgsPerSubject, 0)))
	case "discard":
		if want.Discard == jetstream.DiscardOld && (want.MaxBytes > 0 || want.MaxMsgs > 0) {
			c.Loss = "the oldest messages, whenever it is full"
		}
	case "num_replicas":
		c.Note = copies(have.Replicas, want.Replicas, state)
	}
	if want.Name == contract.BucketStream(contract.BucketLeases) {
		c.Loss = "" // a lease that is lost is taken again
	}
	return err
}

// cannot says what the server can't change, and the way out.
func cannot(what string) string {
	return "the server can't " + what + ": back it up, delete it, apply, and restore its messages (docs/operators.md, 'What can't be changed')"
}

func messages(n uint64) string { return console.Plural(n, "message") }

func some(n uint64) string { return "up to " + messages(n) }

// tooMany says what a limit costs that is below what is stored.
func tooMany(want jetstream.StreamConfig, stored, limit uint64, text func(uint64) string) string {
	switch {
	case limit == 0 || stored <= limit:
		return ""
	case want.Discard == jetstream.DiscardOld:
		return "the oldest " + text(stored-limit) + " of " + text(stored)
	default:
		return "whatever comes until " + text(stored-limit) + " of " + text(stored) + " are gone: it would refuse all"
	}
}

// revisions counts what a shorter history of each subject costs, at least.
func revisions(state jetstream.StreamState, limit uint64) string {
	if keeps := limit * state.NumSubjects; limit > 0 && state.Msgs > keeps {
		return "at least " + messages(state.Msgs-keeps) + ": earlier ones of their subjects"
	}
	return ""
}

func copies(have, want int, state jetstream.StreamState) string {
	if want < have {
		return "fewer copies: nothing is lost, and less is survived"
	}
	return fmt.Sprintf("%s (%s) are copied", messages(state.Msgs), console.Bytes(state.Bytes))
}

// tooOld counts what a shorter age deletes at once.
func tooOld(ctx context.Context, s jetstream.Stream, have, want time.Duration, now time.Time) (string, error) {
	state := s.CachedInfo().State
	if want <= 0 || (have > 0 && want >= have) || state.Msgs == 0 || !state.FirstTime.Before(now.Add(-want)) {
		return "", nil
	}
	since := now.Add(-want)
	cons, err := s.CreateConsumer(ctx, jetstream.ConsumerConfig{
		DeliverPolicy: jetstream.DeliverByStartTimePolicy, OptStartTime: &since, AckPolicy: jetstream.AckNonePolicy,
		MemoryStorage: true, InactiveThreshold: time.Minute,
	})
	var api *jetstream.APIError
	if errors.As(err, &api) && api.Code == 400 { // a work queue allows no second consumer
		return some(state.Msgs) + " older than " + want.String(), nil
	}
	if err != nil {
		return "", fmt.Errorf("count what is older in %s: %w", s.CachedInfo().Config.Name, err)
	}
	defer func() { _ = s.DeleteConsumer(context.WithoutCancel(ctx), cons.CachedInfo().Name) }() // else its threshold ends it
	left := cons.CachedInfo().NumPending
	if left >= state.Msgs {
		return "", nil
	}
	return messages(state.Msgs-left) + " older than " + want.String(), nil
}

// uncovered counts the messages of subjects that the stream would no longer take.
// They stay, but what comes on these subjects afterwards nobody stores.
func uncovered(ctx context.Context, s jetstream.Stream, want jetstream.StreamConfig) (string, error) {
	covered := slices.Clone(want.Subjects)
	if want.SubjectTransform != nil {
		covered = append(covered, want.SubjectTransform.Destination)
	}
	var gone []string
	var n uint64
	for _, subject := range s.CachedInfo().Config.Subjects {
		if slices.Contains(covered, subject) {
			continue
		}
		info, err := s.Info(ctx, jetstream.WithSubjectFilter(subject))
		if err != nil {
			return "", fmt.Errorf("count the messages of %s: %w", subject, err)
		}
		for stored, count := range info.State.Subjects {
			if !slices.ContainsFunc(covered, func(filter string) bool { return matches(filter, stored) }) {
				n += count
			}
		}
		gone = append(gone, subject)
	}
	if n == 0 {
		return "", nil
	}
	return fmt.Sprintf("what comes on %s, of which %s are stored", strings.Join(gone, " "), messages(n)), nil
}

// matches tells whether a subject is one that a filter with wildcards names.
func matches(filter, subject string) bool {
	f, s := strings.Split(filter, "."), strings.Split(subject, ".")
	for i, token := range f {
		switch {
		case token == ">":
			return len(s) > i
		case i >= len(s) || token != "*" && token != s[i]:
			return false
		}
	}
	return len(f) == len(s)
}
