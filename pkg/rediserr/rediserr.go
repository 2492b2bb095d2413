// Package rediserr tells what an error of Redis means: whether to wait, whether to go
// on reading, or whether waiting helps nobody. It is the one place that knows Redis's
// error codes. It must not talk to Redis.
package rediserr

import (
	"context"
	"errors"
	"net"
	"strings"

	"github.com/redis/go-redis/v9"
)

// Kind is what an error of Redis means, and the label of the metric that counts it.
type Kind string

// The kinds. Connect, Timeout and Unready are outages: Redis is left alone for a moment,
// and asked again.
const (
	None    Kind = ""        // no failure: no error, a missing key, a script not loaded yet, a caller that has left
	Connect Kind = "connect" // no connection, or it broke
	Timeout Kind = "timeout" // no answer in time
	Unready Kind = "unready" // it answers, but serves nothing at the moment: loading, failing over, busy
	Full    Kind = "full"    // it takes no writes at the moment and answers reads: memory, disk, a replica
	Refused Kind = "refused" // it refuses this for good: a key of another type, an error in a script, no permission
)

// Kinds lists the kinds of failures.
func Kinds() []Kind { return []Kind{Connect, Timeout, Unready, Full, Refused} }

// Outage reports whether waiting helps and asking goes on failing meanwhile.
func (k Kind) Outage() bool { return k == Connect || k == Timeout || k == Unready }

// code of an answer and what it means. Source: the errors of Redis 7 (server.c,
// shared objects; cluster.c; script.c). What is not listed is Refused.
var codes = map[string]Kind{
	"LOADING":     Unready,
	"BUSY":        Unready, // a script runs
	"CLUSTERDOWN": Unready,
	"MASTERDOWN":  Unready,
	"TRYAGAIN":    Unready, // slots are being moved
	"MOVED":       Unready,
	"ASK":         Unready,
	"NOREPLICAS":  Full, // too few replicas for a write
	"OOM":         Full,
	"MISCONF":     Full, // can't save to its disk
	"READONLY":    Full, // a replica
	"NOSCRIPT":    None, // the client sends the script itself
}

const maxClients = "ERR max number of clients reached"

// Classify tells what an error of a go-redis call means. An error that is no answer of
// Redis is one of the connection.
func Classify(err error) Kind {
	var network net.Error
	var answer redis.Error
	switch {
	case err == nil, errors.Is(err, redis.Nil), errors.Is(err, context.Canceled):
		return None
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, redis.ErrPoolTimeout), errors.As(err, &network) && network.Timeout():
		return Timeout
	case errors.As(err, &answer):
		return ofAnswer(answer.Error())
	default:
		return Connect
	}
}

func ofAnswer(text string) Kind {
	if strings.HasPrefix(text, maxClients) {
		return Unready
	}
	code, _, _ := strings.Cut(text, " ")
	if kind, ok := codes[code]; ok {
		return kind
	}
	return Refused
}
