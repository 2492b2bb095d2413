// Package durables keeps a durable consumer of NEWS for each consumer of the consumers
// file that reads by NATS, with the subjects that its rights take in.
//
// A consumer may not make one itself: one with several filters is made by a request that
// names none of them, so whoever may make one may read everything. The package must not
// touch a durable consumer that the file does not name, and never moves the place of one.
package durables

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// Metadata of the durable consumers that are ours.
const (
	metadataKey   = "wireroom"
	metadataValue = "consumers-file"
)

const (
	every = 2 * time.Second  // a change of the file is looked for
	again = 30 * time.Second // what somebody else changed is put right, a NEWS made anew gets its consumers
	limit = 10 * time.Second // for one request
)

// Keeper makes, changes and deletes the durable consumers.
type Keeper struct {
	JS jetstream.JetStream
	// List is the consumers file as it is now.
	List func() []consumer.Consumer
	// Alone says that no other process keeps them: then what is left of a consumer that
	// was removed while nobody ran is deleted. Beside others that would be wrong, since a
	// file's change reaches them at different times.
	Alone bool
	Log   *zap.Logger

	had  map[string][]string // filters by id, as of the last good pass
	seen time.Time
}

// Run keeps them until ctx ends.
func (k *Keeper) Run(ctx context.Context) {
	told := ""
	for {
		err := k.pass(ctx, time.Now())
		switch {
		case err == nil:
			told = ""
		case ctx.Err() == nil && err.Error() != told:
			told = err.Error()
			k.Log.Error("a durable consumer of the consumers file is not as it should be", zap.Error(err))
		}
		if service.Pause(ctx, every) != nil {
			return
		}
	}
}

func (k *Keeper) pass(ctx context.Context, now time.Time) error {
	want, names := map[string][]string{}, map[string]string{}
	for _, c := range k.List() {
		if len(c.NKeys) > 0 {
			want[c.ID], names[c.ID] = c.Filters, c.Name
		}
	}
	if k.had != nil && now.Sub(k.seen) < again && maps.EqualFunc(want, k.had, slices.Equal) {
		return nil
	}
	var errs []error
	for _, id := range slices.Sorted(maps.Keys(want)) {
		errs = append(errs, k.keep(ctx, id, names[id], want[id]))
	}
	gone, err := k.gone(ctx, want)
	errs = append(errs, err)
	for _, id := range gone {
		errs = append(errs, k.remove(ctx, id))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	k.had, k.seen = want, now
	return nil
}

// gone lists those that are not wanted any more.
func (k *Keeper) gone(ctx context.Context, want map[string][]string) ([]string, error) {
	var out []string
	for id := range k.had {
		if _, ok := want[id]; !ok {
			out = append(out, id)
		}
	}
	if k.had != nil || !k.Alone {
		return out, nil
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	s, err := k.JS.Stream(ctx, contract.StreamNews)
	if err != nil {
		return nil, fmt.Errorf("look for durable consumers that are left: %w", err)
	}
	list := s.ListConsumers(ctx)
	for info := range list.Info() {
		if _, ok := want[info.Name]; !ok && ours(info.Config) {
			out = append(out, info.Name)
		}
	}
	if err := list.Err(); err != nil {
		return nil, fmt.Errorf("look for durable consumers that are left: %w", err)
	}
	return out, nil
}

func ours(c jetstream.ConsumerConfig) bool { return c.Metadata[metadataKey] == metadataValue }

// keep makes one as it should be. One of the same name that somebody made goes on where
// it is, but by the file's rights.
func (k *Keeper) keep(ctx context.Context, id, name string, filters []string) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	want := jetstream.ConsumerConfig{Durable: id, Description: name, FilterSubjects: filters, AckPolicy: jetstream.AckExplicitPolicy,
		DeliverPolicy: jetstream.DeliverAllPolicy, Metadata: map[string]string{metadataKey: metadataValue}}
	cons, err := k.JS.Consumer(ctx, contract.StreamNews, id)
	switch {
	case errors.Is(err, jetstream.ErrConsumerNotFound):
		return k.create(ctx, want)
	case errors.Is(err, jetstream.ErrNotPullConsumer):
		return k.replace(ctx, want, 0) // a push consumer delivers wherever its maker said
	case err != nil:
		return fmt.Errorf("look up durable consumer %s: %w", id, err)
	}
	have := cons.CachedInfo().Config
	if have.AckPolicy != want.AckPolicy || have.Durable == "" {
		return k.replace(ctx, want, cons.CachedInfo().AckFloor.Stream+1)
	}
	if ours(have) && slices.Equal(subjects(have), filters) && have.Description == name {
		return nil
	}
	have.FilterSubject, have.FilterSubjects, have.Description = "", filters, name
	if have.Metadata == nil {
		have.Metadata = map[string]string{}
	}
	have.Metadata[metadataKey] = metadataValue
	if _, err := k.JS.UpdateConsumer(ctx, contract.StreamNews, have); err != nil {
		return fmt.Errorf("change durable consumer %s: %w", id, err)
	}
	k.Log.Info("durable consumer reads by the rights of the consumers file", zap.String("consumer", id), zap.Strings("subjects", filters))
	return nil
}

func subjects(c jetstream.ConsumerConfig) []string {
	if c.FilterSubject != "" {
		return []string{c.FilterSubject}
	}
	return c.FilterSubjects
}

func (k *Keeper) create(ctx context.Context, c jetstream.ConsumerConfig) error {
	_, err := k.JS.CreateConsumer(ctx, contract.StreamNews, c)
	if err != nil && !errors.Is(err, jetstream.ErrConsumerExists) { // by another process
		return fmt.Errorf("make durable consumer %s: %w", c.Durable, err)
	}
	k.Log.Info("durable consumer made for a consumer of the consumers file", zap.String("consumer", c.Durable), zap.Strings("subjects", c.FilterSubjects))
	return nil
}

// replace makes one anew that can't be changed into what it should be, from a sequence on;
// 0 is the first.
func (k *Keeper) replace(ctx context.Context, c jetstream.ConsumerConfig, from uint64) error {
	if from > 0 {
		c.DeliverPolicy, c.OptStartSeq = jetstream.DeliverByStartSequencePolicy, from
	}
	if err := k.JS.DeleteConsumer(ctx, contract.StreamNews, c.Durable); err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) {
		return fmt.Errorf("replace durable consumer %s: %w", c.Durable, err)
	}
	return k.create(ctx, c)
}

func (k *Keeper) remove(ctx context.Context, id string) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if err := k.JS.DeleteConsumer(ctx, contract.StreamNews, id); err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) {
		return fmt.Errorf("delete durable consumer %s: %w", id, err)
	}
	k.Log.Info("durable consumer of a consumer that was removed is deleted", zap.String("consumer", id))
	return nil
}
