package bus

import (
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Config bounds a loop. The zero value of a field means its default.
type Config struct {
	InFlight        int           `split_words:"true" default:"128" desc:"messages of a lane that a process works on at once"`
	AckWait         time.Duration `split_words:"true" default:"10s" desc:"how long the broker waits for a sign of life before it gives a message to another worker; a worker reports progress three times in it"`
	MaxDeliver      int           `split_words:"true" default:"15" desc:"deliveries without a verdict after which a message is taken for one that kills its worker"`
	MaxAttempts     int           `split_words:"true" default:"5" desc:"tries of a message that fails by itself before it is a dead letter"`
	HandlerTimeout  time.Duration `split_words:"true" default:"30s" desc:"how long a stage may work on one message, waiting for what is away left out; what runs past it counts as a try"`
	Parked          int           `default:"1024" desc:"messages of a lane that may wait for a stream or a service that is away while the lane goes on with others"`
	ReadAhead       int           `split_words:"true" default:"2304" desc:"messages of a lane that are fetched before their turn, so that one provider's many do not delay another's few"`
	Backlog         int           `default:"2000" desc:"messages of one provider and lane that may wait in a stream for the next stage; what would be more waits, and delays no other provider"`
	BytesInWork     int           `split_words:"true" default:"33554432" desc:"bytes of messages and of their outputs that a lane works on at once, three quarters of it for one provider, and as many again that it reads ahead"`
	OutputsInFlight int           `split_words:"true" default:"1024" desc:"messages on their way to a stream at once, flashes left out, which have as many of their own"`
	DrainTimeout    time.Duration `split_words:"true" default:"20s" desc:"how long work in flight may take to end when the process is stopped"`
}

func (c Config) withDefaults() Config {
	set(&c.InFlight, 128)
	set(&c.AckWait, 10*time.Second)
	set(&c.MaxDeliver, 15)
	set(&c.MaxAttempts, 5)
	set(&c.HandlerTimeout, contract.HandlerTimeout)
	set(&c.Parked, 1024)
	set(&c.ReadAhead, 2304)
	set(&c.Backlog, 2000)
	set(&c.BytesInWork, 32<<20)
	set(&c.OutputsInFlight, contract.MaxOutputsInFlight)
	set(&c.DrainTimeout, 20*time.Second)
	return c
}

func set[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Source is where a loop takes its work from: one lane of one stream.
type Source struct {
	Stage  contract.Stage
	Stream string
	Lane   contract.Lane
	Filter string // subject filter of the consumer
}

// Durable is the name of the source's consumer.
func (s Source) Durable() string { return string(s.Stage) + "-" + string(s.Lane) }

// Sources gives a stage's sources: one for each lane.
func Sources(stage contract.Stage, stream, prefix string) []Source {
	var out []Source
	for _, lane := range contract.Lanes() {
		out = append(out, Source{Stage: stage, Stream: stream, Lane: lane, Filter: prefix + "." + string(lane) + ".>"})
	}
	return out
}

// pulls of a consumer: short heartbeats and expiry find a lost pull request in a
// second instead of half a minute (nats.go issue 1622).
const (
	pullHeartbeat = 500 * time.Millisecond
	pullExpiry    = 5 * time.Second
)
